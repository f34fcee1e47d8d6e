import { createLineFramer } from '../framers.ts';
import type { Framer, Piece } from '../stream.ts';

const CUT_SHORT = { ok: false, code: 'bad-checksum', detail: 'a line without its end' } as const;

/**
 * Lines of devices that send no check value: a line counts only with its end, since half an EPC looks like a shorter one.
 * @see createLineFramer for `longest`
 */
export function createWholeLineFramer(longest: number): Framer {
  const lines = createLineFramer(longest);
  return {
    push: (chunk) => lines.push(chunk),
    flush: () => lines.flush().map(({ bytes }): Piece => ({ ...CUT_SHORT, bytes })),
  };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1').trim();
const joined = (lines: readonly Uint8Array[]): Uint8Array => Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\r\n')]));

/** Tells what a line is: part of a round, its last line, or a message of its own. */
export type RoundLine = 'part' | 'last' | 'alone';

/**
 * Lines that belong together: those of one round, up to the line that ends it, come as one message; other lines stand alone,
 * also between them. A round of more than `most` lines is given as far as it got. Silence gives what has come of a round.
 */
export function createRoundFramer(kindOf: (line: string) => RoundLine, longest: number, most: number): Framer {
  const lines = createLineFramer(longest);
  let round: Uint8Array[] = [];
  const endRound = (pieces: Piece[]): void => {
    if (round.length > 0) pieces.push({ ok: true, bytes: joined(round) });
    round = [];
  };
  const take = (piece: Piece, pieces: Piece[]): void => {
    const kind = piece.ok ? kindOf(textOf(piece.bytes)) : 'alone';
    if (kind === 'alone') {
      pieces.push(piece);
      return;
    }
    round.push(piece.bytes);
    if (kind === 'last' || round.length >= most) endRound(pieces);
  };
  return {
    push(chunk) {
      const pieces: Piece[] = [];
      for (const piece of lines.push(chunk)) take(piece, pieces);
      return pieces;
    },
    flush() {
      const pieces: Piece[] = [];
      for (const piece of lines.flush()) {
        // Half a tag line looks like a shorter EPC; the lines in brackets show their end.
        if (piece.ok && !/[>]$|^OK$|^ERROR$/.test(textOf(piece.bytes))) pieces.push({ ...CUT_SHORT, bytes: piece.bytes });
        else take(piece, pieces);
      }
      endRound(pieces);
      return pieces;
    },
  };
}
