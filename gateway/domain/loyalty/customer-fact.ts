import type { SaleId, Sku, VisitId, VisitorId } from '../ids.ts';
import type { Instant, MinorCurrency } from '../units.ts';
import type { Consent, Purpose } from './settings.ts';

/** What happened to what is known of a customer. Days are numbers of local days (`dayNumber`). */
export type CustomerFact =
  | {
      /** Somebody told of a customer; what was not said is null, or absent from `consent`. */
      readonly type: 'customer.told';
      readonly at: Instant;
      readonly visitor: VisitorId;
      readonly user: string;
      readonly tier: string | null;
      readonly consent: Consent;
      readonly since: Instant | null;
      readonly source: string | null;
      /** What it cost to win this customer. */
      readonly cost: MinorCurrency | null;
    }
  | {
      /** From now on this is the tier, and these are all purposes that the customer agrees to. */
      readonly type: 'customer.changed';
      readonly at: Instant;
      readonly visitor: VisitorId;
      readonly tier: string;
      readonly agrees: readonly Purpose[];
    }
  | {
      readonly type: 'customer.visited';
      readonly at: Instant;
      readonly visitor: VisitorId;
      readonly visit: VisitId;
      readonly day: number;
      readonly dayPart: string;
      readonly agrees: readonly Purpose[];
    }
  | {
      readonly type: 'customer.bought';
      readonly at: Instant;
      readonly visitor: VisitorId;
      readonly sale: SaleId;
      readonly day: number;
      readonly dayPart: string;
      /** Below 0 for goods that are brought back. */
      readonly total: MinorCurrency;
      /** Products of the receipt, each once. */
      readonly skus: readonly Sku[];
      readonly agrees: readonly Purpose[];
    }
  | {
      /** Points or stored value changed by these amounts, all but `money` 0 or more; returns make `earned` negative. */
      readonly type: 'customer.booked';
      readonly at: Instant;
      readonly visitor: VisitorId;
      readonly earned: number;
      readonly spent: number;
      readonly expired: number;
      readonly money: MinorCurrency;
      /** What there is afterwards. */
      readonly points: number;
      readonly balance: MinorCurrency;
      readonly because: 'receipt' | 'told' | 'booking' | 'expiry';
      /** The receipt, or the booking's own name. */
      readonly ref: string | null;
      readonly user: string | null;
    }
  | {
      /** What somebody told or booked was not taken: no room for one more customer, too little to spend, or said before. */
      readonly type: 'customer.refused';
      readonly at: Instant;
      readonly visitor: VisitorId;
      readonly because: 'no-room' | 'not-enough' | 'repeated';
      readonly ref: string | null;
      readonly user: string;
    }
  | {
      /** Nothing is known of this customer any more, and nothing that happened is theirs. */
      readonly type: 'customer.forgotten';
      readonly at: Instant;
      readonly visitor: VisitorId;
      readonly user: string;
    };
