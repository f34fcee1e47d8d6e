import type { Capability } from '../capability.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { DeviceId, ZoneId } from '../ids.ts';
import type { ClimateMeasured } from '../readings.ts';
import type { OfferContext } from './offer.ts';

/** Older than this, what a sensor said is not known any more. */
const KNOWN_MS = 30 * 60_000;

/** The last word of a sensor; null for what it does not measure. */
interface Measured {
  readonly zone: ZoneId | null;
  readonly at: number;
  readonly temperature: number | null;
  readonly humidity: number | null;
  readonly illuminance: number | null;
  readonly doorOpen: boolean | null;
}

/** What the climate sensors say. A reading that leaves something out does not take back what was said of it before. */
export interface Climates extends Capability {
  in(zone: ZoneId | null, now: number): OfferContext['climate'];
}

/** What the climate sensors say: of a zone its own sensors, else whichever spoke last. */
export const createClimates = ({ shop }: FloorPlan, saved?: unknown): Climates => {
  const last = new Map(saved as (readonly [DeviceId, Measured])[] | undefined); // Written by save() below.
  const measured = ({ device, at, temperature, humidity, illuminanceLux, doorOpen }: ClimateMeasured) => {
    const before = last.get(device);
    // Put last, so that the newest comes last in the order of the table.
    last.delete(device);
    last.set(device, {
      zone: shop.standsIn.get(device) ?? null,
      at,
      temperature: temperature ?? before?.temperature ?? null,
      humidity: humidity ?? before?.humidity ?? null,
      illuminance: illuminanceLux ?? before?.illuminance ?? null,
      doorOpen: doorOpen ?? before?.doorOpen ?? null,
    });
  };
  return {
    on: { climate: measured },
    in: (zone, now) => {
      const fresh = [...last.values()].filter(({ at }) => now - at <= KNOWN_MS);
      const near = [...fresh.filter((one) => one.zone !== zone), ...fresh.filter((one) => one.zone === zone)];
      const newest = (what: 'temperature' | 'humidity' | 'illuminance') => near.findLast((one) => one[what] !== null)?.[what] ?? Number.NaN;
      return {
        temperatureC: newest('temperature'),
        humidityPct: newest('humidity'),
        illuminanceLux: newest('illuminance'),
        doorOpen: near.findLast((one) => one.doorOpen !== null)?.doorOpen ?? false,
      };
    },
    save: () => [...last],
  };
};
