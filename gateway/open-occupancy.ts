import type { Catalogue } from './config/catalogue.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { createLocalTime } from './config/local-time.ts';
import { createOpeningHours } from './config/opening-hours.ts';
import { instant } from './domain/units.ts';
import { createPublicOccupancy, type PublicOccupancyOptions } from './http/public-occupancy.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const ALL_DAY = { open: '00:00', close: '24:00' };

interface OpenOccupancyOptions extends Pick<PublicOccupancyOptions, 'reader' | 'clock' | 'completeUntil'> {
  readonly loaded: LoadedConfig;
  readonly catalogue: Catalogue;
}

/** What everybody may see of how full the shop is; null where the shop keeps that to itself. */
export function openOccupancy({ loaded, catalogue, ...live }: OpenOccupancyOptions) {
  const { store, occupancy, devices } = loaded.config;
  if (!occupancy.public) return null;
  const localTime = createLocalTime(store.timezone, store.dayParts);
  const isOpen = createOpeningHours(store.hours, localTime);
  const { name, locale, timezone } = catalogue;
  return createPublicOccupancy({
    ...live,
    shop: { name, locale, timezone, hours: DAYS.map((day) => (store.hours[day] === undefined ? ALL_DAY : store.hours[day])) },
    isOpen: (at) => isOpen(instant(at)),
    weekdayAt: (at) => localTime(instant(at)).weekday,
    counters: devices.filter(({ counter }) => counter !== undefined).map(({ id }) => id),
    show: occupancy.show,
    limit: occupancy.limit ?? null,
    roundTo: occupancy.roundTo,
    busyFrom: occupancy.busyFrom,
  });
}
