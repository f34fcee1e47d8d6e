import { along, distance, middle, type Point } from './geometry.ts';
import type { AntennaPlace, DevicePlace, DeviceRole, SectionPlace, ZonePlace } from './layout.ts';
import type { StoreFile } from './store-file.ts';

/** Zones with both directions of each neighbourhood. A zone without polygon gets a square on a ring, far from the others. */
export function placeZones(store: StoreFile): Map<string, ZonePlace> {
  const neighbours = new Map(store.zones.map((zone) => [zone.id, new Set(zone.neighbours)]));
  for (const zone of store.zones) for (const other of zone.neighbours) neighbours.get(other)?.add(zone.id);
  const { width, height } = store.plan;
  return new Map(
    store.zones.map((zone, index) => {
      const angle = (2 * Math.PI * index) / store.zones.length;
      const x = width / 2 + 0.4 * width * Math.cos(angle);
      const y = height / 2 + 0.4 * height * Math.sin(angle);
      const square: Point[] = [
        [x - 1, y - 1],
        [x + 1, y - 1],
        [x + 1, y + 1],
        [x - 1, y + 1],
      ];
      const polygon = zone.polygon ?? square;
      return [
        zone.id,
        { id: zone.id, kind: zone.kind, polygon, middle: middle(polygon), neighbours: [...(neighbours.get(zone.id) ?? [])] },
      ];
    }),
  );
}

/** Sections without a place of their own stand in a row through the middle of their zone. */
export function placeSections(store: StoreFile, zones: ReadonlyMap<string, ZonePlace>): Map<string, SectionPlace> {
  const sections = new Map<string, SectionPlace>();
  for (const zone of zones.values()) {
    const here = store.shelves
      .filter((shelf) => shelf.zone === zone.id)
      .flatMap((shelf) => shelf.sections.map((section) => ({ shelf, section })));
    for (const [index, { shelf, section }] of here.entries()) {
      const at: Point = section.at ?? [zone.middle[0] + 0.9 * (index - (here.length - 1) / 2), zone.middle[1]];
      // One stands an arm's length from the goods, on the side where the zone has room.
      const gap = distance(at, zone.middle);
      const stand: Point = gap > 0.6 ? along(at, zone.middle, 0.5 / gap) : [at[0], at[1] + 0.5];
      sections.set(section.id, {
        id: section.id,
        shelf: shelf.id,
        zone: zone.id,
        at,
        stand,
        scale: section.scale ?? null,
        planogram: section.planogram,
      });
    }
  }
  return sections;
}

/** Metres of an antenna above the goods: before a shelf, a gate or a till, and under the ceiling over a piece of floor. */
const SHELF = 0.9;
const CEILING = 1.7;

/** Antennas without a place hang over their section, or over their zone; the two sides of a portal 1.2 m apart. */
export function placeAntennas(
  store: StoreFile,
  zones: ReadonlyMap<string, ZonePlace>,
  sections: ReadonlyMap<string, SectionPlace>,
): AntennaPlace[] {
  const shop: Point = [store.plan.width / 2, store.plan.height / 2];
  const antennas: AntennaPlace[] = [];
  for (const device of store.devices) {
    for (const { port, zone, kind, section, at } of device.antennas) {
      const place = zones.get(zone)?.middle ?? shop;
      const shift = kind === 'portal-inner' ? 0.6 : kind === 'portal-outer' ? -0.6 : 0;
      const inward = along(place, shop, shift / Math.max(1, distance(place, shop)));
      antennas.push({
        index: antennas.length,
        device: device.id,
        port,
        zone,
        kind,
        at: at ?? (section ? sections.get(section)?.at : undefined) ?? inward,
        height: kind === 'zone' && section === undefined && zones.get(zone)?.kind === 'shelf' ? CEILING : SHELF,
      });
    }
  }
  return antennas;
}

/** Words in a device's id that tell what it is, where store.yaml has no key of its own for it. */
const WORDS: readonly (readonly [RegExp, DeviceRole])[] = [
  [/(^|-)(card|loyalty|nfc)/, 'card'],
  [/(^|-)(till|pos|checkout)/, 'till'],
  [/(^|-)(climate|environment|env|temperature)/, 'climate'],
  [/(^|-)(button|help|feedback|smile)/, 'button'],
  [/(^|-)(presence|tof|radar)/, 'presence'],
];

/** Devices with what they do: by their keys in store.yaml, the rest by a word in their id. */
export function placeDevices(store: StoreFile): Map<string, DevicePlace> {
  const scales = new Set(store.shelves.flatMap((shelf) => shelf.sections.map((section) => section.scale?.device)));
  return new Map(
    store.devices.map((device) => {
      const roles = new Set<DeviceRole>();
      if (device.antennas.length > 0) roles.add('reader');
      if (scales.has(device.id)) roles.add('scale');
      if (device.counter) roles.add('counter');
      if (device.display) roles.add('display');
      const word = WORDS.find(([pattern]) => pattern.test(device.id))?.[1];
      if (roles.size === 0) roles.add(word ?? 'other');
      const line = Object.keys(device.counter?.lines ?? {})[0] ?? '';
      return [
        device.id,
        {
          id: device.id,
          driver: device.driver,
          roles,
          zone: device.zone ?? null,
          at: device.at ?? null,
          topics: device.topics,
          counter: device.counter ? { zone: device.counter.zone, line, swapped: device.counter.swapped } : null,
        },
      ];
    }),
  );
}
