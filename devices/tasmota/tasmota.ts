import { z } from 'zod';
import type { Instant } from '../../gateway/domain/units.ts';
import { accepted, nothing, sensed, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, readJson, readPlainText, readText, refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { tasmotaCommand, tasmotaConfirms, tasmotaTopic } from '../kit/tasmota/commands.ts';
import { readAbout, readMessage, readTime } from '../kit/tasmota/read-message.ts';
import { contactUses } from '../kit/telemetry/contact.ts';
import { readOnOff } from '../kit/telemetry/names.ts';
import { stableWithinG } from '../kit/telemetry/settling.ts';
import { startTelemetry } from '../kit/telemetry/telemetry.ts';
import { timezoneSetting } from '../kit/telemetry/timezone.ts';
import { fillTopic, lastLevel } from '../kit/topics.ts';

const settings = z.strictObject({
  timezone: timezoneSetting,
  fullTopic: z
    .string()
    .regex(/^(?=.*%prefix%)(?=.*%topic%)[^+#]+$/, 'expected %prefix% and %topic% in it')
    .default('%prefix%/%topic%/')
    .describe('The order of the topic levels, as `FullTopic` says on the device'),
  inputs: contactUses,
  zigbee: z
    .string()
    .max(64)
    .default('')
    .describe('Of a Zigbee bridge: name or short address of the device that is meant; by default the first one that it tells of'),
  channel: z.string().min(1).max(64).default('1').describe('Name of the scale channel when an HX711 load cell hangs on the node'),
  stableWithinG,
});
type Settings = z.output<typeof settings>;

/** Words of the last will. */
const WILL: ReadonlyMap<string, boolean> = new Map([
  ['Online', true],
  ['Offline', false],
]);

/** Plain texts by the end of their topic, everything else is an object that is read by its keys. */
function decode(message: DeviceMessage, { settings, memory }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const what = lastLevel(message.topic);
  if (what === 'LOGGING') return nothing(decoding, 'log');
  // What others ask of the node, wherever the prefix stands in its topics.
  if (message.topic.split('/').slice(0, -1).includes('cmnd'))
    return readPlainText(message.bytes) === null ? refuse('not-utf8', 'bytes are no text') : nothing(decoding, 'command');
  if (what === 'LWT' || /^POWER\d{0,2}$/.test(what)) {
    const text = message.bytes.length <= 16 ? (readText(message.bytes)?.trim() ?? '') : '';
    const isOn = what === 'LWT' ? (WILL.get(text) ?? null) : readOnOff(text);
    if (isOn === null) return refuse(message.bytes.length === 0 ? 'empty' : 'unknown-shape', 'expected one word of the firmware');
    if (what === 'LWT') return accepted(decoding, [{ ...sensed(decoding, null), kind: 'status', online: isOn, boot: null }]);
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'state', values: { [what.toLowerCase()]: isOn } }]);
  }
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  if (!isObject(json.value)) return refuse('wrong-type', 'expected an object');
  const telemetry = startTelemetry(decoding);
  const isAnswer = what === 'RESULT';
  if (/^INFO\d$/.test(what)) readAbout(json.value, telemetry);
  const isOurs = readMessage(json.value, telemetry, { ...settings, memory });
  if (isAnswer) telemetry.state('answered', answeredBy(json.value));
  else if (!isOurs && !/^(INFO|STATUS)\d+$/.test(what)) return refuse('unknown-shape', 'nothing that this firmware says');
  return telemetry.finish(readTime(json.value, telemetry, settings.timezone), isAnswer ? 'command-reply' : 'telemetry');
}

/** The command that the node answers: the first key of its answer. Inputs report on the same topic without being asked. */
const answeredBy = (raw: JsonObject): string | undefined =>
  Object.keys(raw).find((key) => /^[A-Z][A-Za-z0-9]{0,31}$/.test(key) && !/^(Command$|Time$|Switch\d|Button\d)/.test(key));

/** With the zone, as `SetOption52 1` has it: whole seconds. */
const writeTime = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}+00:00`;

/** What the node would publish for a reading; null for what it has no words for. */
function write(reading: DeviceReading): readonly [string, JsonObject | string] | null {
  const Time = reading.reportedAt === null ? {} : { Time: writeTime(reading.reportedAt) };
  switch (reading.kind) {
    case 'climate': {
      const { temperature, humidity, illuminanceLux } = reading;
      const air = {
        ...(temperature === undefined ? {} : { Temperature: temperature }),
        ...(humidity === undefined ? {} : { Humidity: humidity }),
      };
      const light = illuminanceLux === undefined ? {} : { BH1750: { Illuminance: illuminanceLux } };
      const chips = { ...(Object.keys(air).length === 0 ? {} : { SHT4X: air }), ...light };
      return Object.keys(chips).length === 0 ? null : ['SENSOR', { ...Time, ...chips }];
    }
    case 'weight':
      return ['SENSOR', { ...Time, HX711: { Weight: reading.grams / 1_000 } }];
    case 'card':
      return /^([0-9A-F]{2}){4,10}$/.test(reading.card) ? ['SENSOR', { ...Time, RDM6300: { UID: reading.card } }] : null;
    case 'button': {
      const [, input = '', action = ''] = /^(button\d+|switch\d+)-([a-z]+)$/.exec(reading.button) ?? [];
      const name = input.charAt(0).toUpperCase() + input.slice(1);
      return action === '' ? null : ['RESULT', { [name]: { Action: action.toUpperCase() } }];
    }
    case 'status':
      if (reading.boot !== null) return ['INFO3', { Info3: { BootCount: reading.boot } }];
      return ['LWT', reading.online ? 'Online' : 'Offline'];
    case 'state': {
      const relays = Object.entries(reading.values).filter(([key, value]) => /^power\d*$/.test(key) && typeof value === 'boolean');
      if (relays.length === 0) return null;
      return ['STATE', { ...Time, ...Object.fromEntries(relays.map(([key, on]) => [key.toUpperCase(), on ? 'ON' : 'OFF'])) }];
    }
    default:
      return null;
  }
}

const at = EXAMPLE_RECEIVED_AT - 1_000;
const now = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };
const TOPICS = [
  'tele/{address}/SENSOR',
  'tele/{address}/STATE',
  'tele/{address}/LWT',
  'stat/{address}/RESULT',
  'stat/{address}/POWER',
  'tele/{address}/+',
  'stat/{address}/+',
  '{address}/tele/+',
  '{address}/stat/+',
] as const;

/** Tasmota: relays, lamps and whatever sensor, load cell or card reader hangs on the node. @see Tasmota documentation, MQTT */
export const tasmota = defineDevice({
  driver: 'tasmota',
  family: 'tasmota',
  role: 'sensor',
  vendor: 'Tasmota',
  models: ['ESP8266', 'ESP32', 'Sonoff', 'Athom', 'NOUS'],
  description: 'Tasmota firmware: relays, lamps, buttons, climate sensors, HX711 load cells, RDM6300 and PN532 card readers',
  transports: ['mqtt'],
  topics: TOPICS,
  listens: ({ fullTopic }) => [tasmotaTopic(fullTopic, '{address}', '#')],
  quantities: pickQuantities('temperature', 'humidity', 'illuminanceLux', 'grams', 'boot'),
  settings,
  isPersonal: true,
  decode,
  encode: (readings, device) =>
    readings.flatMap((reading) => {
      const written = write(reading);
      if (written === null) return [];
      const [what, payload] = written;
      const pattern = `${['RESULT'].includes(what) ? 'stat' : 'tele'}/{address}/${what}`;
      const topic = fillTopic(pattern, { store: '{store}', device });
      return [{ topic, bytes: Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload)) }];
    }),
  command: (command, { address, settings: { fullTopic } }) => tasmotaCommand(command, address, fullTopic),
  confirms: tasmotaConfirms,
  examples: [
    {
      name: 'climate by what the chips tell; the time is local and not used',
      payload: {
        Time: '2026-01-15T17:00:00',
        'SHT3X-0x44': { Temperature: 21.4, Humidity: 48.2, DewPoint: 10 },
        BH1750: { Illuminance: 310 },
      },
      readings: [
        { ...now, kind: 'climate', temperature: 21.4, humidity: 48.2, illuminanceLux: 310 },
        { ...now, kind: 'state', values: { sht3x0x44DewPointC: 10 } },
      ],
    },
    {
      name: 'the same with a zone, in Fahrenheit',
      settings: { timezone: 'Asia/Taipei' },
      payload: { Time: '2026-01-15T17:00:00', DS18B20: { Id: '01131B123456', Temperature: 70.7 }, TempUnit: 'F' },
      readings: [{ at, reportedAt: at, kind: 'climate', temperature: 21.5 }],
    },
    {
      name: 'a load cell in whole kilograms, as an answer to Status 10',
      topic: 'stat/device-1/STATUS10',
      payload: { StatusSNS: { Time: '2026-01-15T17:00:00', HX711: { Weight: 0, WeightRaw: 3900, AbsRaw: 91000 } } },
      readings: [{ ...now, kind: 'weight', channel: '1', grams: 0, stable: false }],
    },
    {
      name: 'a load cell at rest: the second message says the same',
      before: [{ payload: { Time: '2026-01-15T16:59:50', HX711: { Weight: 1.234 } } }],
      payload: { Time: '2026-01-15T17:00:00', HX711: { Weight: 1.236 } },
      readings: [{ ...now, kind: 'weight', channel: '1', grams: 1236, stable: true }],
    },
    {
      name: 'two load cells, one of them through a relay that writes numbers as text',
      payload: { Time: '2026-01-15T17:00:00', 'HX711-1': { Weight: 0.5 }, 'HX711-2': { Weight: '0.250' } },
      readings: [
        { ...now, kind: 'weight', channel: '1', grams: 500, stable: false },
        { ...now, kind: 'weight', channel: '2', grams: 250, stable: false },
      ],
    },
    {
      name: 'a card; what it holds stays on it',
      payload: { Time: '2026-01-15T17:00:00', PN532: { UID: '04a1b2c3', Data: 'top secret' } },
      readings: [{ ...now, kind: 'card', card: '04A1B2C3', antenna: 0, rssi: null }],
    },
    {
      name: 'a door contact and a relay',
      settings: { inputs: { switch1: 'door' } },
      payload: { Time: '2026-01-15T17:00:00', Switch1: 'ON', POWER2: 'OFF' },
      readings: [
        { ...now, kind: 'climate', doorOpen: true },
        { ...now, kind: 'state', values: { switch1: true, power2: false } },
      ],
    },
    {
      name: 'a pressed button',
      topic: 'stat/device-1/RESULT',
      payload: { Button1: { Action: 'DOUBLE' } },
      readings: [{ ...now, kind: 'button', button: 'button1-double' }],
    },
    {
      name: 'the answer to a command',
      topic: 'stat/device-1/RESULT',
      payload: { POWER: 'ON' },
      readings: [{ ...now, kind: 'state', values: { power: true, answered: 'POWER' } }],
    },
    {
      name: 'the last will',
      topic: 'device-1/tele/LWT',
      payload: 'Offline',
      readings: [{ ...now, kind: 'status', online: false, boot: null }],
    },
    {
      name: 'a probe that fell off its wire',
      payload: { Time: '2026-01-15T17:00:00', DS18B20: { Temperature: -127 } },
      readings: [],
      rejected: 'out-of-range',
    },
    { name: 'what others ask of it', topic: 'cmnd/device-1/POWER', payload: 'on', readings: [] },
    {
      name: 'a meter of three phases',
      payload: { Time: '2026-01-15T17:00:00', ENERGY: { Total: 3.5, Power: [4, 5, 6], Voltage: 231 } },
      readings: [{ ...now, kind: 'state', values: { power1W: 4, power2W: 5, power3W: 6, voltageV: 231, energyKwh: 3.5 } }],
    },
    {
      name: 'a contact and a climate sensor behind its Zigbee radio: the first one is the device',
      payload: {
        ZbReceived: {
          '0x3A01': { Device: '0x3A01', Name: 'Back door', Contact: 1, BatteryVoltage: 2.9, Endpoint: 1, LinkQuality: 88 },
          '0x3A02': { Device: '0x3A02', Temperature: 19.5, LinkQuality: 70 },
        },
      },
      readings: [
        { ...now, kind: 'climate', doorOpen: true },
        { ...now, kind: 'state', values: { batteryMv: 2_900, linkQuality: 88, '0x3A02Temperature': 19.5, '0x3A02LinkQuality': 70 } },
      ],
    },
    {
      name: 'somebody moves before a Zigbee sensor that store.yaml names',
      settings: { zigbee: 'Aisle 3' },
      payload: { ZbReceived: { '0x3A03': { Device: '0x3A03', Name: 'Aisle 3', Occupancy: 1, BatteryPercentage: 91 } } },
      readings: [
        { ...now, kind: 'presence', people: 1, counted: false },
        { ...now, kind: 'state', values: { batteryPct: 91 } },
      ],
    },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
