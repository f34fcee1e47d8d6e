import type { Quantity } from './define-device.ts';

/**
 * The quantities that devices tell, with the widest range that is physically believable: outside of it the unit is wrong or
 * the device is broken. Named after the property of the reading; `detail.` stands for the details of a tag read.
 */
export const QUANTITIES = {
  antenna: { kind: 'tag', unit: 'none', min: 0, max: 256 },
  rssi: { kind: 'tag', unit: 'dBm', min: -120, max: 20 },
  count: { kind: 'tag', unit: 'none', min: 1, max: 1_000_000 },
  'detail.frequencyKhz': { kind: 'tag', unit: 'kHz', min: 840_000, max: 960_000 },
  'detail.phaseDeg': { kind: 'tag', unit: 'deg', min: -360, max: 360 },
  'detail.dopplerHz': { kind: 'tag', unit: 'none', min: -10_000, max: 10_000 },
  'detail.txPowerDbm': { kind: 'tag', unit: 'dBm', min: -20, max: 40 },
  grams: { kind: 'weight', unit: 'g', min: -1_000_000, max: 1_000_000 },
  in: { kind: 'count', unit: 'people', min: 0, max: 1_000_000_000 },
  out: { kind: 'count', unit: 'people', min: 0, max: 1_000_000_000 },
  people: { kind: 'presence', unit: 'people', min: 0, max: 10_000 },
  temperature: { kind: 'climate', unit: '°C', min: -60, max: 100 },
  humidity: { kind: 'climate', unit: '%', min: 0, max: 100 },
  illuminanceLux: { kind: 'climate', unit: 'lx', min: 0, max: 200_000 },
  'lines.quantity': { kind: 'sale', unit: 'none', min: -10_000, max: 10_000 },
  'lines.amount': { kind: 'sale', unit: 'minor currency', min: -1_000_000_000_000, max: 1_000_000_000_000 },
  visible: { kind: 'ack', unit: 'ms', min: 0, max: 86_400_000 },
  boot: { kind: 'status', unit: 'none', min: 0, max: 4_294_967_295 },
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof QUANTITIES;

/** The rows of a driver's table. */
export const pickQuantities = (...names: readonly QuantityName[]): Record<string, Quantity> =>
  Object.fromEntries(names.map((name) => [name, QUANTITIES[name]]));

/** False also for Infinity, which is how a JSON number like 1e999 arrives. */
export const isInRange = (value: number, { min, max }: Quantity): boolean => value >= min && value <= max;
