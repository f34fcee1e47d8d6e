import { isCardTag } from '../domain/card-tag.ts';
import { asId, type DeviceId, type Epc, type Gtin, type SectionId, type Sku, type VisitorId, type ZoneId } from '../domain/ids.ts';
import type { Label } from '../domain/labels/label.ts';
import type { Antenna, Counter, Device, Display, ItemIdentity, Member, Product, Shelf, Shop, Zone } from '../domain/shop.ts';
import { grams, minorCurrency, probability, seconds } from '../domain/units.ts';
import { standingZone } from './catalogue.ts';
import { compileActuators } from './compile-drives.ts';
import { compileOffers } from './compile-offers.ts';
import { compileRules } from './compile-rules.ts';
import type { LoadedConfig } from './loaded-config.ts';
import { createLocalTime } from './local-time.ts';
import { createOpeningHours } from './opening-hours.ts';
import type { Config, DeviceConfig } from './schema.ts';
import { loyaltySettings } from './schema-loyalty.ts';
import { sensingSettings } from './sensing/sensing.ts';

export interface ShopDeps {
  /** The pseudonym of a card; card ids go in here and come out nowhere. */
  readonly pseudonym: (cardId: string) => VisitorId;
  /** What an EPC says of itself. */
  readonly identify: (epc: Epc) => ItemIdentity;
}

/** The shop as the domain knows it. The configuration has been checked, so nothing here can fail on what an operator wrote. */
export function compileShop(loaded: LoadedConfig, deps: ShopDeps): Shop {
  const { config } = loaded;
  const standsIn = standsInOf(config);
  const localTime = createLocalTime(config.store.timezone, config.store.dayParts);
  return {
    id: asId(config.store.id),
    currency: config.store.currency,
    zones: zonesOf(config),
    antennas: config.devices.flatMap((device) =>
      device.antennas.map(
        (antenna): Antenna => ({
          device: asId(device.id),
          port: antenna.port,
          zone: asId(antenna.zone),
          kind: antenna.kind,
          section: antenna.section === undefined ? null : asId(antenna.section),
        }),
      ),
    ),
    counters: countersOf(config),
    standsIn,
    buttons: new Map(config.devices.map((device) => [asId<DeviceId>(device.id), new Map(Object.entries(device.buttons))])),
    shelves: shelvesOf(config),
    products: productsOf(loaded),
    home: new Map(loaded.inventory.map((row) => [asId<Epc>(row.epc), asId<SectionId>(row.section)])),
    staff: {
      // Reference tags come and go no more than badges do: neither is ever an item.
      tags: new Set([...config.staff.tags, ...referenceTags(config)].map((tag) => asId<Epc>(tag.toUpperCase()))),
      // A badge that is a GSRN is heard as a card.
      cards: new Set(
        [...config.staff.cards, ...config.staff.tags.filter((tag) => isCardTag(tag.toUpperCase()))].map((card) =>
          deps.pseudonym(card.toUpperCase()),
        ),
      ),
    },
    members: new Map(
      loaded.members.map((row): [VisitorId, Member] => [deps.pseudonym(row.card), { tier: row.tier, consent: row.consent }]),
    ),
    loyalty: loyaltySettings(config.loyalty),
    displays: displaysOf(config),
    labels: labelsOf(loaded),
    devices: config.devices.map(deviceOf),
    offers: compileOffers(config),
    actuators: compileActuators(config, (device) => standsIn.get(device) ?? null),
    rules: compileRules(config),
    experiments: { holdout: probability(config.experiments.holdout), slot: seconds(config.experiments.slotS) },
    settings: sensingSettings(config.sensing, config.security),
    identify: deps.identify,
    localTime,
    isOpen: createOpeningHours(config.store.hours, localTime),
  };
}

/** Neighbourhood goes both ways, whichever zone names it. */
function zonesOf(config: Config): readonly Zone[] {
  return config.zones.map((zone) => {
    const others = config.zones.filter((other) => other.neighbours.includes(zone.id)).map((other) => other.id);
    return { id: asId(zone.id), kind: zone.kind, neighbours: [...new Set([...zone.neighbours, ...others])].map((id) => asId<ZoneId>(id)) };
  });
}

/** Besides its named lines, a counter's unnamed one speaks of its own zone. */
const countersOf = (config: Config): readonly Counter[] =>
  config.devices.flatMap((device) => {
    const { counter } = device;
    if (!counter) return [];
    return Object.entries({ '': counter.zone, ...counter.lines }).map(
      ([line, zone]): Counter => ({ device: asId(device.id), line, zone: asId(zone), swapped: counter.swapped }),
    );
  });

function standsInOf(config: Config): ReadonlyMap<DeviceId, ZoneId> {
  const standsIn = new Map<DeviceId, ZoneId>();
  for (const device of config.devices) {
    const zone = standingZone(device);
    if (zone !== null) standsIn.set(asId(device.id), asId(zone));
  }
  return standsIn;
}

const shelvesOf = (config: Config): readonly Shelf[] =>
  config.shelves.map((shelf) => ({
    id: asId(shelf.id),
    zone: asId(shelf.zone),
    sections: shelf.sections.map((section) => ({
      id: asId(section.id),
      scale: section.scale ? { device: asId(section.scale.device), channel: section.scale.channel } : null,
      planogram: section.planogram.map((facing) => ({ sku: asId<Sku>(facing.sku), facings: facing.facings, minimum: facing.minimum })),
    })),
  }));

const productsOf = (loaded: LoadedConfig): ReadonlyMap<Gtin, Product> =>
  new Map(
    loaded.products.map((row): [Gtin, Product] => [
      asId(row.gtin),
      {
        gtin: asId(row.gtin),
        sku: asId(row.sku),
        name: row.name,
        category: row.category,
        price: minorCurrency(row.priceMinor),
        weight: row.weightG === null ? null : grams(row.weightG),
      },
    ]),
  );

const displaysOf = (config: Config): readonly Display[] =>
  config.devices.flatMap((device): Display[] => {
    if (!device.display || device.zone === undefined) return [];
    const faces = device.display.faces.length > 0 ? device.display.faces : [device.zone];
    return [
      {
        id: asId(device.id),
        zone: asId(device.zone),
        faces: faces.map((zone) => asId(zone)),
        confirmWithin: seconds(device.display.confirmWithinS),
      },
    ];
  });

const labelsOf = ({ config, products }: LoadedConfig): readonly Label[] =>
  config.devices.flatMap(({ id, display }): Label[] => {
    const product = products.find(({ sku }) => sku === display?.label?.sku);
    if (display?.label === undefined || product === undefined) return [];
    return [
      {
        ...{ device: asId(id), sku: asId(product.sku), price: minorCurrency(product.priceMinor) },
        ...{ batch: seconds(display.label.batchS), confirmWithin: seconds(display.confirmWithinS) },
      },
    ];
  });

const referenceTags = (config: Config): string[] =>
  config.devices.flatMap(({ antennas }) => antennas.flatMap((antenna) => antenna.referenceTags));

const deviceOf = (device: DeviceConfig): Device => ({
  id: asId(device.id),
  silentAfter: seconds(device.silentAfterS),
  maxSkew: seconds(device.maxSkewS),
  referenceTags: device.antennas.flatMap(({ port, referenceTags }) =>
    referenceTags.map((epc) => ({ epc: asId<Epc>(epc.toUpperCase()), port })),
  ),
});
