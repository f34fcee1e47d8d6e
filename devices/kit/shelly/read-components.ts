import type { DriverMemory } from '../define-device.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type ContactUse, tellContact } from '../telemetry/contact.ts';
import { camelKey } from '../telemetry/names.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export interface ComponentOptions {
  readonly inputs: Readonly<Record<string, ContactUse>>;
  readonly memory: DriverMemory;
}

/** Parts of the device about which a shop asks nothing. */
const SKIPPED: ReadonlySet<string> = new Set(
  'ts ble cloud mqtt ws ui script bthome knx matter modbus eth plugs_ui schedule webhook kvs emdata em1data presence presencezone'.split(
    ' ',
  ),
);
/** Parts that only measure. */
const METERS: ReadonlySet<string> = new Set(['pm1', 'em', 'em1']);
const SWITCHED: ReadonlySet<string> = new Set(['switch', 'light', 'rgb', 'rgbw', 'cct']);
/** What a switched or metered part measures, by the end of the key that a state has for it. */
const METERED: readonly (readonly [string, string])[] = [
  ['brightness', 'BrightnessPct'],
  ['apower', 'PowerW'],
  ['voltage', 'VoltageV'],
  ['current', 'CurrentA'],
  ['source', 'Source'],
  ['act_power', 'PowerW'],
  ['total_act_power', 'PowerW'],
  ['total_current', 'CurrentA'],
];

/**
 * One part of a status, `switch:0` or `temperature:100`, as full as it comes: what is missing has not changed. True for a part
 * that belongs to this hardware.
 */
export function readComponent(key: string, raw: unknown, telemetry: Telemetry, options: ComponentOptions): boolean {
  const [type = '', id = ''] = key.split(':');
  if (SKIPPED.has(type)) return true;
  // A part that the hardware has no more (an add-on pulled off) is null.
  if (raw === null) return id !== '';
  if (!isObject(raw)) return false;
  const name = camelKey(key);
  switch (type) {
    case 'sys':
      telemetry.state('uptimeSec', raw.uptime);
      if (typeof raw.mac === 'string') telemetry.info('serial', raw.mac);
      return true;
    case 'wifi':
      telemetry.state('wifiDbm', raw.rssi);
      telemetry.info('address', raw.sta_ip);
      return true;
    case 'input':
      readInput(name, raw, telemetry, options);
      return true;
    case 'temperature':
      readPlace('temperature', key, raw.tC, `${name}C`, telemetry, options.memory);
      return true;
    case 'humidity':
      readPlace('humidity', key, raw.rh, `${name}Pct`, telemetry, options.memory);
      return true;
    case 'illuminance':
      readPlace('illuminanceLux', key, raw.lux, `${name}Lux`, telemetry, options.memory);
      return true;
    case 'devicepower':
      readBattery(raw, telemetry);
      return true;
    case 'voltmeter':
      telemetry.state(`${name}V`, raw.voltage);
      return true;
    case 'smoke':
    case 'flood':
      telemetry.state(`${name}Alarm`, raw.alarm);
      return true;
    case 'bthomesensor':
      telemetry.state(name, raw.value);
      return true;
    case 'bthomedevice':
      telemetry.state(`${name}BatteryPct`, raw.battery);
      return true;
    case 'cover':
      telemetry.state(name, raw.state);
      telemetry.state(`${name}Pct`, raw.current_pos);
      return true;
    default:
      return readSwitched(type, name, raw, telemetry);
  }
}

function readSwitched(type: string, name: string, raw: JsonObject, telemetry: Telemetry): boolean {
  if (!SWITCHED.has(type) && !METERS.has(type)) {
    telemetry.unknown();
    return false;
  }
  if (raw.output !== undefined && raw.output !== null && typeof raw.output !== 'boolean') {
    telemetry.fail('wrong-type', 'output: expected true or false');
    return true;
  }
  if (!METERS.has(type)) telemetry.state(name, raw.output);
  for (const [key, ending] of METERED) telemetry.state(`${name}${ending}`, raw[key]);
  // The relay's own warmth, not that of the shop.
  if (isObject(raw.temperature)) telemetry.state(`${name}TemperatureC`, raw.temperature.tC);
  if (Array.isArray(raw.errors)) telemetry.state(`${name}Errors`, raw.errors.filter((each) => typeof each === 'string').join(' '));
  return true;
}

/** Digital, analogue (percent) or a counter of pulses. */
function readInput(name: string, raw: JsonObject, telemetry: Telemetry, { inputs }: ComponentOptions): void {
  if (typeof raw.state === 'boolean') {
    telemetry.state(name, raw.state);
    tellContact(telemetry, inputs[name], raw.state);
  }
  telemetry.state(`${name}Pct`, raw.percent);
  if (isObject(raw.counts)) telemetry.state(`${name}Counts`, raw.counts.total);
}

function readBattery(raw: JsonObject, telemetry: Telemetry): void {
  if (isObject(raw.battery)) {
    telemetry.state('batteryPct', raw.battery.percent);
    if (typeof raw.battery.V === 'number') telemetry.state('batteryMv', Math.round(raw.battery.V * 1_000));
  }
  if (isObject(raw.external)) telemetry.state('externalPower', raw.external.present);
}

/**
 * Several probes may hang on one device, and each tells only its own changes: the first that was ever heard of is the place's
 * climate, so that a freezer's probe does not make the shop cold every other minute.
 */
function readPlace(
  quantity: 'temperature' | 'humidity' | 'illuminanceLux',
  key: string,
  value: unknown,
  orElse: string,
  telemetry: Telemetry,
  memory: DriverMemory,
): void {
  if (value === null || value === undefined) return;
  if (typeof memory[quantity] !== 'string') memory[quantity] = key.slice(0, 32);
  if (memory[quantity] === key) telemetry.measure(quantity, value, orElse);
  else telemetry.state(orElse, value);
}
