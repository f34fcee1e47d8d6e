/** Stable reasons why bytes were refused; operators see them with a sample in the quarantine. */
export type RejectCode =
  | 'empty'
  | 'not-utf8'
  | 'not-json'
  | 'too-deep'
  | 'unknown-shape'
  | 'wrong-type'
  | 'out-of-range'
  | 'bad-epc'
  | 'bad-time'
  | 'too-many'
  | 'bad-checksum'
  | 'forbidden-key'
  | 'unknown-channel'
  | 'driver-failed';
