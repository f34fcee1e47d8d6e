import type { DeviceId, Epc, Gtin, SectionId, ShelfId, Sku, ZoneId } from './ids.ts';
import type { AntennaKind, Facing, Product, Shop, Zone } from './shop.ts';

/** An antenna with its place resolved. `index` is its row in tables of radio statistics. */
export interface AntennaPlace {
  readonly index: number;
  /** Names the antenna to people and in snapshots; unique. */
  readonly key: string;
  readonly device: DeviceId;
  readonly zone: Zone | null;
  readonly kind: AntennaKind;
  readonly section: SectionId | null;
}

/** A section with its shelf and zone resolved. */
export interface SectionPlace {
  readonly index: number;
  readonly id: SectionId;
  readonly shelf: ShelfId;
  readonly zone: ZoneId;
  readonly planogram: readonly Facing[];
  readonly hasScale: boolean;
}

/** The shop, indexed for questions that are asked at every reading. */
export interface FloorPlan {
  readonly shop: Shop;
  readonly zones: ReadonlyMap<ZoneId, Zone>;
  readonly antennas: readonly AntennaPlace[];
  readonly sections: ReadonlyMap<SectionId, SectionPlace>;
  /**
   * Where a port of a reader listens. Port 0 (the reader did not say) and a port that the shop does not name stand for the
   * reader's only zone when all its antennas share one; else the zone is null, which proves presence and no place.
   * Null for a device without antennas.
   */
  antenna(device: DeviceId, port: number): AntennaPlace | null;
  /**
   * True where goods rest: on shelves and in storage; and in any other zone in which a shelf stands (a display in the aisle, sweets at the till),
   * for goods that are at home there or of which no home is known.
   */
  rests(zone: ZoneId | null, home: ZoneId | null): boolean;
  /** The section weighed by this channel; null when nobody said so. */
  scale(device: DeviceId, channel: string): SectionPlace | null;
  product(gtin: Gtin | null): Product | null;
  sku(gtin: Gtin | null): Sku | null;
  /** True for items whose comings and goings are the shop's business; others are counted only. */
  isOwn(epc: Epc): boolean;
}

const commonAntenna = (own: readonly AntennaPlace[], device: DeviceId, index: number): AntennaPlace => {
  const first = own[0];
  const same = first !== undefined && own.every((a) => a.zone === first.zone && a.kind === first.kind);
  return { index, key: `${device}#0`, device, zone: same ? first.zone : null, kind: same ? first.kind : 'zone', section: null };
};

const indexAntennas = (shop: Shop, zones: ReadonlyMap<ZoneId, Zone>) => {
  const antennas: AntennaPlace[] = [];
  const byDevice = new Map<DeviceId, Map<number, AntennaPlace>>();
  for (const { device, port, zone, kind, section } of shop.antennas) {
    const place = { index: antennas.length, key: `${device}#${port}`, device, zone: zones.get(zone) ?? null, kind, section };
    antennas.push(place);
    const ports = byDevice.get(device) ?? new Map<number, AntennaPlace>();
    byDevice.set(device, ports.set(port, place));
  }
  for (const [device, ports] of byDevice) {
    if (ports.has(0)) continue;
    const place = commonAntenna([...ports.values()], device, antennas.length);
    antennas.push(place);
    ports.set(0, place);
  }
  return { antennas, byDevice };
};

const indexSections = (shop: Shop) => {
  const sections = new Map<SectionId, SectionPlace>();
  const scales = new Map<string, SectionPlace>();
  for (const shelf of shop.shelves) {
    for (const { id, planogram, scale } of shelf.sections) {
      const place = { index: sections.size, id, shelf: shelf.id, zone: shelf.zone, planogram, hasScale: scale !== null };
      sections.set(id, place);
      if (scale !== null) scales.set(`${scale.device}#${scale.channel}`, place);
    }
  }
  return { sections, scales };
};

/** Indexes a shop. Costs time and memory in proportion to the shop's description; asked once per process. */
export const createFloorPlan = (shop: Shop): FloorPlan => {
  const zones = new Map(shop.zones.map((zone) => [zone.id, zone]));
  const { antennas, byDevice } = indexAntennas(shop, zones);
  const { sections, scales } = indexSections(shop);
  const shelved = new Set(shop.shelves.map((shelf) => shelf.zone));
  const ownsAll = shop.home.size === 0 && shop.products.size === 0;
  return {
    shop,
    zones,
    antennas,
    sections,
    antenna: (device, port) => {
      const ports = byDevice.get(device);
      return ports?.get(port) ?? ports?.get(0) ?? null;
    },
    rests: (zone, home) => {
      const kind = zone === null ? undefined : zones.get(zone)?.kind;
      return kind === 'shelf' || kind === 'storage' || (zone !== null && shelved.has(zone) && (home === null || home === zone));
    },
    scale: (device, channel) => scales.get(`${device}#${channel}`) ?? null,
    product: (gtin) => (gtin === null ? null : (shop.products.get(gtin) ?? null)),
    sku: (gtin) => (gtin === null ? null : (shop.products.get(gtin)?.sku ?? null)),
    isOwn: (epc) => {
      if (shop.staff.tags.has(epc)) return false;
      if (shop.home.has(epc)) return true;
      const identity = shop.identify(epc);
      // A shop that has told nothing of its goods is asked about whatever its readers hear; a number that many tags share names none of them.
      if (ownsAll) return identity.kind !== 'factory';
      return identity.kind === 'gs1' && identity.gtin !== null && shop.products.has(identity.gtin);
    },
  };
};
