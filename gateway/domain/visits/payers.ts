import type { Epc, VisitorId, ZoneId } from '../ids.ts';
import type { SaleMade } from '../readings.ts';
import { type Instant, instant } from '../units.ts';
import type { Holders } from './goings.ts';
import type { Group } from './leaving.ts';
import { payerOf } from './payer.ts';
import type { Visit } from './visit.ts';

/** Who paid leaves within this time, with what was paid; without it only the next to leave is believed, and sooner. */
const LEAVES_WITHIN_MS = 300_000;
const LEAVES_NEXT_MS = 60_000;

/** A card that paid, and nobody knows whose it is. */
interface Payer {
  readonly visitor: VisitorId;
  readonly at: number;
  readonly paid: readonly Epc[];
}

export type SavedPayers = readonly Payer[];

/** Whose the cards are that nobody sees before the till: of those who hold what is paid, or else of those who carry it out. */
export interface Payers {
  /** The visit of a card that pays; null while none is likely. */
  pay(sale: SaleMade, till: ZoneId | null, visits: Iterable<Visit>): Visit | null;
  /** The card of the people without a name who left as this group; null when none paid lately. */
  left(group: Group): { readonly visitor: VisitorId; readonly at: Instant } | null;
  save(): SavedPayers;
}

/** `isKnown` tells whether the card has a visit by now. */
export const createPayers = (holders: Holders, isKnown: (visitor: VisitorId) => boolean, saved: SavedPayers = []): Payers => {
  let waiting = saved;
  return {
    pay: (sale, till, visits) => {
      const visit = payerOf(visits, sale, till, holders);
      if (visit !== null || sale.visitor === null) return visit;
      const paid = sale.lines.flatMap(({ epc }) => (epc === null ? [] : [epc]));
      const others = waiting.filter(({ visitor, at }) => visitor !== sale.visitor && sale.at - at < 2 * LEAVES_WITHIN_MS);
      waiting = [...others, { visitor: sale.visitor, at: sale.at, paid }];
      return null;
    },
    left: ({ at, goods }) => {
      waiting = waiting.filter(({ visitor }) => !isKnown(visitor));
      const carries = ({ paid }: Payer) => goods.some(({ epc }) => paid.includes(epc));
      const soon = waiting.filter((payer) => at >= payer.at && at - payer.at <= LEAVES_WITHIN_MS);
      const payer = soon.find(carries) ?? (goods.length > 0 ? undefined : soon.find((one) => at - one.at <= LEAVES_NEXT_MS));
      if (payer === undefined) return null;
      waiting = waiting.filter((one) => one !== payer);
      return { visitor: payer.visitor, at: instant(payer.at) };
    },
    save: () => waiting,
  };
};
