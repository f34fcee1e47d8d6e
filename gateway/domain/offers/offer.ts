import type { Drive } from '../actuators/action.ts';
import type { BrandId, DeviceId, OfferId, Sku, VisitId, VisitorId, ZoneId } from '../ids.ts';
import type { DurationMs, MinorCurrency, Probability } from '../units.ts';

/** What can happen that an offer answers to. */
export const OFFER_TRIGGERS = [
  'item.picked',
  'item.put',
  'items.compared',
  'zone.entered',
  'zone.dwell',
  'visit.identified',
  'shelf.low',
  'shelf.out',
  'climate',
  'time',
] as const;
export type OfferTrigger = (typeof OFFER_TRIGGERS)[number];

/** Recommendations that a text or `about` can name. */
export type RecommendationKind = 'boughtTogether' | 'nextItem' | 'popular' | 'usual';

/** The product that an offer is about. */
export type About =
  | { readonly by: 'event' }
  | { readonly by: 'sku'; readonly sku: Sku }
  | { readonly by: 'recommendation'; readonly kind: RecommendationKind };

/** Where it is shown. `all`: every display that can be read where it happens; `zone`: every display that stands in a zone. */
export type Target =
  | { readonly by: 'nearest' }
  | { readonly by: 'all' }
  | { readonly by: 'zone'; readonly zone: ZoneId }
  | { readonly by: 'id'; readonly display: DeviceId }
  /** On no display: its actuators are all it does. */
  | { readonly by: 'none' };

/** A markdown of perishable goods: so much off from a time of the day on, while so many are left. */
interface MarkdownStep {
  /** Minute of the local day, 0..1439; the step lasts until midnight. */
  readonly from: number;
  /** At least so many on the shelf; 0: however many. */
  readonly onShelfMin: number;
  /** 0..1. */
  readonly off: number;
}

/** What the product costs by the offer; null: what it always costs. */
export type Pricing =
  | { readonly by: 'fixed'; readonly price: MinorCurrency }
  | { readonly by: 'off'; readonly off: number }
  /** Of the steps that are due the largest counts; without one that is due there is no offer. */
  | { readonly by: 'markdown'; readonly steps: readonly MarkdownStep[] };

/** When an offer is on; everything in store-local time. */
export interface Schedule {
  /** First and last date, YYYY-MM-DD; null: no bound. */
  readonly from: string | null;
  readonly until: string | null;
  /** ISO weekdays, 1 = Monday; empty: every day. */
  readonly days: readonly number[];
  /** Names of day parts; empty: all day. */
  readonly dayParts: readonly string[];
  /** Minutes of the day, [from, to); over midnight when `to` is before `from`; null: all day. */
  readonly hours: { readonly from: number; readonly to: number } | null;
  /** Dates, both ends included, on which it is off. */
  readonly blackout: readonly { readonly from: string; readonly until: string }[];
}

interface OfferLimits {
  readonly perVisit: number;
  readonly perVisitorDay: number;
  readonly perDisplayHour: number;
  /** Most that it may cost altogether, and on one local day; null: no bound. */
  readonly budget: MinorCurrency | null;
  readonly budgetDay: MinorCurrency | null;
}

/** A field that must be one of some texts, or the condition cannot hold. */
export interface Need {
  /** Path in `OfferContext`, e.g. `item.category`. */
  readonly field: string;
  readonly texts: readonly string[];
}

export interface Offer {
  readonly id: OfferId;
  readonly on: OfferTrigger;
  /** Stay that makes a `zone.dwell`; ignored by other triggers. */
  readonly dwell: DurationMs;
  /** Minutes of the local day, ascending, at which a `time` offer is considered; ignored by other triggers. */
  readonly minutes: readonly number[];
  /** The compiled CEL condition; never throws. */
  readonly condition: (context: OfferContext) => ConditionResult;
  /** What the condition cannot hold without; offers are found by it. */
  readonly needs: readonly Need[];
  readonly about: About;
  readonly pricing: Pricing | null;
  /** Prices are rounded down to whole multiples of this. */
  readonly roundTo: MinorCurrency;
  /** Recommendations that its texts name; without one of them it is not made. */
  readonly fills: readonly RecommendationKind[];
  readonly target: Target;
  readonly priority: number;
  /** How long the display shows it. */
  readonly showFor: DurationMs;
  /** How long after its event it still makes sense. */
  readonly validFor: DurationMs;
  readonly schedule: Schedule;
  readonly limits: OfferLimits;
  /** What a thousand proven showings and one purchase cost the brand that pays for the offer; null: the shop itself. */
  readonly cost: { readonly cpm: MinorCurrency; readonly cpa: MinorCurrency; readonly brand: BrandId | null };
  /** What is assigned to an arm as a whole; `auto`: the visit while it alone can read the display, else a slot of the display's time. */
  readonly unit: 'auto' | 'visit' | 'slot';
  /** Share of assignment units that are held back to measure what the offer is worth. */
  readonly control: Probability;
  /** True when the condition or the content uses what is known of the visitor: then consent is required. */
  readonly personal: boolean;
  /** What it drives while it is shown. */
  readonly drives: readonly Drive[];
}

/** How the shop measures what its offers are worth. */
export interface Experiments {
  /** Share of members, visits and slots that see no offer at all, for good. */
  readonly holdout: Probability;
  /** Length of the slots of a display's time that are assigned as one. */
  readonly slot: DurationMs;
}

export type ConditionResult = { readonly ok: true; readonly holds: boolean } | { readonly ok: false; readonly detail: string };

/** What a condition may ask, as CEL sees it: plain JSON values, money in minor units, times local. */
export interface OfferContext {
  readonly visit: {
    readonly id: string;
    readonly party: number;
    readonly seconds: number;
    readonly zone: string;
    /** SKUs in its hands. */
    readonly items: readonly string[];
    /** SKUs of one kind that it is comparing; empty while it is not. */
    readonly compared: readonly string[];
  };
  readonly item: { readonly sku: string; readonly gtin: string; readonly category: string; readonly priceMinor: number } | null;
  readonly shelf: {
    readonly id: string;
    readonly section: string;
    readonly sku: string;
    readonly onShelf: number;
    readonly facings: number;
  } | null;
  /** What is known of a customer; with `known` false everything else is empty, 0 or -1. */
  readonly visitor: {
    readonly known: boolean;
    readonly tier: string;
    /** Visits so far, the present one included. */
    readonly visits: number;
    /** Local days since the day they were last seen before this visit; -1 at the first. */
    readonly daysSinceVisit: number;
    readonly receipts: number;
    /** Points that can be spent. */
    readonly points: number;
    /** Stored value. */
    readonly balanceMinor: number;
    /** Lifecycle stage in which they came: aware, exploring, expanding, committed or lapsing. */
    readonly stage: string;
    /** The part of the day in which they usually come; '' when there is none. */
    readonly dayPart: string;
    /** SKUs, the most often bought first; this and all that follows is empty without consent to profiling. */
    readonly bought: readonly string[];
    /** Those of them that they bought in the present part of the day before. */
    readonly boughtThisDayPart: readonly string[];
    readonly categories: readonly string[];
    /** Purposes that they agreed to. */
    readonly consents: readonly string[];
  };
  readonly store: { readonly id: string; readonly occupancy: number };
  /** Of a sensor in that zone, else of the one that spoke last; NaN, which no comparison holds for, when none did in the last half hour. */
  readonly climate: {
    readonly temperatureC: number;
    readonly humidityPct: number;
    readonly illuminanceLux: number;
    readonly doorOpen: boolean;
  };
  readonly now: {
    readonly hour: number;
    readonly minute: number;
    readonly weekday: number;
    readonly dayPart: string;
    readonly date: string;
  };
  readonly recommend: Recommendations;
}

/**
 * What the shop's own sales recommend at this moment. Never what is out of stock or in the visit's hands; '' when there is
 * nothing to recommend.
 */
export interface Recommendations {
  /** Bought together with a product more often than chance would have it. */
  boughtTogether(sku: string): string;
  /** What baskets with these products hold besides. */
  nextItem(skus: readonly string[]): string;
  /** Sells best of what is at home in a zone. */
  popular(zone: string): string;
  /** What the visitor buys most often in this part of the day. Personal. */
  usual(): string;
  /** True when the visitor has bought the product in this part of the day before. Personal. */
  boughtBefore(sku: string): boolean;
  /** Share of receipts with `a` that hold `b` too, 0..1. */
  confidence(a: string, b: string): number;
  /** How many times more often `b` is bought with `a` than anyway; 0 when unknown. */
  lift(a: string, b: string): number;
}

/** Whom and what a candidate is about, beside its offer. */
export interface Who {
  readonly visit: VisitId | null;
  readonly visitor: VisitorId | null;
  readonly date: string;
}
