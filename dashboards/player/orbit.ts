/** The whole picture takes a step every so often, ms. */
export const STEP_MS = 20_000;
/** Far enough that no edge of a letter stays on the same pixels, near enough that nobody sees it: vmin. */
const REACH = 1.2;
/** Steps of one round. */
const STEPS = 11;

/** Where the picture stands at a time, vmin from its middle: a slow round, each step at another place. */
export function orbitAt(at: number): readonly [x: number, y: number] {
  const turn = ((Math.floor(at / STEP_MS) % STEPS) / STEPS) * 2 * Math.PI;
  // Two turns up and down for one to the side: horizontal edges, of which text has the most, rest the least.
  const round = (value: number) => Math.round(value * 100) / 100;
  return [round(REACH * Math.sin(turn)), round(REACH * Math.sin(2 * turn + Math.PI / 5))];
}
