/** A point of a curve from claimed to measured probability, with the number of labels it rests on. */
export interface Knot {
  readonly claimed: number;
  readonly measured: number;
  readonly weight: number;
}

/**
 * The non-decreasing curve nearest to the knots by weighted squares: neighbours that fall are pooled to their mean
 * (pool-adjacent-violators; Ayer et al. 1955, Zadrozny and Elkan, KDD 2002). Knots in rising order of `claimed`; O(n).
 */
export const isotonic = (knots: readonly Knot[]): readonly Knot[] => {
  const pools: { measured: number; weight: number; knots: Knot[] }[] = [];
  for (const knot of knots) {
    let pool = { measured: knot.measured, weight: knot.weight, knots: [knot] };
    for (let before = pools.at(-1); before !== undefined && before.measured >= pool.measured; before = pools.at(-1)) {
      pools.pop();
      const weight = before.weight + pool.weight;
      const measured = (before.measured * before.weight + pool.measured * pool.weight) / weight;
      pool = { measured, weight, knots: [...before.knots, ...pool.knots] };
    }
    pools.push(pool);
  }
  return pools.flatMap((pool) => pool.knots.map(({ claimed, weight }) => ({ claimed, weight, measured: pool.measured })));
};

const between = (a: readonly [number, number], b: readonly [number, number], x: number): number =>
  b[0] === a[0] ? b[1] : a[1] + ((x - a[0]) / (b[0] - a[0])) * (b[1] - a[1]);

/**
 * What a claimed probability is worth on the curve, 0..1, straight between knots. Beyond the first and the last knot it goes
 * on in proportion, so that knots on the diagonal give the claim itself back. No knots: the claim.
 */
export const onCurve = (knots: readonly Knot[], claimed: number): number => {
  const first = knots[0];
  const last = knots.at(-1);
  if (first === undefined || last === undefined) return claimed;
  if (claimed <= first.claimed) return Math.max(0, 1 - ((1 - claimed) * (1 - first.measured)) / (1 - first.claimed));
  if (claimed >= last.claimed) return Math.min(1, (claimed * last.measured) / last.claimed);
  const above = knots.findIndex((knot) => knot.claimed >= claimed);
  const a = knots[above - 1] ?? first;
  const b = knots[above] ?? last;
  return between([a.claimed, a.measured], [b.claimed, b.measured], claimed);
};
