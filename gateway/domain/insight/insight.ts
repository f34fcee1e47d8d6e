import type { Capability, Emit } from '../capability.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { ClimateMeasured, TagRead } from '../readings.ts';
import { type Instant, instant } from '../units.ts';
import { createClimateQuarters } from './climate-quarters.ts';
import { DistinctTexts } from './distinct-texts.ts';
import { createVisitSums } from './visit-sums.ts';

const WINDOW_S = 10;

interface Window {
  reads: number;
  /** EPCs of the window; cleared with it. */
  distinct: DistinctTexts;
  rssiSum: number;
  rssiReads: number;
}

interface State {
  readonly began: Instant | null;
  readonly windows: readonly (readonly [string, Omit<Window, 'distinct'> & { readonly distinct: readonly number[] }, TagSource])[];
  readonly climate?: unknown;
  readonly visits?: unknown;
}

type TagSource = readonly [device: TagRead['device'], antenna: number];

/** Figures for charts: reads by antenna in windows of ten seconds, climate, and visits that ended. */
export const createInsight = (plan: FloorPlan, emit: Emit, saved?: unknown): Capability => {
  const before = (saved as State | undefined) ?? { began: null, windows: [] }; // Written by save() below.
  const sources = new Map<string, TagSource>(before.windows.map(([key, , source]) => [key, source]));
  const windows = new Map<string, Window>(before.windows.map(([key, w]) => [key, { ...w, distinct: new DistinctTexts(w.distinct) }]));
  const byDevice = new Map<string, Window[]>();
  const quarters = createClimateQuarters(plan.shop.standsIn, emit, before.climate);
  const sums = createVisitSums(plan, emit, before.visits);
  let began = before.began;

  const windowOf = (device: TagRead['device'], antenna: number): Window => {
    // Two levels of maps, because making a text key for every read would cost more than all the rest here.
    let ports = byDevice.get(device);
    if (ports === undefined) {
      ports = [];
      byDevice.set(device, ports);
    }
    let window = ports[antenna];
    if (window === undefined) {
      const key = `${device}#${antenna}`;
      window = windows.get(key) ?? { reads: 0, distinct: new DistinctTexts(), rssiSum: 0, rssiReads: 0 };
      windows.set(key, window);
      sources.set(key, [device, antenna]);
      ports[antenna] = window;
    }
    return window;
  };

  const read = ({ device, antenna, epc, rssi, count }: TagRead) => {
    const window = windowOf(device, antenna);
    window.reads += count;
    window.distinct.add(epc);
    if (rssi === null) return;
    window.rssiSum += rssi;
    window.rssiReads++;
  };

  const summarise = (from: Instant) => {
    for (const [key, window] of windows) {
      const source = sources.get(key);
      if (window.reads === 0 || source === undefined) continue;
      const [device, antenna] = source;
      emit({
        type: 'reads.summarised',
        at: from,
        device,
        antenna,
        zone: plan.antenna(device, antenna)?.zone?.id ?? null,
        reads: window.reads,
        distinct: window.distinct.size,
        rssiMean: window.rssiReads === 0 ? null : Math.round((window.rssiSum / window.rssiReads) * 10) / 10,
        seconds: WINDOW_S,
      });
      window.reads = 0;
      window.distinct.clear();
      window.rssiSum = 0;
      window.rssiReads = 0;
    }
  };

  const tick = (now: Instant) => {
    // Windows lie on whole tens of seconds of receive time, whenever the gateway was started.
    const start = instant(Math.floor(now / (WINDOW_S * 1_000)) * WINDOW_S * 1_000);
    if (start === began) return;
    if (began !== null) summarise(began);
    began = start;
  };

  const climate = (reading: ClimateMeasured) => {
    quarters.measure(reading);
    const { at, device } = reading;
    emit({
      type: 'climate.measured',
      at,
      device,
      zone: plan.shop.standsIn.get(device) ?? null,
      temperature: reading.temperature ?? null,
      humidity: reading.humidity ?? null,
      illuminanceLux: reading.illuminanceLux ?? null,
      doorOpen: reading.doorOpen ?? null,
    });
  };

  return {
    on: {
      tag: read,
      climate,
      tick: ({ receivedAt }) => {
        tick(receivedAt);
        quarters.tick(receivedAt);
        sums.tick(receivedAt);
      },
    },
    heard: sums.heard,
    save: (): State => ({
      began,
      windows: [...windows].flatMap(([key, w]) => {
        const source = sources.get(key);
        return source === undefined ? [] : [[key, { ...w, distinct: w.distinct.save() }, source] as const];
      }),
      climate: quarters.save(),
      visits: sums.save(),
    }),
  };
};
