import { z } from 'zod';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, readPlainText, readText, refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { startTelemetry } from '../kit/telemetry/telemetry.ts';
import { fillTopic, lastLevel } from '../kit/topics.ts';
import { readVendorTime } from '../kit/vendor-tags.ts';
import { zigbeeConfirms, zigbeeSet } from '../kit/zigbee2mqtt/commands.ts';
import { isKnownKey, readState } from '../kit/zigbee2mqtt/read-state.ts';

const settings = z.strictObject({
  base: z
    .string()
    .regex(/^[^+#]+$/, 'expected a topic without wildcards')
    .default('zigbee2mqtt')
    .describe('Base topic of the bridge; with another one store.yaml also names the device’s `topics`'),
  endpoints: z
    .array(z.string().min(1).max(32))
    .max(16)
    .default([])
    .describe('Names of the outlets of a device with several, in the order of the channels: `l1`, `l2` or `left`, `right`'),
  illuminance: z
    .enum(['raw', 'lux'])
    .default('raw')
    .describe('What the key `illuminance` tells: `raw` up to version 1 of the bridge, `lux` since version 2'),
  staleAfterMs: z
    .int()
    .min(60_000)
    .default(600_000)
    .describe('A state last heard longer ago is what the bridge remembers: nobody moves or presses now, ms'),
});
type Settings = z.output<typeof settings>;

/** The state of one device, or whether the bridge still hears it. */
function decode(message: DeviceMessage, { settings, memory, address }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const end = lastLevel(message.topic);
  if (end === 'availability' && !message.topic.endsWith(`${settings.base}/${address}`)) return readAvailability(message, decoding);
  if (message.topic.startsWith(`${settings.base}/bridge/`)) return refuse('unknown-channel', 'the bridge speaks there, no device');
  // What others ask of the device comes back to whoever listens to everything below the base.
  if (/\/(set|get)(\/[^/]+)?$/.test(message.topic))
    return readPlainText(message.bytes) === null ? refuse('not-utf8', 'bytes are no text') : nothing(decoding, 'command');
  const value = readKeys(message, settings.base);
  if (isRefusal(value)) return value;
  if (isAvailability(value)) return readAvailability(message, decoding);
  const lastSeen = readVendorTime(value.last_seen, decoding);
  const telemetry = startTelemetry(decoding);
  readState(value, telemetry, { ...settings, memory, lastSeen });
  return telemetry.finish(lastSeen, 'unchanged');
}

/** A state in JSON; or, where the bridge was told to give every key a topic of its own, the one key that the topic names. */
function readKeys({ topic, bytes }: DeviceMessage, base: string): JsonObject | Refusal {
  const json = readJson(bytes);
  const key = lastLevel(topic);
  if (!isKnownKey(key) || !topic.startsWith(`${base}/`))
    return !json.ok ? json : isObject(json.value) ? json.value : refuse('wrong-type', 'expected an object');
  if (json.ok) return isObject(json.value) ? json.value : { [key]: json.value };
  const text = json.code === 'not-json' && bytes.length <= 64 ? readText(bytes)?.trim() : undefined;
  return text === undefined || text === '' ? json : { [key]: text };
}

/** Nothing but whether the bridge hears the device: no lamp or lock has such a state. */
const isAvailability = (value: JsonObject): boolean =>
  Object.keys(value).length === 1 && (value.state === 'online' || value.state === 'offline');

/** `{"state":"online"}`, plain text from older bridges. */
function readAvailability({ bytes }: DeviceMessage, decoding: Decoding): Decoded {
  if (bytes.length === 0) return refuse('empty', 'no bytes');
  const text = bytes.length <= 16 ? readText(bytes)?.trim() : undefined;
  const json = text === 'online' || text === 'offline' ? null : readJson(bytes);
  if (json !== null && !json.ok) return json;
  const state = json === null ? text : isObject(json.value) ? json.value.state : undefined;
  if (state !== 'online' && state !== 'offline') return refuse('unknown-shape', 'expected online or offline');
  return accepted(decoding, [{ ...sensed(decoding, null), kind: 'status', online: state === 'online', boot: null }]);
}

/** What the bridge would publish for a reading; null for what it has no words for. */
function write(reading: DeviceReading): readonly [string, JsonObject] | null {
  const seen = reading.reportedAt === null ? {} : { last_seen: new Date(reading.reportedAt).toISOString() };
  switch (reading.kind) {
    case 'status':
      return ['/availability', { state: reading.online ? 'online' : 'offline' }];
    case 'presence':
      return reading.counted ? null : ['', { occupancy: reading.people > 0, ...seen }];
    case 'button':
      return ['', { action: reading.button.replaceAll('-', '_'), ...seen }];
    case 'climate': {
      const { temperature, humidity, illuminanceLux, doorOpen } = reading;
      const values = {
        ...(temperature === undefined ? {} : { temperature }),
        ...(humidity === undefined ? {} : { humidity }),
        ...(illuminanceLux === undefined ? {} : { illuminance_lux: illuminanceLux }),
        ...(doorOpen === undefined ? {} : { contact: !doorOpen }),
      };
      return ['', { ...values, ...seen }];
    }
    case 'state': {
      const { on, brightness, batteryPct, linkQuality } = reading.values;
      const values = {
        ...(typeof on === 'boolean' ? { state: on ? 'ON' : 'OFF' } : {}),
        ...(typeof brightness === 'number' ? { brightness } : {}),
        ...(typeof batteryPct === 'number' ? { battery: batteryPct } : {}),
        ...(typeof linkQuality === 'number' ? { linkquality: linkQuality } : {}),
      };
      return Object.keys(values).length === 0 ? null : ['', { ...values, ...seen }];
    }
    default:
      return null;
  }
}

const now = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };
const at = EXAMPLE_RECEIVED_AT - 1_000;

/** Zigbee devices behind a zigbee2mqtt bridge; `address` is the friendly name. @see zigbee2mqtt documentation, MQTT topics */
export const zigbee2mqtt = defineDevice({
  driver: 'zigbee2mqtt',
  family: 'zigbee2mqtt',
  role: 'sensor',
  vendor: 'Zigbee',
  models: ['Aqara', 'IKEA', 'Philips Hue', 'Sonoff', 'Tuya'],
  description: 'One Zigbee device behind zigbee2mqtt: contacts, motion, climate, buttons, plugs and lamps',
  transports: ['mqtt'],
  topics: ['zigbee2mqtt/{address}', 'zigbee2mqtt/{address}/availability'],
  listens: ({ base }) => [`${base}/{address}/set`, `${base}/{address}/get`],
  quantities: pickQuantities('temperature', 'humidity', 'illuminanceLux', 'people'),
  settings,
  // Keypads tell the code or tag that was shown to them.
  isPersonal: true,
  decode,
  encode: (readings, device) =>
    readings.flatMap((reading) => {
      const written = write(reading);
      if (written === null) return [];
      const topic = fillTopic(`zigbee2mqtt/{address}${written[0]}`, { store: '{store}', device });
      return [{ topic, bytes: Buffer.from(JSON.stringify(written[1])) }];
    }),
  command: (command, { address, settings }) => zigbeeSet(command, address, settings),
  confirms: zigbeeConfirms,
  examples: [
    {
      name: 'a motion sensor; its light is a raw level',
      payload: { occupancy: true, illuminance: 12_400, battery: 97, voltage: 2_985, linkquality: 132 },
      readings: [
        { ...now, kind: 'presence', people: 1, counted: false },
        { ...now, kind: 'state', values: { illuminanceRaw: 12_400, batteryPct: 97, batteryMv: 2_985, linkQuality: 132 } },
      ],
    },
    {
      name: 'a contact that is not closed, with the time when it was heard',
      payload: { contact: false, last_seen: '2026-01-15T10:00:00+01:00' },
      readings: [{ at, reportedAt: at, kind: 'climate', doorOpen: true }],
    },
    {
      name: 'climate of a sensor of version 2',
      settings: { illuminance: 'lux' },
      payload: { temperature: 21.4, humidity: 48.5, illuminance: 250, device_temperature: 25 },
      readings: [
        { ...now, kind: 'climate', temperature: 21.4, humidity: 48.5, illuminanceLux: 250 },
        { ...now, kind: 'state', values: { deviceTemperatureC: 25 } },
      ],
    },
    {
      name: 'a relay that writes numbers as text',
      payload: { temperature: '21.4', humidity: '48.5' },
      readings: [{ ...now, kind: 'climate', temperature: 21.4, humidity: 48.5 }],
    },
    {
      name: 'light with a key of its own for the raw number',
      payload: { illuminance: 250, illuminance_raw: 23_980 },
      readings: [
        { ...now, kind: 'climate', illuminanceLux: 250 },
        { ...now, kind: 'state', values: { illuminanceRaw: 23_980 } },
      ],
    },
    {
      name: 'a button; the empty action that follows is no other push',
      payload: { action: '1_double', click: '1_double', linkquality: 80 },
      readings: [
        { ...now, kind: 'button', button: '1-double' },
        { ...now, kind: 'state', values: { linkQuality: 80 } },
      ],
    },
    {
      name: 'a double plug',
      settings: { endpoints: ['left', 'right'] },
      payload: { state_left: 'ON', state_right: 'OFF', voltage: 231, power: 12.5 },
      readings: [{ ...now, kind: 'state', values: { on1: true, on2: false, voltageV: 231, powerW: 12.5 } }],
    },
    {
      name: 'availability as older bridges say it',
      topic: 'zigbee2mqtt/device-1/availability',
      payload: 'offline',
      readings: [{ ...now, kind: 'status', online: false, boot: null }],
    },
    {
      name: 'a key with a topic of its own',
      topic: 'zigbee2mqtt/device-1/humidity',
      payload: '51.5',
      readings: [{ ...now, kind: 'climate', humidity: 51.5 }],
    },
    {
      name: 'availability, whatever the topic is called',
      payload: { state: 'online' },
      readings: [{ ...now, kind: 'status', online: true, boot: null }],
    },
    { name: 'a command for one key', topic: 'zigbee2mqtt/device-1/set/state', payload: 'ON', readings: [] },
    {
      name: 'a topic of the bridge',
      topic: 'zigbee2mqtt/bridge/event',
      payload: { type: 'device_joined' },
      readings: [],
      rejected: 'unknown-channel',
    },
    { name: 'a contact that is a text', payload: { contact: 'open' }, readings: [], rejected: 'wrong-type' },
    { name: 'a temperature in Kelvin', payload: { temperature: 294 }, readings: [], rejected: 'out-of-range' },
  ],
});
