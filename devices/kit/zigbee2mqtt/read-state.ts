import type { Instant } from '../../../gateway/domain/units.ts';
import { warn } from '../decoding.ts';
import type { DriverMemory } from '../define-device.ts';
import type { JsonObject } from '../json.ts';
import { camelKey, dashedName, readOnOff } from '../telemetry/names.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export interface StateOptions {
  readonly endpoints: readonly string[];
  readonly illuminance: 'raw' | 'lux';
  /** Older than this, a state is what the bridge remembers and not what is: it says it all again whenever it starts. */
  readonly staleAfterMs: number;
  readonly memory: DriverMemory;
  /** When the bridge last heard of the device, null when it does not tell. */
  readonly lastSeen: Instant | null;
}

/** Codes and names that locks and keypads tell: they open doors, or are persons. */
const SECRET = /code|pin|password|user|transaction|card|rfid|finger/i;
/** Without use, or read elsewhere. */
const SKIPPED: ReadonlySet<string> = new Set(['last_seen', 'elapsed', 'update', 'update_available', 'color', 'color_mode']);
/** By key of the bridge the key that a state has, with its unit. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['battery', 'batteryPct'],
  ['linkquality', 'linkQuality'],
  ['illuminance_raw', 'illuminanceRaw'],
  ['device_temperature', 'deviceTemperatureC'],
  ['power', 'powerW'],
  ['current', 'currentA'],
  ['energy', 'energyKwh'],
  ['pressure', 'pressureHpa'],
  ['co2', 'co2Ppm'],
]);

/** The keys of one message; a key that is missing has not changed. */
export function readState(raw: JsonObject, telemetry: Telemetry, options: StateOptions): void {
  const isStale = options.lastSeen !== null && telemetry.decoding.receivedAt - options.lastSeen > options.staleAfterMs;
  if (isStale) warn(telemetry.decoding, 'stale-state');
  else readMoment(raw, telemetry, options);
  if (typeof raw.contact === 'boolean') telemetry.doorOpen(!raw.contact);
  else if (raw.contact !== undefined && raw.contact !== null) telemetry.fail('wrong-type', 'contact: expected true or false');
  for (const [key, value] of Object.entries(raw)) {
    if (MOMENTS.has(key) || key === 'contact' || SKIPPED.has(key)) continue;
    if (SECRET.test(key)) telemetry.unknown();
    else readRest(key, value, telemetry, options);
  }
}

/** What holds for the moment only: from an old message nobody knows it. */
const MOMENTS: ReadonlySet<string> = new Set('occupancy presence temperature humidity illuminance illuminance_lux action click'.split(' '));

function readMoment(raw: JsonObject, telemetry: Telemetry, { illuminance, memory }: StateOptions): void {
  if (typeof raw.temperature === 'number') memory.hasRoomTemperature = true;
  telemetry.measure('temperature', raw.temperature, 'temperatureC');
  // Motion sensors know no other temperature than their own, which is that of the place; relays are warmer.
  if (memory.hasRoomTemperature !== true) telemetry.measure('temperature', raw.device_temperature, 'temperatureC');
  telemetry.measure('humidity', raw.humidity, 'humidityPct');
  // Since version 2 of the bridge the raw number has a key of its own.
  const isLux = raw.illuminance_lux !== undefined || raw.illuminance_raw !== undefined || illuminance === 'lux';
  telemetry.measure('illuminanceLux', raw.illuminance_lux ?? (isLux ? raw.illuminance : undefined), 'illuminanceLux');
  if (!isLux || raw.illuminance_lux !== undefined) telemetry.state('illuminanceRaw', raw.illuminance);
  const occupied = raw.presence ?? raw.occupancy;
  if (typeof occupied === 'boolean') telemetry.add({ kind: 'presence', people: occupied ? 1 : 0, counted: false });
  else if (occupied !== undefined && occupied !== null) telemetry.fail('wrong-type', 'occupancy: expected true or false');
  // The same push under its old and its new name.
  const action = raw.action ?? raw.click;
  if (typeof action === 'string' && dashedName(action) !== '') telemetry.add({ kind: 'button', button: dashedName(action) });
}

function readRest(key: string, value: unknown, telemetry: Telemetry, { endpoints }: StateOptions): void {
  const [, endpoint] = /^state(?:_(.+))?$/.exec(key) ?? [];
  const isOn = key.startsWith('state') ? readOnOff(value) : null;
  if (isOn !== null) {
    const place = endpoint === undefined ? -1 : endpoints.indexOf(endpoint);
    telemetry.state(endpoint === undefined ? 'on' : place < 0 ? camelKey('on', endpoint) : `on${place + 1}`, isOn);
  } else if (key === 'voltage') readVoltage(value, telemetry);
  // Longer texts than a word could be anything.
  else if (typeof value === 'string' && !/^[A-Za-z_]{1,32}$/.test(value)) telemetry.unknown();
  else telemetry.state(NAMES.get(key) ?? camelKey(key), value);
}

/** True for a key that sensors, plugs and lamps tell everywhere. */
export const isKnownKey = (key: string): boolean =>
  MOMENTS.has(key) || NAMES.has(key) || key === 'contact' || key === 'voltage' || key === 'brightness' || /^state(_\w+)?$/.test(key);

/** Batteries are told in mV, the mains in V. */
function readVoltage(value: unknown, telemetry: Telemetry): void {
  telemetry.state(typeof value === 'number' && value >= 1_000 ? 'batteryMv' : 'voltageV', value);
}
