import { expect, it } from 'vitest';
import { isSteadyWidth } from '../../../../devices/kit/scale/steady-width.ts';

const after = (...widths: readonly number[]): boolean[] => {
  const memory = {};
  return widths.map((width) => isSteadyWidth(memory, width));
};

it('takes the first width as the usual one, refuses another one once and no more when it stays', () => {
  expect(after(6, 6, 5, 6, 6)).toEqual([true, true, false, true, true]);
  expect(after(6, 5, 5, 5)).toEqual([true, false, true, true]);
  expect(after(6, 5, 4, 6)).toEqual([true, false, false, true]);
  expect(after(6, 5, 6, 5, 6)).toEqual([true, false, true, false, true]);
});
