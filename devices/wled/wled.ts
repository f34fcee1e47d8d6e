import type { DeviceCommand, LightCommand, Outgoing } from '../kit/command.ts';
import { accepted, type Decoding, nothing, sensed, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, readJson, readText, refuse } from '../kit/json.ts';
import { fillTopic, lastLevel } from '../kit/topics.ts';

/** The firmware's lamp timer counts whole minutes of one byte. */
const LONGEST_MINUTES = 255;
const MAX_STATUS_BYTES = 4_096;

/** `/g` brightness, `/c` colour, `/v` all as XML, `/status` birth and will; the state of the JSON API on any topic. */
function decode(message: DeviceMessage): Decoded {
  const decoding = startDecoding(message);
  const { bytes, topic } = message;
  const what = lastLevel(topic);
  if (bytes.length === 0) return refuse('empty', 'no bytes');
  if (what === 'api' || what === 'col') return nothing(decoding, 'command');
  if (bytes.length > MAX_STATUS_BYTES) return refuse('too-many', `more than ${MAX_STATUS_BYTES} bytes`);
  const text = readText(bytes)?.trim();
  if (text === undefined) return refuse('not-utf8', 'bytes are not UTF-8');
  const times = sensed(decoding, null);
  switch (what) {
    case 'g':
    case 'v': {
      const level = readLevel(what === 'g' ? text : (/<ac>(\d{1,3})<\/ac>/.exec(text)?.[1] ?? ''));
      if (level === null) return refuse('unknown-shape', 'expected a brightness of 0 to 255');
      return accepted(decoding, [{ ...times, kind: 'state', values: { on: level > 0, brightness: level } }]);
    }
    case 'c': {
      // With a white channel in front there are eight digits.
      if (!/^#([0-9A-Fa-f]{2})?[0-9A-Fa-f]{6}$/.test(text)) return refuse('unknown-shape', 'expected #RRGGBB');
      return accepted(decoding, [{ ...times, kind: 'state', values: { color: text.toUpperCase() } }]);
    }
    case 'status':
      if (text !== 'online' && text !== 'offline') return refuse('unknown-shape', 'expected online or offline');
      return accepted(decoding, [{ ...times, kind: 'status', online: text === 'online', boot: null }]);
    default:
      // What others ask of it on the topic of the lamp itself, which may have any name.
      if (/^(on|off|t)$/i.test(text)) return nothing(decoding, 'command');
      return readApiState(bytes, decoding) ?? refuse('unknown-shape', 'no topic of a lamp');
  }
}

/** What the JSON API answers: the state, and what lamp it is. */
function readApiState(bytes: Uint8Array, decoding: Decoding): Decoded | null {
  const json = readJson(bytes);
  if (!json.ok || !isObject(json.value) || !isObject(json.value.state)) return null;
  const { state, info } = json.value;
  if (typeof state.on !== 'boolean' || typeof state.bri !== 'number' || readLevel(String(state.bri)) === null) return null;
  const times = sensed(decoding, null);
  const told =
    isObject(info) && typeof info.ver === 'string' && typeof info.mac === 'string' ? [{ serial: info.mac, firmware: info.ver }] : [];
  return accepted(decoding, [
    { ...times, kind: 'state', values: { on: state.on, brightness: state.bri } },
    ...told.map((lamp) => ({ ...times, kind: 'info' as const, ...lamp })),
  ]);
}

const readLevel = (text: string): number | null => (/^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : null);

/** Keys of a state in the JSON API. @see WLED documentation, JSON API */
const STATE_KEYS: ReadonlySet<string> = new Set(
  'on bri transition tt ps psave pl playlist nl udpn v rb lor live liveseg time seg mainseg fxdef paldef'.split(' '),
);

/** Where a message without its topic came: words and JSON are what others ask of the lamp, which answers with numbers and XML. */
function likelyTopic(bytes: Uint8Array, address: string): string | null {
  const text = bytes.length <= MAX_STATUS_BYTES ? readText(bytes)?.trim() : undefined;
  if (text === undefined) return null;
  if (/^(on|off|t)$/i.test(text)) return address;
  if (/^([A-Z]{1,3}\d?=[^&]*)(&[A-Z]{1,3}\d?=[^&]*)*$/.test(text)) return `${address}/api`;
  const json = text.startsWith('{') ? readJson(bytes) : null;
  const keys = json?.ok && isObject(json.value) ? Object.keys(json.value) : [];
  if (keys.includes('state')) return address;
  return keys.length > 0 && keys.every((key) => STATE_KEYS.has(key)) ? `${address}/api` : null;
}

/** 0 would be off. */
const levelOf = (brightness: number): number => Math.min(255, Math.max(1, Math.round(brightness * 255)));

/** The lamp's own timer ends it, so it goes out although the gateway went away: after whole minutes, the next that are enough. */
const timer = (forMs: number | null): JsonObject =>
  forMs === null ? {} : { nl: { on: true, dur: Math.ceil(forMs / 60_000), mode: 0, tbri: 0 } };

function lightState({ on, brightness, color, forMs }: LightCommand): JsonObject {
  if (!on) return { on };
  const rgb = color === null ? null : [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16));
  return { on, bri: levelOf(brightness), ...(rgb === null ? {} : { seg: [{ col: [rgb] }] }), ...timer(forMs) };
}

/** `ON` and `OFF` on the device's own topic, everything else as JSON on `/api`. */
function toTopics(command: DeviceCommand, address: string): readonly Outgoing[] {
  if (command.kind !== 'switch' && command.kind !== 'light') return [];
  const { on, forMs } = command;
  if (forMs !== null && forMs > LONGEST_MINUTES * 60_000) return [];
  const api = (state: JsonObject): readonly Outgoing[] => [
    { via: 'mqtt', topic: `${address}/api`, bytes: Buffer.from(JSON.stringify(state)) },
  ];
  if (command.kind === 'light') return api(lightState(command));
  if (forMs === null) return [{ via: 'mqtt', topic: address, bytes: Buffer.from(on ? 'ON' : 'OFF') }];
  // The timer can only put out.
  return on ? api({ on, ...timer(forMs) }) : [];
}

/** The brightness that the lamp reports; its colour alone proves nothing. */
function confirms(command: DeviceCommand, reading: DeviceReading): boolean {
  if (reading.kind !== 'state' || reading.values.on === undefined) return false;
  if (command.kind === 'switch') return reading.values.on === command.on;
  if (command.kind !== 'light' || reading.values.on !== command.on) return false;
  return !command.on || reading.values.brightness === levelOf(command.brightness);
}

/** The reports by which a lamp would tell a reading. */
function write(reading: DeviceReading): readonly (readonly [string, string])[] {
  if (reading.kind === 'status') return [['status', reading.online ? 'online' : 'offline']];
  if (reading.kind !== 'state') return [];
  const { brightness, color } = reading.values;
  return [
    ...(typeof brightness === 'number' ? [['g', String(brightness)] as const] : []),
    ...(typeof color === 'string' ? [['c', color] as const] : []),
  ];
}

const now = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };

/** LED strips with WLED firmware; `address` is the device topic, `wled/0a1b2c` as delivered. @see WLED documentation, MQTT and JSON API */
export const wled = defineDevice({
  driver: 'wled',
  family: 'display-actuator',
  role: 'actuator',
  vendor: 'WLED',
  models: ['ESP8266', 'ESP32', 'QuinLED', 'Athom'],
  description: 'LED strips with WLED firmware: brightness and colour, a shelf that lights up; times are whole minutes',
  transports: ['mqtt'],
  topics: ['{address}/g', '{address}/c', '{address}/v', '{address}/status'],
  // The group is that of the rendered configuration.
  listens: ['{address}', '{address}/api', '{address}/col', '{address}/group', '{address}/group/api', '{address}/group/col'],
  quantities: {},
  likelyTopic,
  decode,
  encode: (readings, device) =>
    readings.flatMap(write).map(([end, text]) => ({
      topic: fillTopic(`{address}/${end}`, { store: '{store}', device }),
      bytes: Buffer.from(text),
    })),
  command: (command, { address }) => toTopics(command, address),
  confirms,
  examples: [
    { name: 'on', topic: 'device-1/g', payload: '200', readings: [{ ...now, kind: 'state', values: { on: true, brightness: 200 } }] },
    { name: 'off', topic: 'device-1/g', payload: '0', readings: [{ ...now, kind: 'state', values: { on: false, brightness: 0 } }] },
    { name: 'its colour', topic: 'device-1/c', payload: '#ff8000', readings: [{ ...now, kind: 'state', values: { color: '#FF8000' } }] },
    {
      name: 'everything as XML',
      topic: 'device-1/v',
      payload: '<?xml version="1.0" ?><vs><ac>64</ac><cl>255</cl><cl>128</cl><cl>0</cl><ds>shelf</ds></vs>',
      readings: [{ ...now, kind: 'state', values: { on: true, brightness: 64 } }],
    },
    {
      name: 'its state in the JSON API',
      topic: 'device-1',
      payload: { state: { on: true, bri: 64, seg: [] }, info: { mac: '0a1b2c3d4e5f', ver: '0.14.0' } },
      readings: [
        { ...now, kind: 'state', values: { on: true, brightness: 64 } },
        { ...now, kind: 'info', serial: '0a1b2c3d4e5f', firmware: '0.14.0' },
      ],
    },
    { name: 'the will', topic: 'device-1/status', payload: 'offline', readings: [{ ...now, kind: 'status', online: false, boot: null }] },
    { name: 'what others ask of it', topic: 'device-1', payload: 'ON', readings: [] },
    { name: 'brighter than a byte', topic: 'device-1/g', payload: '300', readings: [], rejected: 'unknown-shape' },
    { name: 'a colour by its name', topic: 'device-1/c', payload: 'red', readings: [], rejected: 'unknown-shape' },
  ],
});
