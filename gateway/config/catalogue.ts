import type { ValueRules } from '../domain/customers/lifetime-value.ts';
import type { RfmBreaks } from '../domain/customers/rfm.ts';
import type { StageRules } from '../domain/loyalty/lifecycle.ts';
import type { LoadedConfig } from './loaded-config.ts';
import type { DeviceConfig } from './schema.ts';
import { customerRules } from './schema-loyalty.ts';

/** Language to text, with at least one entry. */
type Texts = Readonly<Record<string, string>>;

/** The picture under the plan; another one has another address. */
const planPicture = (name: string): string => `/api/v1/plan/picture?name=${encodeURIComponent(name)}`;

/**
 * What pages and the ledger's reader need to know of the shop: names, places, products. A plain object that survives
 * structured cloning, so that it can be handed to a worker; nothing in it is secret or personal.
 */
export interface Catalogue {
  readonly storeId: string;
  readonly name: Texts;
  /** Global Location Number, 13 digits; null when it has none. */
  readonly gln: string | null;
  /** IANA name. */
  readonly timezone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly locale: 'zh-TW' | 'zh-CN' | 'en';
  /** `picture`: its address on the gateway, for operators. */
  readonly plan: { readonly width: number; readonly height: number; readonly picture: string | null };
  readonly zones: readonly {
    readonly id: string;
    readonly name: Texts;
    readonly kind: string;
    /** Corners [x, y] in plan units; empty when the zone is not drawn. */
    readonly polygon: readonly (readonly [number, number])[];
  }[];
  readonly shelves: readonly {
    readonly id: string;
    readonly name: Texts;
    readonly zone: string;
    readonly facings: readonly { readonly section: string; readonly sku: string; readonly facings: number; readonly minimum: number }[];
  }[];
  readonly products: readonly {
    readonly gtin: string;
    readonly sku: string;
    readonly name: Texts;
    readonly category: string;
    readonly priceMinor: number;
    readonly weightG: number | null;
  }[];
  readonly devices: readonly {
    readonly id: string;
    readonly name: Texts;
    readonly driver: string;
    readonly zone: string | null;
    /** What kind of actuator it is; null when it is none. */
    readonly actuator: NonNullable<DeviceConfig['actuator']>['kind'] | null;
  }[];
  /** Smallest relative lift that an experiment is to find. */
  readonly experiments: { readonly worthKnowing: number };
  /** How customers are told apart and valued; `rfm` null: by fifths. */
  readonly customers: { readonly stages: StageRules; readonly rfm: RfmBreaks | null; readonly value: ValueRules };
  readonly offers: readonly {
    readonly id: string;
    readonly name: Texts;
    readonly on: string;
    readonly when: string;
    /** A display's device id, `zone:` and a zone, `nearest`, `all` or `none`. */
    readonly display: string;
    /** Share held back, 0..0.9. */
    readonly control: number;
    /** Who pays for it; null: the shop. */
    readonly brand: string | null;
    /** How often it may be made, and what it may cost altogether and on one day; null: no bound. */
    readonly limits: {
      readonly perVisit: number;
      readonly perVisitorDay: number;
      readonly perDisplayHour: number;
      readonly budgetMinor: number | null;
      readonly budgetDayMinor: number | null;
    };
    /** Of a thousand showings, and of one purchase. */
    readonly cost: { readonly cpmMinor: number; readonly cpaMinor: number };
  }[];
  readonly displays: readonly { readonly id: string; readonly name: Texts; readonly zone: string | null; readonly idle: Texts }[];
}

/** The shop as pages name it. A thing without a name is called by its id; one plain text counts for the shop's own language. */
export function catalogueOf(loaded: LoadedConfig): Catalogue {
  const { config } = loaded;
  const { store } = config;
  const texts = (value: string | Record<string, string> | undefined, id: string): Texts =>
    value === undefined ? { [store.locale]: id } : typeof value === 'string' ? { [store.locale]: value } : { ...value };
  return {
    storeId: store.id,
    name: texts(store.name, store.id),
    gln: store.gln ?? null,
    timezone: store.timezone,
    currency: store.currency,
    locale: store.locale,
    plan: {
      width: config.plan.width,
      height: config.plan.height,
      picture: config.plan.picture === undefined ? null : planPicture(config.plan.picture),
    },
    zones: config.zones.map((zone) => ({
      id: zone.id,
      name: texts(zone.name, zone.id),
      kind: zone.kind,
      polygon: (zone.polygon ?? []).map(([x, y]) => [x, y] as const),
    })),
    shelves: config.shelves.map((shelf) => ({
      id: shelf.id,
      name: texts(shelf.name, shelf.id),
      zone: shelf.zone,
      facings: shelf.sections.flatMap((section) => section.planogram.map((facing) => ({ section: section.id, ...facing }))),
    })),
    products: loaded.products.map((product) => ({ ...product, name: { ...product.name } })),
    devices: config.devices.map((device) => ({
      id: device.id,
      name: texts(device.name, device.id),
      driver: device.driver,
      zone: standingZone(device),
      actuator: device.actuator?.kind ?? null,
    })),
    experiments: { worthKnowing: config.experiments.worthKnowing },
    customers: customerRules(config.loyalty),
    offers: config.offers.map((offer) => ({
      id: offer.id,
      name: texts(offer.name, offer.id),
      on: offer.on,
      when: offer.when,
      display: typeof offer.display === 'string' ? offer.display : `zone:${offer.display.zone}`,
      control: offer.control,
      brand: offer.cost.brand ?? null,
      limits: {
        perVisit: offer.limits.perVisit,
        perVisitorDay: offer.limits.perVisitorDay,
        perDisplayHour: offer.limits.perDisplayHour,
        budgetMinor: offer.limits.budgetMinor ?? null,
        budgetDayMinor: offer.limits.budgetDayMinor ?? null,
      },
      cost: { cpmMinor: offer.cost.cpmMinor, cpaMinor: offer.cost.cpaMinor },
    })),
    displays: config.devices
      .filter((device) => device.display !== undefined)
      .map((device) => ({
        id: device.id,
        name: texts(device.name, device.id),
        zone: standingZone(device),
        idle: texts(device.display?.idle, ''),
      })),
  };
}

/** Where a device stands: its own zone, else that of its counter, else the one zone that all its antennas share. */
export function standingZone(device: DeviceConfig): string | null {
  if (device.zone !== undefined) return device.zone;
  if (device.counter) return device.counter.zone;
  const zones = new Set(device.antennas.map((antenna) => antenna.zone));
  const [only] = zones;
  return zones.size === 1 && only !== undefined ? only : null;
}
