import type { Emit } from '../capability.ts';
import type { ClimateSpan } from '../events.ts';
import type { DeviceId } from '../ids.ts';
import type { ClimateMeasured } from '../readings.ts';
import type { Shop } from '../shop.ts';
import { type Instant, instant } from '../units.ts';

const QUARTER_MS = 900_000;
const QUANTITIES = ['temperature', 'humidity', 'illuminanceLux'] as const;

type Quantity = (typeof QUANTITIES)[number];

/** Sum, lowest, highest and number of the values of a running quarter of an hour. */
interface Running {
  sum: number;
  low: number;
  high: number;
  values: number;
}

type Measured = Partial<Record<Quantity, Running>>;

interface State {
  /** Start of the running quarter; null before the first tick. */
  readonly quarter: number | null;
  readonly devices: readonly (readonly [DeviceId, Measured])[];
}

/**
 * The climate at each sensor by quarters of an hour of receive time, told when the quarter is over: what is kept of thousands of
 * readings, and enough to show that goods were kept cool. A sensor that said nothing in a quarter is not told of.
 */
export interface ClimateQuarters {
  measure(reading: ClimateMeasured): void;
  tick(now: Instant): void;
  save(): unknown;
}

export const createClimateQuarters = (standsIn: Shop['standsIn'], emit: Emit, saved?: unknown): ClimateQuarters => {
  const before = (saved as State | undefined) ?? { quarter: null, devices: [] }; // Written by save() below.
  const devices = new Map<DeviceId, Measured>(before.devices.map(([device, measured]) => [device, copyOf(measured)]));
  let { quarter } = before;

  const tell = (from: number) => {
    for (const [device, measured] of devices) {
      const zone = standsIn.get(device) ?? null;
      const [temperature, humidity, illuminanceLux] = QUANTITIES.map((quantity) => spanOf(measured[quantity]));
      emit({
        type: 'climate.summarised',
        at: instant(from),
        device,
        zone,
        seconds: QUARTER_MS / 1_000,
        temperature: temperature ?? null,
        humidity: humidity ?? null,
        illuminanceLux: illuminanceLux ?? null,
      });
    }
    devices.clear();
  };

  return {
    measure: (reading) => {
      for (const quantity of QUANTITIES) {
        const value = reading[quantity];
        if (value === undefined || value === null) continue;
        const measured = devices.get(reading.device) ?? {};
        devices.set(reading.device, measured);
        const running = measured[quantity];
        if (running === undefined) measured[quantity] = { sum: value, low: value, high: value, values: 1 };
        else {
          running.sum += value;
          running.low = Math.min(running.low, value);
          running.high = Math.max(running.high, value);
          running.values++;
        }
      }
    },
    tick: (now) => {
      const start = Math.floor(now / QUARTER_MS) * QUARTER_MS;
      if (start === quarter) return;
      if (quarter !== null && devices.size > 0) tell(quarter);
      quarter = start;
    },
    save: (): State => ({ quarter, devices: [...devices].map(([device, measured]) => [device, copyOf(measured)]) }),
  };
};

const copyOf = (measured: Measured): Measured => {
  const copy: Measured = {};
  for (const quantity of QUANTITIES) {
    const running = measured[quantity];
    if (running !== undefined) copy[quantity] = { ...running };
  }
  return copy;
};

const spanOf = (running: Running | undefined): ClimateSpan | null =>
  running === undefined
    ? null
    : { low: running.low, high: running.high, mean: Math.round((running.sum / running.values) * 100) / 100, values: running.values };
