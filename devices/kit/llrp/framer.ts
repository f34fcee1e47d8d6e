import type { Framer, Piece } from '../stream.ts';
import { HEAD_BYTES, LONGEST_MESSAGE, lengthAt } from './message.ts';

const NONE: readonly Piece[] = [];

/**
 * Cuts the bytes of one connection into whole messages by their length. There is no mark and no checksum to find the way
 * back: after a head that is none, everything that follows on this connection is lost, and only a new connection helps.
 * That piece comes once, with what was waiting; later chunks give nothing. Holds at most one message and one chunk.
 */
export function createLlrpFramer(): Framer {
  let buffer = new Uint8Array(4_096);
  let start = 0;
  let end = 0;
  let isLost = false;

  /** Makes room behind what waits: moves it to the front, or into a larger buffer. */
  function append(chunk: Uint8Array): void {
    const waiting = end - start;
    if (end + chunk.length > buffer.length) {
      const room = waiting + chunk.length;
      const next = room > buffer.length ? new Uint8Array(Math.max(room, buffer.length * 2)) : buffer;
      next.set(buffer.subarray(start, end));
      buffer = next;
      start = 0;
      end = waiting;
    }
    buffer.set(chunk, end);
    end += chunk.length;
  }

  function give(code: 'bad-checksum', detail: string): Piece {
    const bytes = buffer.slice(start, end);
    start = 0;
    end = 0;
    isLost = true;
    return { ok: false, code, detail, bytes };
  }

  return {
    push(chunk) {
      if (isLost || chunk.length === 0) return NONE;
      append(chunk);
      const pieces: Piece[] = [];
      while (end - start >= HEAD_BYTES) {
        const length = lengthAt(buffer, start);
        if (typeof length === 'string') {
          pieces.push(give('bad-checksum', length));
          return pieces;
        }
        if (end - start < length) break;
        pieces.push({ ok: true, bytes: buffer.slice(start, start + length) });
        start += length;
      }
      if (start === end) {
        start = 0;
        end = 0;
        // A single giant does not keep its room for ever.
        if (buffer.length > LONGEST_MESSAGE / 4) buffer = new Uint8Array(4_096);
      }
      return pieces;
    },
    flush() {
      if (isLost || start === end) return NONE;
      return [give('bad-checksum', 'the connection ended inside a message')];
    },
  };
}
