import type { OfferNames } from './check-conditions.ts';
import type { PartialConfig } from './partial-config.ts';

/** What offers and rules of a shop may name. */
export function offerNames(config: PartialConfig, tiers: readonly string[], products: OfferNames['products']): OfferNames {
  const devices = config.devices.map(({ value }) => value);
  return {
    zones: config.ids.zones,
    shelves: config.ids.shelves,
    sections: config.ids.sections,
    devices: config.ids.devices,
    displays: new Map(devices.flatMap(({ id, display, zone }) => (display ? [[id, zone ?? ''] as const] : []))),
    actuators: new Map(devices.flatMap(({ id, actuator }) => (actuator ? [[id, actuator] as const] : []))),
    dayParts: Object.keys(config.store.dayParts),
    tiers,
    products,
  };
}
