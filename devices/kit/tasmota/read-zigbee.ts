import type { DriverMemory } from '../define-device.ts';
import { isObject, type JsonObject } from '../json.ts';
import { camelKey, dashedName } from '../telemetry/names.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

export interface ZigbeeOptions {
  /** Name or short address of the Zigbee device that is meant; '' for the first one that is ever heard. */
  readonly zigbee: string;
  readonly memory: DriverMemory;
}

const MOST_DEVICES = 32;
/** Without use to a shop: which endpoint spoke, to which group, raw clusters. */
const SKIPPED = /^(Device|Name|IEEEAddr|Endpoint|Group|Cluster|ModelId|Manufacturer|ZoneStatus\w*|ZoneType|[0-9A-F]{4}[!/<].*)$/;
/** By key of the bridge the key that a state has, with its unit. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['BatteryPercentage', 'batteryPct'],
  ['LinkQuality', 'linkQuality'],
  ['Illuminance', 'illuminanceRaw'],
  ['Pressure', 'pressureHpa'],
]);

/**
 * Devices behind a Zigbee bridge with this firmware, by their name or short address. One of them is the device of store.yaml:
 * it gives readings; what others say is only shown, under their names, since nobody told where they hang.
 */
export function readZigbee(devices: JsonObject, telemetry: Telemetry, { zigbee, memory }: ZigbeeOptions): void {
  for (const [key, raw] of Object.entries(devices).slice(0, MOST_DEVICES)) {
    if (!isObject(raw)) {
      telemetry.unknown();
      continue;
    }
    const names = [raw.Name, raw.Device, key].flatMap((name) => (typeof name === 'string' && name.trim() !== '' ? [name.trim()] : []));
    const [name = key] = names;
    if (zigbee !== '' && !names.includes(zigbee)) continue;
    if (typeof memory.zigbee !== 'string') memory.zigbee = key.slice(0, 64);
    const isOwn = zigbee !== '' || memory.zigbee === key;
    for (const [fact, value] of Object.entries(raw)) {
      if (SKIPPED.test(fact)) continue;
      if (!isOwn) telemetry.state(camelKey(name, NAMES.get(fact) ?? fact), value);
      else readFact(fact, value, telemetry);
    }
  }
}

function readFact(fact: string, value: unknown, telemetry: Telemetry): void {
  const flag = value === true || value === 1 ? true : value === false || value === 0 ? false : null;
  if (fact === 'Temperature') telemetry.measure('temperature', value, 'temperatureC');
  else if (fact === 'Humidity') telemetry.measure('humidity', value, 'humidityPct');
  else if (fact === 'Occupancy' && flag !== null) telemetry.add({ kind: 'presence', people: flag ? 1 : 0, counted: false });
  // The alarm of a contact: 1 is open.
  else if (fact === 'Contact' && flag !== null) telemetry.doorOpen(flag);
  else if (fact === 'BatteryVoltage' && typeof value === 'number') telemetry.state('batteryMv', Math.round(value * 1_000));
  else if (fact === 'Power' && flag !== null) telemetry.state('on', flag);
  else if (/^(click|action)$/i.test(fact) && typeof value === 'string' && dashedName(value) !== '')
    telemetry.add({ kind: 'button', button: dashedName(value) });
  else telemetry.state(NAMES.get(fact) ?? camelKey(fact), value);
}
