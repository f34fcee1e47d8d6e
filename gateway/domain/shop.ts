import type { Actuator } from './actuators/actuator.ts';
import type { Rule } from './actuators/rule.ts';
import type { ArrivalSettings } from './arrival/settings.ts';
import type { CustodySettings } from './custody/settings.ts';
import type { FootfallSettings } from './footfall/settings.ts';
import type { DeviceId, Epc, Gtin, SectionId, ShelfId, Sku, StoreId, VisitorId, ZoneId } from './ids.ts';
import type { Label } from './labels/label.ts';
import type { Consent, LoyaltySettings } from './loyalty/settings.ts';
import type { Experiments, Offer } from './offers/offer.ts';
import type { SecuritySettings } from './security/settings.ts';
import type { ShelfSettings } from './shelves/settings.ts';
import type { TagSettings } from './tags/settings.ts';
import type { DurationMs, Grams, Instant, MinorCurrency } from './units.ts';
import type { VisitSettings } from './visits/settings.ts';

/** The shop as the domain knows it: store.yaml, checked and compiled. Nothing in it changes while the gateway runs. */
export interface Shop {
  readonly id: StoreId;
  readonly currency: string;
  readonly zones: readonly Zone[];
  readonly antennas: readonly Antenna[];
  readonly counters: readonly Counter[];
  /** Card readers, tills, presence and climate sensors, buttons: which zone a reading of theirs speaks of. */
  readonly standsIn: ReadonlyMap<DeviceId, ZoneId>;
  /** What buttons with names of their own stand for, by device and name: `smiley-5`, `nps-0`. */
  readonly buttons: ReadonlyMap<DeviceId, ReadonlyMap<string, string>>;
  readonly shelves: readonly Shelf[];
  readonly products: ReadonlyMap<Gtin, Product>;
  /** The last stock count: where each known item belongs. Empty when the shop gave none. */
  readonly home: ReadonlyMap<Epc, SectionId>;
  readonly staff: { readonly tags: ReadonlySet<Epc>; readonly cards: ReadonlySet<VisitorId> };
  /** What the shop's file says of members; what operators said since goes before it. */
  readonly members: ReadonlyMap<VisitorId, Member>;
  readonly loyalty: LoyaltySettings;
  readonly displays: readonly Display[];
  readonly labels: readonly Label[];
  readonly devices: readonly Device[];
  readonly offers: readonly Offer[];
  readonly actuators: readonly Actuator[];
  readonly rules: readonly Rule[];
  readonly experiments: Experiments;
  readonly settings: SensingSettings;
  /** What an EPC says of itself, by the GS1 Tag Data Standard; handed in because the codec is not the domain's. */
  readonly identify: (epc: Epc) => ItemIdentity;
  /** Store-local wall time, handed in because time zones are not the domain's. */
  readonly localTime: (at: Instant) => LocalTime;
  /** True inside the opening hours. */
  readonly isOpen: (at: Instant) => boolean;
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
  readonly consent: Consent;
}

export interface Display {
  readonly id: DeviceId;
  /** The zone it stands in, and the zones from which it can be read. */
  readonly zone: ZoneId;
  readonly faces: readonly ZoneId[];
  /** How long it may take to prove what it was sent; after that the next best display is asked. */
  readonly confirmWithin: DurationMs;
}

export interface Device {
  readonly id: DeviceId;
  /** A silent device is reported after this long without a message. */
  readonly silentAfter: DurationMs;
  /** A clock further off than this, for a while, is reported. */
  readonly maxSkew: DurationMs;
  /** Tags fixed beside its antennas to prove that these hear; never goods. */
  readonly referenceTags: readonly ReferenceTag[];
}

export interface ReferenceTag {
  readonly epc: Epc;
  /** 1-based port of the antenna beside it. */
  readonly port: number;
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
  readonly arrival: ArrivalSettings;
  readonly tags: TagSettings;
  readonly footfall: FootfallSettings;
  readonly visits: VisitSettings;
  readonly custody: CustodySettings;
  readonly shelves: ShelfSettings;
  readonly security: SecuritySettings;
}
