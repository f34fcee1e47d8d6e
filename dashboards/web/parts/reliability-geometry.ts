import type { AccuracyView } from '../../../gateway/http/contract-accuracy.ts';

type Kind = AccuracyView['kinds'][number];

/** One tenth of the claims of a kind on the plot, in units of the plot's box. */
export interface Mark {
  readonly kind: Kind['kind'];
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Side of the plot's square, and the largest and smallest mark: area grows with the number of claims. */
export const SIDE = 160;
const LARGEST = 9;
const SMALLEST = 3;

/** Where the tenths stand that have been checked at all: to the right the surer, upwards the more often right. */
export function marksOf(kinds: readonly Kind[]): readonly Mark[] {
  const most = Math.max(1, ...kinds.flatMap(({ deciles }) => deciles.map(({ labels }) => labels)));
  return kinds.flatMap(({ kind, deciles }) =>
    deciles.flatMap(({ claimed, right, labels }) =>
      right === null
        ? []
        : [{ kind, x: claimed * SIDE, y: (1 - right) * SIDE, radius: Math.max(SMALLEST, LARGEST * Math.sqrt(labels / most)) }],
    ),
  );
}
