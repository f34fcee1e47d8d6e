import type {
  AlertId,
  CommandId,
  DeviceId,
  Epc,
  Gtin,
  OfferId,
  SaleId,
  SectionId,
  ShelfId,
  Sku,
  VisitId,
  VisitorId,
  ZoneId,
} from './ids.ts';
import type { CommandResult } from './readings.ts';
import type { OfferTrigger } from './shop.ts';
import type { Grams, Instant, MinorCurrency, Probability } from './units.ts';

/** One reason for a statement: what was seen, and how much it speaks for (+) or against (-), in nats. */
export interface Evidence {
  /** Stable code that pages translate: `reads-in-window`, `silent-at-home`, `weight-step`, `card-same-zone` ... */
  readonly code: string;
  readonly nats: number;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What happened in the shop, in the past tense. `at` is when it happened, as far as the evidence tells. */
export type Fact =
  // tags
  | ItemFact
  | {
      readonly type: 'reads.summarised';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly antenna: number;
      readonly zone: ZoneId | null;
      readonly reads: number;
      readonly distinct: number;
      readonly rssiMean: number | null;
      readonly seconds: number;
    }
  // footfall
  | {
      readonly type: 'footfall.counted';
      readonly at: Instant;
      readonly zone: ZoneId;
      readonly device: DeviceId;
      readonly in: number;
      readonly out: number;
    }
  | {
      readonly type: 'occupancy.changed';
      readonly at: Instant;
      readonly zone: ZoneId | null;
      readonly people: number;
      /** What the occupancy may be wrong by; grows with uncounted time. */ readonly uncertainty: number;
    }
  // visits
  | {
      readonly type: 'visit.opened';
      readonly at: Instant;
      readonly visit: VisitId;
      readonly by: 'counter' | 'card' | 'portal';
      readonly party: number;
      readonly visitor: VisitorId | null;
    }
  | { readonly type: 'visit.identified'; readonly at: Instant; readonly visit: VisitId; readonly visitor: VisitorId; readonly tier: string }
  | { readonly type: 'visit.moved'; readonly at: Instant; readonly visit: VisitId; readonly zone: ZoneId; readonly from: ZoneId | null }
  | {
      readonly type: 'visit.closed';
      readonly at: Instant;
      readonly visit: VisitId;
      readonly by: 'counter' | 'card' | 'portal' | 'silence' | 'closing';
      readonly opened: Instant;
    }
  // custody
  | {
      readonly type: 'custody.assigned';
      readonly at: Instant;
      readonly visit: VisitId;
      readonly epc: Epc;
      readonly confidence: Probability;
      readonly why: readonly Evidence[];
    }
  | {
      readonly type: 'custody.ended';
      readonly at: Instant;
      readonly visit: VisitId;
      readonly epc: Epc;
      readonly outcome: CustodyOutcome;
      readonly confidence: Probability;
      readonly why: readonly Evidence[];
    }
  // shelves
  | {
      readonly type: 'shelf.changed';
      readonly at: Instant;
      readonly shelf: ShelfId;
      readonly section: SectionId;
      readonly sku: Sku;
      readonly onShelf: number;
      readonly misplaced: number;
      readonly facings: number;
      readonly state: StockState;
      readonly weight: Grams | null;
    }
  // sales
  | {
      readonly type: 'sale.recorded';
      readonly at: Instant;
      readonly sale: SaleId;
      readonly visit: VisitId | null;
      readonly visitor: VisitorId | null;
      readonly total: MinorCurrency;
      readonly lines: readonly {
        readonly epc: Epc | null;
        readonly gtin: Gtin | null;
        readonly quantity: number;
        readonly amount: MinorCurrency;
      }[];
    }
  // security and operations
  | {
      readonly type: 'alert.raised';
      readonly at: Instant;
      readonly alert: AlertId;
      readonly about: AlertType;
      readonly severity: Severity;
      readonly confidence: Probability;
      readonly zone: ZoneId | null;
      readonly epc: Epc | null;
      readonly visit: VisitId | null;
      readonly device: DeviceId | null;
      readonly why: readonly Evidence[];
    }
  | { readonly type: 'alert.acknowledged'; readonly at: Instant; readonly alert: AlertId; readonly user: string; readonly comment: string }
  | { readonly type: 'alert.cleared'; readonly at: Instant; readonly alert: AlertId; readonly because: string }
  // offers
  | {
      readonly type: 'offer.decided';
      readonly at: Instant;
      readonly decision: CommandId;
      readonly offer: OfferId;
      readonly on: OfferTrigger;
      readonly visit: VisitId | null;
      readonly visitor: VisitorId | null;
      readonly zone: ZoneId | null;
      readonly epc: Epc | null;
      readonly sku: Sku | null;
      readonly display: DeviceId | null;
      readonly arm: 'treatment' | 'control' | null;
      readonly reason: OfferReason;
      readonly expires: Instant;
      readonly detail: string;
    }
  | {
      readonly type: 'offer.shown';
      readonly at: Instant;
      readonly decision: CommandId;
      readonly offer: OfferId;
      readonly display: DeviceId;
      readonly visit: VisitId | null;
    }
  | {
      readonly type: 'offer.failed';
      readonly at: Instant;
      readonly decision: CommandId;
      readonly offer: OfferId;
      readonly display: DeviceId;
      readonly visit: VisitId | null;
      readonly reason: 'unconfirmed' | 'refused' | 'expired';
    }
  | {
      readonly type: 'offer.converted';
      readonly at: Instant;
      readonly decision: CommandId;
      readonly offer: OfferId;
      readonly visit: VisitId;
      readonly by: 'picked' | 'bought';
      readonly epc: Epc | null;
      readonly value: MinorCurrency | null;
    }
  // devices
  | { readonly type: 'device.online'; readonly at: Instant; readonly device: DeviceId }
  | { readonly type: 'device.offline'; readonly at: Instant; readonly device: DeviceId; readonly because: 'said-so' | 'silence' }
  | {
      readonly type: 'device.described';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly model: string | null;
      readonly serial: string | null;
      readonly firmware: string | null;
      readonly address: string | null;
    }
  | {
      readonly type: 'device.stated';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly values: Readonly<Record<string, string | number | boolean>>;
    }
  | {
      readonly type: 'climate.measured';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly zone: ZoneId | null;
      readonly temperature: number | null;
      readonly humidity: number | null;
      readonly illuminanceLux: number | null;
      readonly doorOpen: boolean | null;
    }
  | {
      readonly type: 'button.pressed';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly zone: ZoneId | null;
      readonly button: string;
    }
  | {
      readonly type: 'command.acknowledged';
      readonly at: Instant;
      readonly command: CommandId;
      readonly device: DeviceId;
      readonly result: CommandResult;
    };

/** The item's own story; these are the lines of items.ndjson. */
export interface ItemFact {
  readonly type:
    | 'item.arrived'
    | 'item.moved'
    | 'item.picked'
    | 'item.put'
    | 'item.departed'
    | 'item.returned'
    | 'item.exited'
    | 'item.sold';
  readonly at: Instant;
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly zone: ZoneId | null;
  readonly from: ZoneId | null;
  readonly section: SectionId | null;
  /** The visit that holds it, when custody already knows. */
  readonly visit: VisitId | null;
  readonly confidence: Probability;
  readonly why: readonly Evidence[];
}

export type CustodyOutcome = 'bought' | 'returned' | 'left' | 'taken' | 'unknown';
export type StockState = 'ok' | 'low' | 'out';
export type AlertType = 'unsold-exit' | 'bulk' | 'clone' | 'flood' | 'device-silent' | 'display-unconfirmed' | 'counter-stuck';
export type Severity = 'critical' | 'major' | 'minor' | 'warning';

/** Why an offer was shown or not. `selected` is what sends a command; `offer.shown` follows when the display proves it. */
export type OfferReason =
  | 'selected'
  | 'control'
  | 'condition-false'
  | 'condition-error'
  | 'capped-visit'
  | 'capped-visitor'
  | 'capped-display'
  | 'no-consent'
  | 'out-of-stock'
  | 'no-display'
  | 'display-busy'
  | 'display-offline'
  | 'outranked';

/** A fact with its place in the ledger. */
export type DomainEvent = Fact & {
  /** 1, 2, 3 ... in the order of happening; the same inputs give the same ids, which is how a replay recognises them. */
  readonly id: number;
  /** Receive time of the input that made the gateway say so; never before the input, may be long after `at`. */
  readonly emittedAt: Instant;
};

export type EventType = Fact['type'];
/** The event of a type; item events share one form, which `Extract` alone would not find. */
export type EventOf<T extends EventType> = T extends ItemFact['type']
  ? Extract<DomainEvent, ItemFact> & { readonly type: T }
  : Extract<DomainEvent, { readonly type: T }>;
