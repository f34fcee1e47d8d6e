import type { DeviceCommand, Outgoing } from '../command.ts';
import type { DeviceReading } from '../define-device.ts';
import type { JsonObject } from '../json.ts';

/** The parts of these devices that give light. */
export const LAMPS = ['light', 'rgb', 'rgbw', 'cct'] as const;
type Lamp = (typeof LAMPS)[number];

/** Its answers come on a topic below its own prefix, so that no other device can speak there. */
const callOf = (command: DeviceCommand, address: string, method: string, params: JsonObject): Outgoing => ({
  via: 'mqtt',
  topic: `${address}/rpc`,
  bytes: Buffer.from(JSON.stringify({ id: command.id, src: `${address}/aisle`, method, params })),
});

/** The device itself keeps the time, so that a lock closes again although the gateway went away. */
const backAfter = (forMs: number | null): JsonObject => (forMs === null ? {} : { toggle_after: forMs / 1_000 });
const percentOf = (brightness: number): number => Math.min(100, Math.max(1, Math.round(brightness * 100)));
const METHODS: Readonly<Record<Lamp, string>> = { light: 'Light.Set', rgb: 'RGB.Set', rgbw: 'RGBW.Set', cct: 'CCT.Set' };

/** The request that obeys a command; nothing for one that the hardware cannot. */
export function shellyRequest(command: DeviceCommand, address: string, lamp: Lamp): readonly Outgoing[] {
  if (command.kind === 'switch') {
    const { channel, on, forMs } = command;
    return [callOf(command, address, 'Switch.Set', { id: channel, on, ...backAfter(forMs) })];
  }
  if (command.kind !== 'light') return [];
  const { on, brightness, color, forMs } = command;
  const isColored = lamp === 'rgb' || lamp === 'rgbw';
  // A white lamp that shows another colour than asked for says something else.
  if (on && color !== null && !isColored) return [];
  const rgb = color === null ? {} : { rgb: [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16)) };
  const params = on ? { id: 0, on, brightness: percentOf(brightness), ...rgb, ...backAfter(forMs) } : { id: 0, on };
  return [callOf(command, address, METHODS[lamp], params)];
}

/** A notification about the right part. */
export function shellyConfirms(command: DeviceCommand, reading: DeviceReading): boolean {
  if (reading.kind !== 'state') return false;
  const { values } = reading;
  if (command.kind === 'switch') return values[`switch${command.channel}`] === command.on;
  if (command.kind !== 'light') return false;
  return Object.keys(METHODS).some((lamp) => {
    if (values[`${lamp}0`] !== command.on) return false;
    const told = values[`${lamp}0BrightnessPct`];
    return !command.on || told === undefined || told === percentOf(command.brightness);
  });
}
