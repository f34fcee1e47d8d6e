import type { DeviceId } from '../ids.ts';
import type { Instant } from '../units.ts';
import type { Alarms } from './alarms.ts';

/** What a device has said of its own life; plain data. */
export interface LifeState {
  boot: number | null;
  uptimeS: number | null;
  /** When it was last seen to have started again, epoch ms; 0 for never. */
  rebootedAt: number;
}

export const newLife: Readonly<LifeState> = { boot: null, uptimeS: null, rebootedAt: 0 };

/** A start is told by several messages: the boot counter, the uptime. Within this time they speak of the same one. */
const SAME_START_MS = 60_000;
/** An uptime may be rounded, or come a little late. */
const UPTIME_JITTER_S = 5;

/** True when a new boot counter or an uptime that has gone back tells of a restart not yet known. */
export function hasRestarted(
  life: LifeState,
  said: { readonly boot: number | null; readonly uptimeS: number | null },
  now: Instant,
): boolean {
  const { boot, uptimeS } = life;
  const byBoot = said.boot !== null && boot !== null && said.boot !== boot;
  const byUptime = said.uptimeS !== null && uptimeS !== null && said.uptimeS < uptimeS - UPTIME_JITTER_S;
  life.boot = said.boot ?? boot;
  life.uptimeS = said.uptimeS ?? uptimeS;
  if (!(byBoot || byUptime) || now - life.rebootedAt < SAME_START_MS) return false;
  life.rebootedAt = now;
  return true;
}

type Values = Readonly<Record<string, string | number | boolean>>;

const UPTIMES: readonly (readonly [key: string, perSecond: number])[] = [
  ['uptimeS', 1],
  ['uptimeSec', 1],
  ['uptimeMs', 1_000],
];

/** Seconds since its start as the device tells them; null when it does not. */
export function uptimeIn(values: Values): number | null {
  for (const [key, perSecond] of UPTIMES) {
    const value = values[key];
    if (typeof value === 'number') return value / perSecond;
  }
  return null;
}

const LOW_PCT = 15;
/** An empty battery recovers a little when it rests. */
const FINE_PCT = 20;

/** Reports a battery that should be changed, and that it was. */
export function watchBattery(device: DeviceId, values: Values, now: Instant, alarms: Alarms): void {
  const { batteryPct, batteryLow } = values;
  const percent = typeof batteryPct === 'number' ? batteryPct : null;
  if (percent === null && typeof batteryLow !== 'boolean') return;
  if (batteryLow === true || (percent !== null && percent < LOW_PCT)) {
    const facts: Record<string, number> = percent === null ? {} : { percent };
    alarms.raise({ about: 'battery-low', severity: 'minor', confidence: 0.95, device, why: [{ code: 'battery', nats: 3, facts }] }, now);
  } else if (percent === null || percent >= FINE_PCT) alarms.clear('battery-low', device, '', now, 'charged');
}
