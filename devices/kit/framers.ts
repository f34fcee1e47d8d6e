import type { RejectCode } from './reject-code.ts';
import type { Framer, Piece } from './stream.ts';

/** What stands at the beginning of the bytes that wait. */
export type Verdict =
  /** A whole message of so many bytes. */
  | { readonly whole: number }
  /** It may become one; wait for more. */
  | 'more'
  /** No message begins here. */
  | { readonly not: RejectCode; readonly detail: string };

const NONE: readonly Piece[] = [];

/**
 * A framer for messages with a mark, a length or a checksum. `look` judges the bytes that wait, always from their first one;
 * after a bad verdict it is asked again one byte later, so a damaged message never takes a good one with it. Neighbouring
 * bad bytes come as one piece with the first reason. `longest` bounds what may wait, bytes.
 */
export function createFramer(look: (bytes: Uint8Array) => Verdict, longest: number): Framer {
  let waiting = new Uint8Array(0);

  function cut(bytes: Uint8Array, ended: boolean): { pieces: readonly Piece[]; rest: Uint8Array } {
    const pieces: Piece[] = [];
    let at = 0;
    let bad: { from: number; code: RejectCode; detail: string } | null = null;
    const endBad = (): void => {
      if (bad !== null) pieces.push({ ok: false, code: bad.code, detail: bad.detail, bytes: bytes.slice(bad.from, at) });
      bad = null;
    };
    while (at < bytes.length) {
      const rest = at === 0 ? bytes : bytes.subarray(at);
      const seen = look(rest);
      if (seen === 'more' && !ended && rest.length < longest) break;
      if (seen !== 'more' && 'whole' in seen) {
        endBad();
        pieces.push({ ok: true, bytes: rest.slice(0, seen.whole) });
        at += seen.whole;
        continue;
      }
      if (bad === null) {
        const { not, detail } = seen === 'more' ? CUT_SHORT : seen;
        bad = { from: at, code: not, detail };
      }
      at++;
    }
    const end = at;
    endBad();
    return { pieces, rest: bytes.slice(end) };
  }

  return {
    push(chunk) {
      if (chunk.length === 0) return NONE;
      // A copy even when nothing waits: chunks of Node are Buffers, whose slices stay tied to memory that is not ours.
      const bytes = new Uint8Array(waiting.length + chunk.length);
      bytes.set(waiting);
      bytes.set(chunk, waiting.length);
      const { pieces, rest } = cut(bytes, false);
      waiting = new Uint8Array(rest);
      return pieces;
    },
    flush() {
      const { pieces } = cut(waiting, true);
      waiting = new Uint8Array(0);
      return pieces;
    },
  };
}

const CUT_SHORT = { not: 'bad-checksum', detail: 'the message is cut short' } as const;

const LF = 0x0a;
const CR = 0x0d;
const BLANK = 0x20;

/**
 * A framer for text: a message ends with CR, LF or both, blank lines are none. What is longer than `longest` bytes without an
 * end is no line. At the end of the stream a line without its end is given as it stands.
 */
export function createLineFramer(longest: number): Framer {
  let waiting: number[] = [];
  let overlong = 0;
  const end = (pieces: Piece[]): void => {
    if (waiting.some((byte) => byte !== BLANK)) pieces.push({ ok: true, bytes: Uint8Array.from(waiting) });
    waiting = [];
    overlong = 0;
  };
  return {
    push(chunk) {
      const pieces: Piece[] = [];
      for (const byte of chunk) {
        if (byte === LF || byte === CR) {
          end(pieces);
          continue;
        }
        if (overlong > 0) continue;
        waiting.push(byte);
        if (waiting.length <= longest) continue;
        pieces.push({
          ok: false,
          code: 'too-many',
          detail: `more than ${longest} bytes without a line end`,
          bytes: Uint8Array.from(waiting),
        });
        waiting = [];
        overlong = 1;
      }
      return pieces;
    },
    flush() {
      const pieces: Piece[] = [];
      end(pieces);
      return pieces;
    },
  };
}
