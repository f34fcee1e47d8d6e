import type { AntennaPlace } from '../layout/layout.ts';
import type { Item } from './goods.ts';
import type { CreateLocator } from './locator.ts';

const WINDOW = 5_000;

interface Sum {
  readonly antenna: AntennaPlace;
  dbm: number;
  reads: number;
}

/** The antenna with the strongest mean of a window has the item; one that was not read in it stays. */
export const createFixedWindow: CreateLocator = (found) => {
  let heard = new Map<Item, Sum[]>();
  let end = 0;
  const close = (): void => {
    for (const [item, sums] of heard) {
      const best = sums.reduce((strongest, sum) => (sum.dbm / sum.reads > strongest.dbm / strongest.reads ? sum : strongest));
      found(item, best.antenna, end - WINDOW);
    }
    heard = new Map();
  };
  return {
    hear(item, antenna, rssi) {
      const sums = heard.get(item) ?? [];
      if (sums.length === 0) heard.set(item, sums);
      const sum = sums.find((one) => one.antenna === antenna);
      if (sum) {
        sum.dbm += rssi;
        sum.reads++;
      } else sums.push({ antenna, dbm: rssi, reads: 1 });
    },
    tick(now) {
      if (now < end) return;
      if (end > 0) close();
      end = now + WINDOW;
    },
  };
};
