import type { Action } from './actuators/action.ts';
import type { ActuatorReason, BarReason, Cause, CommandOutcome } from './actuators/reasons.ts';
import type { RuleTrigger } from './actuators/rule.ts';
import type { EvidenceCode } from './evidence.ts';
import type { FeedbackScale } from './feedback/answer.ts';
import type {
  AlertId,
  BrandId,
  CommandId,
  DeviceId,
  Epc,
  Gtin,
  OfferId,
  RuleId,
  SaleId,
  SectionId,
  ShelfId,
  Sku,
  VisitId,
  VisitorId,
  ZoneId,
} from './ids.ts';
import type { CustomerFact } from './loyalty/customer-fact.ts';
import type { OfferTrigger, RecommendationKind } from './offers/offer.ts';
import type { CommandResult } from './readings.ts';
import type { DurationMs, Grams, Instant, MinorCurrency, Probability } from './units.ts';

/** One reason for a statement: what was seen, and how much it speaks for (+) or against (-), in nats. */
export interface Evidence {
  readonly code: EvidenceCode;
  readonly nats: number;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** Somebody seems to leave with an item; `item.exited` or `exit.withdrawn` follows. `at` is the newest read at the gate. */
interface ExitHint {
  readonly at: Instant;
  readonly epc: Epc;
  readonly gtin: Gtin | null;
  readonly zone: ZoneId | null;
  readonly visit: VisitId | null;
  readonly confidence: Probability;
  readonly why: readonly Evidence[];
}

/** What happened in the shop, in the past tense. `at` is when it happened, as far as the evidence tells. */
export type Fact =
  // tags
  | ItemFact
  | ({ readonly type: 'exit.suspected' } & ExitHint)
  | ({ readonly type: 'exit.withdrawn' } & ExitHint)
  /** A tag that rests beside a gate is on the block list since `at`, heard there since `since`: it is never an exit. */
  | {
      readonly type: 'tag.blocked';
      readonly at: Instant;
      readonly epc: Epc;
      readonly gtin: Gtin | null;
      readonly zone: ZoneId | null;
      readonly device: DeviceId | null;
      /** 1-based port; 0 when the reader does not say. */
      readonly antenna: number;
      readonly since: Instant;
      readonly why: readonly Evidence[];
    }
  | {
      readonly type: 'tag.unblocked';
      readonly at: Instant;
      readonly epc: Epc;
      readonly gtin: Gtin | null;
      readonly because: 'unheard' | 'moved' | 'operator';
      /** The operator who did it. */
      readonly user: string | null;
    }
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
  | {
      /** A visit that ended at `at`, in figures; said a minute later, when receipts and custody have settled. */
      readonly type: 'visit.summarised';
      readonly at: Instant;
      readonly visit: VisitId;
      readonly opened: Instant;
      readonly identified: boolean;
      readonly tier: string | null;
      /** Zones that it was in. */
      readonly zones: number;
      /** Items that it held, that were in a fitting room with it, and that receipts say it bought. */
      readonly picked: number;
      readonly tried: number;
      readonly bought: number;
      readonly value: MinorCurrency;
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
      /** When this custody had begun, as `custody.assigned` said it; ended at its own beginning as unknown, it never was. */
      readonly since: Instant;
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
      /** Standard deviation of `onShelf`, items. */
      readonly spread: number;
      readonly weight: Grams | null;
    }
  | {
      /** At rest on a shelf that does not want it, since `at`. */
      readonly type: 'stray.found';
      readonly at: Instant;
      readonly epc: Epc;
      readonly gtin: Gtin | null;
      readonly sku: Sku;
      /** The section that misses it. */
      readonly home: SectionId;
      /** Where it lies; the section is null where no antenna tells one. */
      readonly zone: ZoneId;
      readonly section: SectionId | null;
      readonly confidence: Probability;
    }
  | { readonly type: 'stray.cleared'; readonly at: Instant; readonly epc: Epc }
  | {
      /** An hour, beginning at `at`, of a shop that was open for `seconds` of it. */
      readonly type: 'availability.measured';
      readonly at: Instant;
      readonly seconds: number;
      /** Planned places of which the state was known. */
      readonly places: number;
      /** Those that were out, and for how long of the open time. */
      readonly out: readonly { readonly section: SectionId; readonly sku: Sku; readonly seconds: number }[];
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
  | CustomerFact
  // accuracy
  | {
      /** What claims of a kind proved to be worth, told each night at the shop's midnight. */
      readonly type: 'accuracy.measured';
      readonly at: Instant;
      /** The local date that ended. */
      readonly day: string;
      readonly kind: ClaimKind;
      /** Claims of the last seven days of which the truth became known, how many were right, and their Brier score. */
      readonly labels: number;
      readonly right: number;
      readonly brier: number | null;
      /** By tenths of the claimed probability, the lowest first; counts fade over weeks. */
      readonly table: readonly {
        readonly claimed: number;
        readonly right: number | null;
        readonly labels: number;
        /** What such a claim is said with from now on. */
        readonly adjusted: Probability;
      }[];
    }
  | {
      /** What goes with what, told each night at the shop's midnight: the rules that hold best, of receipts of the last months. */
      readonly type: 'associations.measured';
      readonly at: Instant;
      /** The local date that ended. */
      readonly day: string;
      readonly rules: readonly {
        readonly a: Sku;
        readonly b: Sku;
        /** Share of receipts with both; share of those with `a` that hold `b`; how many times more than `b` is bought anyway. */
        readonly support: Probability;
        readonly confidence: Probability;
        readonly lift: number;
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
      /** A visit has two products of one category in hand, or one after the other within two minutes. Told once per pair. */
      readonly type: 'items.compared';
      readonly at: Instant;
      readonly visit: VisitId;
      readonly zone: ZoneId | null;
      readonly category: string;
      /** The one it took first, then the other. */
      readonly skus: readonly [Sku, Sku];
      readonly epc: Epc;
    }
  | OfferDecided
  | {
      /** Since the last such event: how often something happened that offers answer to, and how often their condition held then. */
      readonly type: 'offers.considered';
      readonly at: Instant;
      readonly counts: readonly { readonly offer: OfferId; readonly times: number; readonly held: number }[];
    }
  | {
      readonly type: 'offer.shown';
      readonly at: Instant;
      readonly decision: CommandId;
      readonly offer: OfferId;
      readonly display: DeviceId;
      readonly visit: VisitId | null;
      readonly unit: AssignmentUnit;
      readonly bill: Bill | null;
    }
  | {
      /** A display told at the end of an offer for how long people could see it. */
      readonly type: 'offer.played';
      readonly at: Instant;
      readonly decision: CommandId;
      readonly offer: OfferId;
      readonly display: DeviceId;
      readonly visit: VisitId | null;
      readonly visible: DurationMs;
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
      /** A visit with an arm took up, or bought, what the offer was about. */
      readonly type: 'offer.converted';
      readonly at: Instant;
      readonly decision: CommandId;
      readonly offer: OfferId;
      readonly visit: VisitId;
      readonly by: 'picked' | 'bought';
      readonly epc: Epc | null;
      /** What was paid for it on this receipt; null when it was picked up. */
      readonly value: MinorCurrency | null;
      readonly arm: Arm;
      readonly unit: AssignmentUnit;
      /** False for a treatment of which no display had proved anything by then: assigned, but no exposure. */
      readonly exposed: boolean;
      /** The display of the decision; null for one without any. */
      readonly display: DeviceId | null;
      readonly bill: Bill | null;
    }
  | {
      /** A label is asked to show the price of its product. */
      readonly type: 'label.priced';
      readonly at: Instant;
      readonly command: CommandId;
      readonly device: DeviceId;
      readonly sku: Sku;
      readonly price: MinorCurrency;
      readonly deadline: Instant;
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
      readonly type: 'device.rebooted';
      readonly at: Instant;
      readonly device: DeviceId;
      /** Its own count of starts; null when it tells none. */
      readonly boot: number | null;
    }
  | {
      /** A minute of a device that spoke in it. */
      readonly type: 'device.measured';
      readonly at: Instant;
      readonly device: DeviceId;
      /** Gateway time minus device time, ms; null when no reading of this minute told one. */
      readonly lagMs: number | null;
      readonly antennas: readonly AntennaMinute[];
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
      /** A quarter of an hour, beginning at `at`, of a sensor that spoke in it; null for what it does not measure. */
      readonly type: 'climate.summarised';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly zone: ZoneId | null;
      readonly seconds: number;
      /** °C */
      readonly temperature: ClimateSpan | null;
      /** Percent. */
      readonly humidity: ClimateSpan | null;
      readonly illuminanceLux: ClimateSpan | null;
    }
  | {
      readonly type: 'button.pressed';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly zone: ZoneId | null;
      readonly button: string;
    }
  | {
      /** A shopper answered at a smiley terminal, or the question of a display. */
      readonly type: 'feedback.given';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly zone: ZoneId | null;
      /** The one visit that was known to be in the zone; null for none or several. */
      readonly visit: VisitId | null;
      readonly scale: FeedbackScale;
      /** 1 (worst) to 5 of smileys, 0 to 10 of nps. */
      readonly score: number;
    }
  | {
      readonly type: 'command.acknowledged';
      readonly at: Instant;
      readonly command: CommandId;
      readonly device: DeviceId;
      readonly result: CommandResult;
    }
  // actuators
  | {
      /** A rule's condition held: it drives its actuators. */
      readonly type: 'rule.fired';
      readonly at: Instant;
      readonly rule: RuleId;
      readonly run: string;
      readonly on: RuleTrigger;
      readonly visit: VisitId | null;
      readonly zone: ZoneId | null;
    }
  /** A rule's condition could not be told; said once until it can. */
  | { readonly type: 'rule.failed'; readonly at: Instant; readonly rule: RuleId; readonly on: RuleTrigger; readonly detail: string }
  | {
      /** This is what sends a command. */
      readonly type: 'actuator.commanded';
      readonly at: Instant;
      readonly command: CommandId;
      readonly device: DeviceId;
      readonly channel: number;
      readonly action: Action;
      /** Away from the safe state, or back into it. */
      readonly toward: 'use' | 'safe';
      /** Null where nobody asked: back to the safe state. */
      readonly cause: Cause | null;
      /** The operator who asked. */
      readonly user: string | null;
      readonly reason: ActuatorReason;
      /** When it is to be back in its safe state; null for a command into it. */
      readonly until: Instant | null;
      /** The latest time at which it may be back, whatever is asked meanwhile; null for a command into it. */
      readonly atLatest: Instant | null;
      /** By then it has to prove it. */
      readonly deadline: Instant;
      /** 1 for the first try. */
      readonly attempt: number;
    }
  | {
      /** Whoever holds it asked again: it stays so until then. Nothing is sent. */
      readonly type: 'actuator.extended';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly channel: number;
      readonly cause: Cause;
      readonly user: string | null;
      readonly until: Instant;
    }
  | {
      /** It was to be asked, and was not. */
      readonly type: 'actuator.barred';
      readonly at: Instant;
      readonly device: DeviceId;
      readonly channel: number;
      readonly action: Action;
      readonly cause: Cause;
      readonly user: string | null;
      readonly reason: BarReason;
      readonly detail: string;
    }
  | {
      readonly type: 'actuator.answered';
      readonly at: Instant;
      readonly command: CommandId;
      readonly device: DeviceId;
      readonly channel: number;
      readonly toward: 'use' | 'safe';
      readonly outcome: CommandOutcome;
    }
  /** It said goodbye while it was held: nobody knows its state until it is back. */
  | { readonly type: 'actuator.lost'; readonly at: Instant; readonly device: DeviceId; readonly channel: number };

/** What one antenna of a reader read in a minute. */
export interface AntennaMinute {
  /** 1-based. */
  readonly port: number;
  readonly reads: number;
  /** Reads per minute that are usual at this hour; null while that is being learned. */
  readonly usual: number | null;
  /** True while it is reported as quiet. */
  readonly quiet: boolean;
}

/** What a quantity was in a stretch of time. */
export interface ClimateSpan {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  /** How many readings it is made of. */
  readonly values: number;
}

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

/** Claims whose truth becomes known sooner or later: who holds an item (by receipts), that an item left (it comes back or not). */
export type ClaimKind = 'holder' | 'exit';
export type CustodyOutcome = 'bought' | 'returned' | 'left' | 'taken' | 'unknown';
export type StockState = 'ok' | 'low' | 'out';
export type AlertType =
  | 'unsold-exit'
  | 'exit-suspected'
  | 'bulk'
  | 'bulk-muted'
  | 'clone'
  | 'flood'
  | 'device-silent'
  | 'reader-blind'
  | 'antenna-quiet'
  | 'reference-tag-missing'
  | 'clock-skew'
  | 'battery-low'
  | 'display-unconfirmed'
  | 'actuator-unproved'
  | 'stock-disagrees'
  | 'counter-stuck';
export type Severity = 'critical' | 'major' | 'minor' | 'warning';

/** What a brand pays for a proven showing, or for a purchase by somebody who saw one; nobody pays for anything else. */
export interface Bill {
  readonly brand: BrandId;
  /** Thousandths of the smallest money unit, so that the price of a thousand showings is what one costs in these. */
  readonly cost: number;
}

/** Where a unit of assignment ended: `treatment` is to see it, `control` and the shop-wide `holdout` are not. */
export type Arm = 'treatment' | 'control' | 'holdout';

/**
 * What was assigned to the arm as a whole: a visit that alone could read the display, or else a slot of the display's time, in
 * which everybody before it sees the same. Results are counted by unit, never by decision.
 */
export interface AssignmentUnit {
  readonly by: 'visit' | 'slot';
  /** The visit's id, or `display@start` with the start of the slot in epoch ms. */
  readonly id: string;
}

/** One candidate: an offer whose event happened and whose condition held. What it came to stands in `reason`. */
interface OfferDecided {
  readonly type: 'offer.decided';
  readonly at: Instant;
  readonly decision: CommandId;
  readonly offer: OfferId;
  readonly on: OfferTrigger;
  readonly visit: VisitId | null;
  readonly visitor: VisitorId | null;
  readonly zone: ZoneId | null;
  readonly epc: Epc | null;
  /** The product that the offer is about; null when it is about none. */
  readonly sku: Sku | null;
  /** What it costs by the offer, and what it costs anyway where that is more. */
  readonly price: MinorCurrency | null;
  readonly was: MinorCurrency | null;
  /** Pieces on the shelf, as the shop believes; null when it does not know. */
  readonly left: number | null;
  /** Recommendations that the offer's texts name. */
  readonly recommended: Readonly<Partial<Record<RecommendationKind, Sku>>>;
  /** The first of `displays`, or the one that stood in the way. */
  readonly display: DeviceId | null;
  /** The displays that are asked to show it; empty unless `reason` is `selected`. */
  readonly displays: readonly DeviceId[];
  /** Null for a candidate that was not assigned. */
  readonly arm: Arm | null;
  readonly unit: AssignmentUnit | null;
  /** With which chances it was assigned: shares of units held out of all offers, and of the others held back from this one. */
  readonly shares: { readonly control: number; readonly holdout: number } | null;
  readonly reason: OfferReason;
  /** When the command to the display ends. */
  readonly expires: Instant;
  readonly detail: string;
  /** The decision that it takes the place of, since no display proved that one; the unit has its arm from there. */
  readonly instead: CommandId | null;
}

/** Why an offer was shown or not. `selected` is what sends a command; `offer.shown` follows when the display proves it. */
export type OfferReason =
  | 'selected'
  // held back to measure
  | 'control'
  | 'holdout'
  // the condition
  | 'condition-false'
  | 'condition-error'
  // the moment
  | 'blackout'
  | 'off-schedule'
  | 'expired'
  // limits
  | 'capped-visit'
  | 'capped-visitor'
  | 'capped-display'
  | 'over-budget'
  // the visitor and the goods
  | 'no-consent'
  | 'out-of-stock'
  | 'no-product'
  | 'no-markdown'
  // the display
  | 'no-display'
  | 'display-busy'
  | 'display-offline'
  | 'outranked'
  // the actuators of an offer that is on no display
  | 'actuator-held'
  | 'actuator-barred';

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
