import { expect, test } from 'vitest';
import { createStore } from '../../../gateway/domain/create-store.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import type { Shop } from '../../../gateway/domain/shop.ts';
import { at, crossing, device, epc, only, reads, run, sale, shopOf, withTicks, zone } from '../support.ts';

const shirt = epc(1);
const UNTIL = 420;
const standard = shopOf();
/** The small shop with an antenna at the till. */
const shop: Shop = shopOf({
  antennas: [...standard.antennas, { device: device('tills'), port: 1, zone: zone('till'), kind: 'checkout', section: null }],
});
const others = [2, 3, 4, 5].flatMap((n) => reads(n * 0.31, UNTIL, 'walls:1', epc(n), -54 - n));
const pass = [...reads(110, 113, 'gate:1', shirt, -60, 0.5), ...reads(112, 115, 'gate:2', shirt, -58, 0.5), crossing(115, 0, 1)];
const day = (way: readonly Reading[]) =>
  only(
    run(createStore(shop), withTicks([...others, crossing(1, 1, 0), ...reads(1, 60.5, 'walls:1', shirt), ...way, ...pass], UNTIL)),
    'alert.raised',
  ).filter(({ about }) => about === 'unsold-exit');
const atTill = reads(64, 104, 'tills:1', shirt, -55, 1);
const elsewhere = reads(64, 104, 'tables:1', shirt, -55, 1);

test('what leaves without having been at a till is an alarm within the minute', () => {
  const [alert] = day(elsewhere);
  expect(Number(alert?.emittedAt)).toBeLessThan(at(175));
});

test('what was at the till is no alarm while its receipt may be late', () => {
  expect(day([...atTill, sale(170, 'late', [{ epc: shirt }])])).toHaveLength(0);
});

test('what was at the till and is never paid for is an alarm in the end, for the moment when it left', () => {
  const [alert] = day(atTill);
  expect(alert).toMatchObject({ epc: shirt });
  expect(Number(alert?.emittedAt)).toBeGreaterThan(at(180));
  expect(Number(alert?.at)).toBeLessThan(at(116));
});
