import type { Instant } from '../../../gateway/domain/units.ts';
import { isRefusal, warn } from '../decoding.ts';
import { isObject, type JsonObject } from '../json.ts';
import { QUANTITIES } from '../quantities.ts';
import { type ContactUse, tellContact } from '../telemetry/contact.ts';
import { camelKey, dashedName, readOnOff } from '../telemetry/names.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { readLocalTime } from '../telemetry/timezone.ts';
import { readWhole } from '../vendor-tags.ts';
import { type ChipOptions, readChip } from './read-chips.ts';
import { readZigbee, type ZigbeeOptions } from './read-zigbee.ts';

export interface MessageOptions extends Omit<ChipOptions, 'isFahrenheit'>, ZigbeeOptions {
  readonly inputs: Readonly<Record<string, ContactUse>>;
  readonly timezone: string | null;
}

/** What the node says of itself, by the name that a state has for it. */
const STATE_KEYS: ReadonlyMap<string, string> = new Map([
  ['UptimeSec', 'uptimeSec'],
  ['Dimmer', 'dimmer'],
  ['Color', 'color'],
  ['CT', 'colorTempMired'],
  ['Vcc', 'supplyV'],
  ['LinkCount', 'linkCount'],
]);
/** Well known and of no use to a shop; some of them are other devices behind a bridge or a radio. */
const SKIPPED: ReadonlySet<string> = new Set(
  `Time TempUnit PressureUnit SpeedUnit Uptime Heap SleepMode Sleep LoadAvg MqttCount HSBColor Channel White Scheme Fade Speed
  LedTable Hostname RfReceived IrReceived Command Berry`.split(/\s+/),
);
const WRAPPERS: ReadonlySet<string> = new Set(['StatusSNS', 'StatusSTS']);

/**
 * A telemetry, status or answer object. True when anything in it belongs to this firmware. Keys that are missing have not
 * changed.
 */
export function readMessage(raw: JsonObject, telemetry: Telemetry, options: MessageOptions): boolean {
  let isOurs = raw.Time !== undefined;
  const chipOptions = { ...options, isFahrenheit: raw.TempUnit === 'F' };
  for (const [key, value] of Object.entries(raw)) {
    const kept = STATE_KEYS.get(key);
    if (WRAPPERS.has(key) && isObject(value)) readMessage(value, telemetry, options);
    else if (kept !== undefined) telemetry.state(kept, value);
    else if (/^POWER\d*$/.test(key)) readPower(key, value, telemetry);
    else if (/^(Switch|Button)\d+$/.test(key)) readContact(key, value, telemetry, options);
    else if (/^(Status[A-Z]*|Info\d)$/.test(key) && isObject(value)) readAbout(value, telemetry);
    else if (/^ZbReceived$/i.test(key) && isObject(value)) readZigbee(value, telemetry, options);
    else if (key === 'Wifi' && isObject(value)) telemetry.state('wifiDbm', value.Signal);
    // The firmware writes the names of chips with a capital or a digit.
    else if (!SKIPPED.has(key) && /^[A-Z0-9]/.test(key) && isObject(value)) readChip(key, value, telemetry, chipOptions);
    else if (!SKIPPED.has(key)) {
      telemetry.unknown();
      continue;
    }
    isOurs = true;
  }
  if (raw.Command !== undefined) warn(telemetry.decoding, 'command-unknown');
  return isOurs;
}

/** When it was said: local time of the node, unless it was told to add its zone. */
export function readTime(raw: JsonObject, telemetry: Telemetry, timezone: string | null): Instant | null {
  const { Time: stated = isObject(raw.StatusSNS) ? raw.StatusSNS.Time : undefined } = raw;
  return readLocalTime(stated, timezone, telemetry.decoding);
}

function readPower(key: string, value: unknown, telemetry: Telemetry): void {
  const isOn = readOnOff(value);
  if (isOn === null) telemetry.fail('wrong-type', 'POWER: expected ON or OFF');
  else telemetry.state(key.toLowerCase(), isOn);
}

/** `"Switch1":"ON"`, or with its action as buttons have it: `"Button1":{"Action":"DOUBLE"}`. */
function readContact(key: string, value: unknown, telemetry: Telemetry, { inputs }: MessageOptions): void {
  const name = camelKey(key);
  const action = isObject(value) ? value.Action : value;
  const isOn = readOnOff(action);
  if (isOn !== null && name.startsWith('switch')) {
    telemetry.state(name, isOn);
    tellContact(telemetry, inputs[name], isOn);
  } else if (typeof action !== 'string') telemetry.unknown();
  // The release after a long press is not another press.
  else if (action !== 'CLEAR' && dashedName(action) !== '') telemetry.add({ kind: 'button', button: dashedName(name, action) });
}

/** Firmware, address and the reason of the last restart, from INFO1..3 and the answers to `Status`. */
export function readAbout(raw: JsonObject, telemetry: Telemetry): void {
  telemetry.info('model', typeof raw.Module === 'string' ? raw.Module : raw.Hardware);
  telemetry.info('serial', raw.Mac);
  telemetry.info('firmware', raw.Version);
  telemetry.info('address', raw.IPAddress);
  if (typeof raw.RestartReason === 'string') telemetry.state('restartReason', raw.RestartReason);
  const boot = readWhole(raw.BootCount, QUANTITIES.boot, 'BootCount');
  if (isRefusal(boot)) telemetry.fail(boot.code, boot.detail);
  else if (boot !== null) telemetry.add({ kind: 'status', online: true, boot });
}
