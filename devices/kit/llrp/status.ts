import { bytesOf, u16 } from './message.ts';
import { PARAMETER } from './numbers.ts';
import { readParameters, tlv } from './parameters.ts';

/** How a command went. */
export interface LlrpStatus {
  /** 0 is success. */
  readonly code: number;
  /** The standard's word for the code. */
  readonly name: string;
  /** What the reader adds, for humans; at most 200 characters. */
  readonly text: string;
}

/** @see LLRP 1.0.1, 14.2.1 */
const NAMES: Readonly<Record<number, string>> = {
  0: 'M_Success',
  100: 'M_ParameterError',
  101: 'M_FieldError',
  102: 'M_UnexpectedParameter',
  103: 'M_MissingParameter',
  104: 'M_DuplicateParameter',
  105: 'M_OverflowParameter',
  106: 'M_OverflowField',
  107: 'M_UnknownParameter',
  108: 'M_UnknownField',
  109: 'M_UnsupportedMessage',
  110: 'M_UnsupportedVersion',
  111: 'M_UnsupportedParameter',
  112: 'M_UnexpectedMessage',
  200: 'P_ParameterError',
  201: 'P_FieldError',
  202: 'P_UnexpectedParameter',
  203: 'P_MissingParameter',
  204: 'P_DuplicateParameter',
  205: 'P_OverflowParameter',
  206: 'P_OverflowField',
  207: 'P_UnknownParameter',
  208: 'P_UnknownField',
  209: 'P_UnsupportedParameter',
  300: 'A_Invalid',
  301: 'A_OutOfRange',
  401: 'R_DeviceError',
};

/**
 * The status that an answer carries; `from` is where its parameters begin (custom answers have five bytes before them).
 * Null when it carries none that can be read.
 */
export function readStatus(body: Uint8Array, from = 0): LlrpStatus | null {
  const parameters = readParameters(body, from, body.length);
  if (typeof parameters === 'string') return null;
  const found = parameters.find(({ type, from: at, to }) => type === PARAMETER.STATUS && to - at >= 4);
  if (!found) return null;
  const code = u16(body, found.from);
  const length = Math.min(u16(body, found.from + 2), found.to - found.from - 4);
  return { code, name: NAMES[code] ?? `status ${code}`, text: printable(body.subarray(found.from + 4, found.from + 4 + length)) };
}

export function writeStatus(code: number, text = ''): Buffer {
  const bytes = Buffer.from(text);
  return tlv(PARAMETER.STATUS, bytesOf(2, code), bytesOf(2, bytes.length), bytes);
}

/** Text of a reader in one line without control characters, at most 200 characters. */
export const printable = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('utf8')
    .replace(/[\s\p{Cc}\p{Cf}\u{fffd}]+/gu, ' ')
    .trim()
    .slice(0, 200);
