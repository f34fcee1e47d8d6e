import type { Point } from './geometry.ts';

export type ZoneKind = 'entrance' | 'exit' | 'shelf' | 'fitting' | 'checkout' | 'storage' | 'aisle';

export interface ZonePlace {
  readonly id: string;
  readonly kind: ZoneKind;
  readonly polygon: readonly Point[];
  readonly middle: Point;
  readonly neighbours: readonly string[];
}

export interface SectionPlace {
  readonly id: string;
  readonly shelf: string;
  readonly zone: string;
  /** Middle of the goods. */
  readonly at: Point;
  /** Where one stands to take something. */
  readonly stand: Point;
  readonly scale: { readonly device: string; readonly channel: string } | null;
  readonly planogram: readonly { readonly sku: string; readonly facings: number }[];
}

type AntennaKind = 'zone' | 'portal-inner' | 'portal-outer' | 'checkout' | 'close-range';

export interface AntennaPlace {
  /** Its place in `Layout.antennas`. */
  readonly index: number;
  readonly device: string;
  readonly port: number;
  readonly zone: string;
  readonly kind: AntennaKind;
  readonly at: Point;
  /** Metres above the goods. */
  readonly height: number;
}

export type DeviceRole = 'reader' | 'scale' | 'counter' | 'card' | 'till' | 'climate' | 'button' | 'presence' | 'display' | 'other';

export interface DevicePlace {
  readonly id: string;
  readonly driver: string;
  readonly roles: ReadonlySet<DeviceRole>;
  readonly zone: string | null;
  readonly at: Point | null;
  /** Topics that store.yaml gives in place of the driver's own. */
  readonly topics: readonly string[];
  readonly counter: { readonly zone: string; readonly line: string; readonly swapped: boolean } | null;
}

export interface ProductPlace {
  readonly gtin: string;
  readonly sku: string;
  readonly category: string;
  /** Minor units. */
  readonly price: number;
  readonly weight: number;
}

export interface MemberPlace {
  readonly card: string;
  readonly tier: string;
}

/** A way in, out or both; people walk between `outside` and the middle of the zone. */
export interface DoorPlace {
  readonly zone: string;
  readonly directions: 'both' | 'in' | 'out';
  /** One step outside, beyond all antennas' first metres. */
  readonly outside: Point;
  /** Where the counting line runs: a step inside the outer edge of the door. */
  readonly line: Point;
  readonly inside: Point;
}

/** A shop as the simulator sees it: what stands where. Read from store.yaml by the simulator's own means. */
export interface Layout {
  readonly store: string;
  readonly currency: string;
  readonly width: number;
  readonly height: number;
  readonly zones: ReadonlyMap<string, ZonePlace>;
  readonly sections: ReadonlyMap<string, SectionPlace>;
  readonly antennas: readonly AntennaPlace[];
  readonly devices: ReadonlyMap<string, DevicePlace>;
  readonly products: ReadonlyMap<string, ProductPlace>;
  readonly items: readonly { readonly epc: string; readonly sku: string; readonly section: string }[];
  readonly members: readonly MemberPlace[];
  readonly staffTags: readonly string[];
  /** At least one. */
  readonly doors: readonly DoorPlace[];
}
