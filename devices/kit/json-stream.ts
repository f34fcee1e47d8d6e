const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** More values than these no capture of a stream is looked at for; the rest comes as one piece. */
const MOST_VALUES = 1_000_000;

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;
const opens = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const closes = (byte: number): boolean => byte === 0x7d || byte === 0x5d;

/**
 * The JSON objects and arrays that stand one behind the other in these bytes, with blanks and line ends between or nothing at
 * all. What is none comes as a piece up to its line end, what is cut short as the last piece, so that nothing disappears. Only
 * the brackets are looked at: whether a piece is JSON is for its reader to say. One pass, whatever the bytes.
 */
export function splitJson(bytes: Uint8Array): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    if (isBlank(byte)) {
      at++;
      continue;
    }
    const end = pieces.length === MOST_VALUES ? bytes.length : opens(byte) ? endOfValue(bytes, at) : endOfLine(bytes, at);
    pieces.push(bytes.subarray(at, end));
    at = end;
  }
  return pieces;
}

function endOfValue(bytes: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === QUOTE) at = endOfText(bytes, at);
    else if (opens(byte)) depth++;
    else if (closes(byte) && --depth === 0) return at + 1;
  }
  return bytes.length;
}

/** Where the quote that ends the text stands. */
function endOfText(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at++;
  }
  return bytes.length;
}

function endOfLine(bytes: Uint8Array, from: number): number {
  const found = bytes.subarray(from).findIndex((byte) => byte === 0x0a || byte === 0x0d);
  return found === -1 ? bytes.length : from + found;
}
