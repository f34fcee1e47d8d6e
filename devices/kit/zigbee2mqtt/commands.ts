import type { DeviceCommand, Outgoing } from '../command.ts';
import type { DeviceReading } from '../define-device.ts';
import type { JsonObject } from '../json.ts';

/** The brightest, of 8 bits as Zigbee has it. */
const FULL = 254;
/** The time that a Zigbee switch can keep by itself: 16 bits of a tenth of a second. */
const LONGEST_FOR_S = 6_553;

const levelOf = (brightness: number): number => Math.min(FULL, Math.max(1, Math.round(brightness * FULL)));
const onOff = (on: boolean): 'ON' | 'OFF' => (on ? 'ON' : 'OFF');

/** `<base>/<friendly name>/set`; nothing for a command that no such device can obey. */
export function zigbeeSet(
  command: DeviceCommand,
  address: string,
  { base, endpoints }: { readonly base: string; readonly endpoints: readonly string[] },
): readonly Outgoing[] {
  const values = command.kind === 'switch' || command.kind === 'light' ? valuesOf(command, endpoints) : null;
  return values === null ? [] : [{ via: 'mqtt', topic: `${base}/${address}/set`, bytes: Buffer.from(JSON.stringify(values)) }];
}

type Switched = Extract<DeviceCommand, { kind: 'switch' | 'light' }>;

function valuesOf(command: Switched, endpoints: readonly string[]): JsonObject | null {
  const seconds = command.forMs === null ? null : Math.ceil(command.forMs / 1_000);
  // The device keeps the time itself, but only that of being on.
  if (seconds !== null && seconds > LONGEST_FOR_S) return null;
  if (seconds !== null && !command.on && command.kind === 'switch') return null;
  const forTime = seconds === null || !command.on ? {} : { on_time: seconds, off_wait_time: 0 };
  if (command.kind === 'switch') {
    if (endpoints.length === 0) return { state: onOff(command.on), ...forTime };
    const endpoint = endpoints[command.channel];
    // With several outlets nobody could tell whose time that is.
    return endpoint === undefined || seconds !== null ? null : { [`state_${endpoint}`]: onOff(command.on) };
  }
  if (!command.on) return { state: 'OFF' };
  const color = command.color === null ? {} : { color: { hex: command.color } };
  return { state: 'ON', brightness: levelOf(command.brightness), ...color, ...forTime };
}

/** The state that the bridge publishes after the device has answered. */
export function zigbeeConfirms(command: DeviceCommand, reading: DeviceReading): boolean {
  if (reading.kind !== 'state') return false;
  const { values } = reading;
  if (command.kind === 'light') {
    if (values.on !== command.on) return false;
    // Some lamps round the level by one.
    return !command.on || typeof values.brightness !== 'number' || Math.abs(values.brightness - levelOf(command.brightness)) <= 1;
  }
  if (command.kind !== 'switch') return false;
  const own = values[`on${command.channel + 1}`];
  if (own !== undefined) return own === command.on;
  const hasOutlets = Object.keys(values).some((key) => /^on[0-9A-Z]/.test(key));
  return !hasOutlets && values.on === command.on;
}
