import { describe, expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import { asId } from '../../../gateway/domain/ids.ts';
import type { Label } from '../../../gateway/domain/labels/label.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { minorCurrency, seconds } from '../../../gateway/domain/units.ts';
import { ack, at, card, device, displayOf, happenings, offerOf, only, run, shopOf, withTicks } from '../support.ts';

const BATCH_S = 30;
const labelOf = (price = 59_000): Label => ({
  device: device('label'),
  sku: asId('shirt'),
  price: minorCurrency(price),
  batch: seconds(BATCH_S),
  confirmWithin: seconds(60),
});
const shop = (price?: number) =>
  shopOf({
    labels: [labelOf(price)],
    displays: [displayOf('label', 'wall', ['wall'], 60)],
    offers: [offerOf({ on: 'zone.entered', showFor: seconds(100) })],
  });
const priced = (readings: readonly Reading[], until: number) =>
  only(happenings(shop(), readings, until), 'label.priced').map(({ at: when, command, price }) => [(when - at(0)) / 1_000, command, price]);

describe('a price label', () => {
  test('shows its price with the first batch, and again only when it is due to be renewed', () => {
    expect(priced([ack(40, 'label', 'l-1')], 3_600)).toEqual([[BATCH_S, 'l-1', 59_000]]);
    expect(priced([ack(40, 'label', 'l-1')], 12 * 3_600 + 120)).toHaveLength(2);
  });

  test('that proves nothing is asked again, with longer and longer pauses', () => {
    const times = priced([], 1_200).map(([when]) => Number(when));
    const pauses = times.slice(1).map((time, i) => time - (times[i] ?? 0));
    expect(times[0]).toBe(BATCH_S);
    expect(pauses.length).toBeGreaterThan(2);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(times.every((time) => time % BATCH_S === 0)).toBe(true);
  });

  test('that refuses is asked again', () => {
    expect(priced([ack(40, 'label', 'l-1', 'refused'), ack(100, 'label', 'l-2')], 600)).toHaveLength(2);
  });

  test('goes back to its price when a promotion is over, and not while it lasts', () => {
    const readings = [ack(40, 'label', 'l-1'), card(58, 'door-card', 'anna'), card(62, 'wall-card', 'anna'), ack(66, 'label', 'd-1')];
    const events = happenings(shop(), [...readings, ack(200, 'label', 'l-2')], 600);
    expect(only(events, 'offer.decided').filter(({ reason }) => reason === 'selected')).toHaveLength(1);
    const [decided] = only(events, 'offer.decided');
    const over = Math.ceil(((decided?.at ?? 0) - at(0)) / 1_000 + 100);
    expect(priced([...readings, ack(200, 'label', 'l-2')], 600)).toEqual([
      [BATCH_S, 'l-1', 59_000],
      [Math.ceil((over + 0.001) / BATCH_S) * BATCH_S, 'l-2', 59_000],
    ]);
  });

  test('gets a new price after the restart that brings it, and nothing when none has changed', () => {
    const first = createStore(shop());
    run(first, withTicks([ack(40, 'label', 'l-1')], 60));
    const saved = () => JSON.parse(JSON.stringify(first.snapshot()));
    const later = withTicks([], 300).filter(({ receivedAt }) => receivedAt > at(60));
    expect(only(run(createStore(shop(), saved()), later), 'label.priced')).toEqual([]);
    const [changed] = only(run(createStore(shop(49_000), saved()), later), 'label.priced');
    expect(changed).toMatchObject({ command: 'l-2', price: 49_000 });
  });
});
