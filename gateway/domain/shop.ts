import type { DeviceId, Epc, Gtin, OfferId, SectionId, ShelfId, Sku, StoreId, VisitorId, ZoneId } from './ids.ts';
import type { DurationMs, Grams, Instant, MinorCurrency, Probability } from './units.ts';

/** The shop as the domain knows it: store.yaml, checked and compiled. Nothing in it changes while the gateway runs. */
export interface Shop {
  readonly id: StoreId;
  readonly currency: string;
  readonly zones: readonly Zone[];
  readonly antennas: readonly Antenna[];
  readonly counters: readonly Counter[];
  /** Card readers, tills, presence and climate sensors, buttons: which zone a reading of theirs speaks of. */
  readonly standsIn: ReadonlyMap<DeviceId, ZoneId>;
  readonly shelves: readonly Shelf[];
  readonly products: ReadonlyMap<Gtin, Product>;
  /** The last stock count: where each known item belongs. Empty when the shop gave none. */
  readonly home: ReadonlyMap<Epc, SectionId>;
  readonly staff: { readonly tags: ReadonlySet<Epc>; readonly cards: ReadonlySet<VisitorId> };
  /** What is known of a member besides the shop's own observations; consent is false for the unknown. */
  readonly members: ReadonlyMap<VisitorId, Member>;
  readonly displays: readonly Display[];
  readonly devices: readonly Device[];
  readonly offers: readonly Offer[];
  readonly settings: SensingSettings;
  /** What an EPC says of itself, by the GS1 Tag Data Standard; handed in because the codec is not the domain's. */
  readonly identify: (epc: Epc) => ItemIdentity;
  /** Store-local wall time, handed in because time zones are not the domain's. */
  readonly localTime: (at: Instant) => LocalTime;
}

export type ZoneKind = 'entrance' | 'exit' | 'shelf' | 'fitting' | 'checkout' | 'storage' | 'aisle';

export interface Zone {
  readonly id: ZoneId;
  readonly kind: ZoneKind;
  readonly neighbours: readonly ZoneId[];
}

export type AntennaKind = 'zone' | 'portal-inner' | 'portal-outer' | 'checkout' | 'close-range';

export interface Antenna {
  readonly device: DeviceId;
  /** 1-based port; a reader that names no port reads on all of its antennas' common zone. */
  readonly port: number;
  readonly zone: ZoneId;
  readonly kind: AntennaKind;
  readonly section: SectionId | null;
}

export interface Counter {
  readonly device: DeviceId;
  readonly line: string;
  readonly zone: ZoneId;
  /** True when it was mounted the wrong way round: in and out change places. */
  readonly swapped: boolean;
}

export interface Shelf {
  readonly id: ShelfId;
  readonly zone: ZoneId;
  readonly sections: readonly Section[];
}

interface Section {
  readonly id: SectionId;
  readonly scale: { readonly device: DeviceId; readonly channel: string } | null;
  readonly planogram: readonly Facing[];
}

/** One product's place on a section. */
export interface Facing {
  readonly sku: Sku;
  /** How many the plan wants on the shelf. */
  readonly facings: number;
  /** At or below this the shelf is low. */
  readonly minimum: number;
}

export interface Product {
  readonly gtin: Gtin;
  readonly sku: Sku;
  readonly name: Readonly<Record<string, string>>;
  readonly category: string;
  readonly price: MinorCurrency;
  readonly weight: Grams | null;
}

export interface ItemIdentity {
  /** `gs1`: a serialised trade item. `factory`: never encoded, shared by many tags, so no identity. `other`: not a trade item. */
  readonly kind: 'gs1' | 'factory' | 'other';
  readonly gtin: Gtin | null;
}

export interface Member {
  readonly tier: string;
  readonly consent: { readonly profiling: boolean };
}

export interface Display {
  readonly id: DeviceId;
  /** The zone it stands in, and the zones from which it can be read. */
  readonly zone: ZoneId;
  readonly faces: readonly ZoneId[];
}

export interface Device {
  readonly id: DeviceId;
  /** A silent device is reported after this long without a message. */
  readonly silentAfter: DurationMs;
}

export type OfferTrigger = 'item.picked' | 'item.put' | 'zone.entered' | 'zone.dwell' | 'visit.identified' | 'shelf.low' | 'shelf.out';

export interface Offer {
  readonly id: OfferId;
  readonly on: OfferTrigger;
  /** Stay that makes a `zone.dwell`; ignored by other triggers. */
  readonly dwell: DurationMs;
  /** The compiled CEL condition; never throws. */
  readonly condition: (context: OfferContext) => ConditionResult;
  readonly display: { readonly by: 'nearest' } | { readonly by: 'id'; readonly display: DeviceId };
  readonly priority: number;
  /** How long the display shows it; also how long an unconfirmed command stays valid. */
  readonly showFor: DurationMs;
  readonly limits: { readonly perVisit: number; readonly perVisitorDay: number; readonly perDisplayHour: number };
  /** Share of assignment units that are held back to measure what the offer is worth. */
  readonly control: Probability;
  /** True when the condition or the content uses what is known of the visitor: then consent is required. */
  readonly personal: boolean;
}

export type ConditionResult = { readonly ok: true; readonly holds: boolean } | { readonly ok: false; readonly detail: string };

/** What a condition may ask, as CEL sees it: plain JSON values, money in minor units, times local. */
export interface OfferContext {
  readonly visit: {
    readonly id: string;
    readonly party: number;
    readonly seconds: number;
    readonly zone: string;
    readonly items: readonly string[];
  };
  readonly item: { readonly sku: string; readonly gtin: string; readonly category: string; readonly priceMinor: number } | null;
  readonly shelf: {
    readonly id: string;
    readonly section: string;
    readonly sku: string;
    readonly onShelf: number;
    readonly facings: number;
  } | null;
  readonly visitor: { readonly known: boolean; readonly tier: string; readonly visits: number };
  readonly store: { readonly id: string; readonly occupancy: number };
  readonly now: {
    readonly hour: number;
    readonly minute: number;
    readonly weekday: number;
    readonly dayPart: string;
    readonly date: string;
  };
}

/** `weekday` 1 = Monday .. 7 = Sunday (ISO 8601); `date` YYYY-MM-DD; `dayPart` '' outside all of them. */
export interface LocalTime {
  readonly date: string;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly dayPart: string;
}

/** Bounds and defaults stand in the config schema; the reasons for the defaults too. */
export interface SensingSettings {
  readonly tags: {
    /** A tag has arrived after this many reads inside the window. */
    readonly arrivalReads: number;
    readonly arrivalWindow: DurationMs;
    /** Reads weaker than this are not looked at, dBm. */
    readonly floorDbm: number;
    /** A zone must lead the present one by this many dB to take a tag over. */
    readonly hysteresisDb: number;
    /** Halving time of a zone's hold on an unread tag. */
    readonly decay: DurationMs;
    /** Unread by its home section for this long while heard elsewhere, or with a weight step: picked. */
    readonly pickSilence: DurationMs;
    readonly departedAfter: DurationMs;
  };
  readonly visits: {
    readonly silence: DurationMs;
    readonly mergeGap: DurationMs;
    readonly cardToCounter: DurationMs;
    /** Longest visit believed; older ones are closed and flagged. */
    readonly longest: DurationMs;
  };
  readonly security: {
    readonly alarmAt: Probability;
    readonly exitSilence: DurationMs;
    readonly bulkItems: number;
    readonly bulkWindow: DurationMs;
    readonly cloneWindow: DurationMs;
    readonly floodTagsPerSecond: number;
  };
}
