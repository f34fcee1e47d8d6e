import fc from 'fast-check';
import type { Reading } from '../../gateway/domain/readings.ts';
import { ack, card, crossing, epc, read, reads, sale, status, weighed } from './support.ts';

const walls = (n: number) => (n % 2 === 0 ? 'walls:1' : 'walls:2');

/** One thing that happens in a small shop, as the readings that it causes. */
const incident: fc.Arbitrary<readonly Reading[]> = fc
  .record({
    second: fc.integer({ min: 0, max: 400 }),
    item: fc.integer({ min: 1, max: 8 }),
    kind: fc.integer({ min: 0, max: 10 }),
    strength: fc.integer({ min: -80, max: -45 }),
  })
  .map(({ second, item, kind, strength }) => {
    const code = epc(item);
    switch (kind) {
      case 0:
        return [crossing(second, 1 + (item % 3), 0)];
      case 1:
        return [crossing(second, 0, 1)];
      case 2:
        return [card(second, item % 2 === 0 ? 'door-card' : 'table-card', `member-${item % 3}`)];
      case 3:
        return reads(second, second + 30, 'tables:1', code, strength);
      case 4:
        return [
          ...reads(second, second + 4, 'gate:1', code, strength, 0.5),
          ...reads(second + 2, second + 6, 'gate:2', code, strength, 0.5),
        ];
      case 5:
        return [sale(second, `receipt-${second}-${item}`, [{ epc: code }], item % 2 === 0 ? `member-${item % 3}` : null)];
      case 6:
        return [weighed(second, 960 - 240 * (item % 4))];
      case 7:
        return [read(second, 'cabins:1', code, strength), read(second + 1, 'tables:0', epc(item, 9), strength)];
      case 8:
        return [status(second, 'screen', item % 2 === 0)];
      case 9:
        return [ack(second, 'screen', `d-${item}`)];
      default:
        return reads(second, second + 60, walls(item), code, strength);
    }
  });

/** Readings of some minutes: goods at rest on the wall, and whatever else may happen. */
export const randomDay: fc.Arbitrary<readonly Reading[]> = fc
  .array(incident, { minLength: 5, maxLength: 30 })
  .map((incidents) => [...[1, 2, 3, 4].flatMap((n) => reads(n * 0.37, 450, walls(n), epc(n), -52 - n, 2.5)), ...incidents.flat()]);
