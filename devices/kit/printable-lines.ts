import type { Framer, Piece } from './stream.ts';

const LF = 0x0a;
const CR = 0x0d;
/** Separates the variable fields of a GS1 element string; scanners send it for FNC1. */
const GS = 0x1d;
/** How many bytes of a bad stretch are kept: enough to see what it is. */
const LONGEST_BAD = 256;

const isPrintable = (byte: number): boolean => (byte >= 0x20 && byte < 0x7f) || byte === GS;

/**
 * A framer for lines of printable ASCII that end with CR, LF or both: barcodes, card numbers. Nothing guards such a line, so
 * everything of it must be right: a byte that is not printable spoils it up to its line end, and a line without an end is
 * none, since a cut number would be somebody else's. Blank lines are none. GS (1D) may stand in a line.
 */
export function createPrintableLineFramer(longest: number): Framer {
  let waiting: number[] = [];
  let bad: { readonly code: 'not-utf8' | 'too-many'; readonly detail: string } | null = null;

  function take(pieces: Piece[]): void {
    const bytes = Uint8Array.from(waiting);
    if (bad !== null) pieces.push({ ok: false, ...bad, bytes });
    else if (bytes.length > 0) pieces.push({ ok: true, bytes });
    waiting = [];
    bad = null;
  }

  return {
    push(chunk) {
      const pieces: Piece[] = [];
      for (const byte of chunk) {
        if (byte === LF || byte === CR) {
          take(pieces);
          continue;
        }
        if (bad === null && !isPrintable(byte)) bad = { code: 'not-utf8', detail: 'a byte that is no printable character' };
        if (bad === null && waiting.length >= longest) bad = { code: 'too-many', detail: `more than ${longest} bytes without a line end` };
        if (bad === null || waiting.length < LONGEST_BAD) waiting.push(byte);
      }
      return pieces;
    },
    flush() {
      const pieces: Piece[] = [];
      if (bad !== null) take(pieces);
      else if (waiting.length > 0) {
        pieces.push({ ok: false, code: 'bad-checksum', detail: 'the line has no end', bytes: Uint8Array.from(waiting) });
        waiting = [];
      }
      return pieces;
    },
  };
}
