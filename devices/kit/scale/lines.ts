import { createLineFramer } from '../framers.ts';
import type { Framer, Piece } from '../stream.ts';

const cutShort = (piece: Piece): Piece =>
  piece.ok ? { ok: false, code: 'bad-checksum', detail: 'a line without its end', bytes: piece.bytes } : piece;

/**
 * A framer for lines without a check value, such as those of scales: only the line end tells that a line is whole, so the
 * beginning of one that broke off (`S S      12`) is never a message.
 */
export function createWholeLineFramer(longest: number): Framer {
  const lines = createLineFramer(longest);
  return { push: lines.push, flush: () => lines.flush().map(cutShort) };
}

/** The characters of a line, one per byte; a line end that came along is taken off. Status bytes above 0x7F keep their value. */
export const readLine = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replace(/^[\r\n]+|[\r\n]+$/g, '');
