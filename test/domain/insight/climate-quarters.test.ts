import { expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { celsius, percent } from '../../../gateway/domain/units.ts';
import { at, device, happenings, OPENING, only, run, shopOf, withTicks, zone } from '../support.ts';

const QUARTER = 900;

const air = (second: number, temperature: number, humidity?: number): Reading => ({
  device: device('air'),
  at: at(second),
  reportedAt: at(second),
  receivedAt: at(second),
  kind: 'climate',
  temperature: celsius(temperature),
  ...(humidity === undefined ? {} : { humidity: percent(humidity) }),
});

test('each quarter of an hour of a sensor is told once it is over, with what it measured and nothing else', () => {
  const readings = [air(10, 4), air(300, 6.5, 60), air(899, 5), air(QUARTER + 5, 9)];
  expect(only(happenings(shopOf(), readings, 2 * QUARTER - 1), 'climate.summarised')).toMatchObject([
    {
      at: OPENING,
      emittedAt: OPENING + QUARTER * 1_000,
      device: 'air',
      zone: zone('wall'),
      seconds: QUARTER,
      temperature: { low: 4, high: 6.5, mean: 5.17, values: 3 },
      humidity: { low: 60, high: 60, mean: 60, values: 1 },
      illuminanceLux: null,
    },
  ]);
});

test('a quarter in which a sensor said nothing is not told', () => {
  const told = only(happenings(shopOf(), [air(10, 4), air(3 * QUARTER + 1, 5)], 4 * QUARTER), 'climate.summarised');
  expect(told.map((event) => (event.at - OPENING) / 1_000)).toEqual([0, 3 * QUARTER]);
});

test('a restart in the middle of a quarter changes nothing', () => {
  const inputs = withTicks([air(10, 4), air(500, 8), air(800, 3)], QUARTER);
  const whole = run(createStore(shopOf()), inputs);
  const before = createStore(shopOf());
  const first = run(before, inputs.slice(0, 600));
  const saved = JSON.parse(JSON.stringify(before.snapshot()));
  const second = run(createStore(shopOf(), saved), inputs.slice(600));
  expect([...first, ...second]).toEqual(whole);
  expect(only(whole, 'climate.summarised')).toHaveLength(1);
});
