import { expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { at, card, crossing, epc, happenings, only, reads, run, sale, shopOf, withTicks } from '../support.ts';

const shirt = epc(1);
/** A member takes a shirt to the fitting room, pays for it and leaves. */
const day: Reading[] = [
  crossing(1, 1, 0),
  card(2, 'door-card', 'anna'),
  ...reads(0, 30, 'walls:1', shirt),
  ...[2, 3, 4].flatMap((n) => reads(n * 0.31, 400, 'walls:1', epc(n), -54 - n)),
  card(30, 'wall-card', 'anna'),
  ...reads(33, 120, 'cabins:1', shirt, -50),
  sale(150, 'r-1', [{ epc: shirt }], 'anna'),
  ...reads(160, 164, 'gate:1', shirt, -52, 0.4),
  ...reads(163, 167, 'gate:2', shirt, -50, 0.4),
  crossing(166, 0, 1),
];
const shop = () => shopOf();

test('a visit is told in figures a minute after its end, and once', () => {
  const events = happenings(shop(), day, 900);
  const closed = only(events, 'visit.closed');
  const sums = only(events, 'visit.summarised');
  expect(sums).toHaveLength(closed.length);
  expect(sums[0]).toMatchObject({ visit: closed[0]?.visit, at: closed[0]?.at, identified: true, picked: 1, bought: 1, value: 59_000 });
  expect(sums[0]?.zones).toBeGreaterThan(0);
  expect((sums[0]?.emittedAt ?? 0) - (sums[0]?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
});

test('a visit that only looked has empty hands', () => {
  const events = happenings(shop(), [crossing(1, 1, 0), crossing(60, 0, 1)], 400);
  expect(only(events, 'visit.summarised')).toMatchObject([{ identified: false, tier: null, picked: 0, tried: 0, bought: 0, value: 0 }]);
});

test('a restart in the middle of a visit changes nothing', () => {
  const inputs = withTicks(day, 900);
  const whole = run(createStore(shop()), inputs);
  const isBefore = ({ receivedAt }: { readonly receivedAt: number }) => receivedAt <= at(155);
  const first = createStore(shop());
  run(first, inputs.filter(isBefore));
  const second = createStore(shop(), JSON.parse(JSON.stringify(first.snapshot())));
  const rest = run(
    second,
    inputs.filter((input) => !isBefore(input)),
  );
  expect(only(rest, 'visit.summarised')).toEqual(only(whole, 'visit.summarised'));
  expect(only(rest, 'visit.summarised')).toHaveLength(1);
});
