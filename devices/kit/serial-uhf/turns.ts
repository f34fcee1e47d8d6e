/** Something to say, or silence for one turn. */
export type Word = Uint8Array | null;

/** Silence for so many turns: a device that boots, or that shall only be told again from time to time. */
export const silence = (turns: number): readonly null[] => new Array<null>(turns).fill(null);

/**
 * What is said in this turn of a poll: `opening` word by word, then `round` again and again, silent for the rest of its
 * `length` turns. One word a turn, because these devices hear a command only after they have answered the one before.
 */
export function wordsOf(turn: number, opening: readonly Word[], round: readonly Word[], length = round.length): readonly Uint8Array[] {
  const word = turn < opening.length ? opening[turn] : round[(turn - opening.length) % length];
  return word === undefined || word === null ? [] : [word];
}
