import { z } from 'zod';
import { grams } from '../../gateway/domain/units.ts';
import { accepted, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { esphomeCommand, esphomeConfirms } from '../kit/esphome/commands.ts';
import { guessMeaning, MEANINGS, type Meaning, STATE_NAMES } from '../kit/esphome/meaning.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, readJson, readPlainText, readText, refuse } from '../kit/json.ts';
import { isInRange, pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { camelKey, dashedName, readOnOff } from '../kit/telemetry/names.ts';
import { gramsOfKg, isSettled, stableWithinG } from '../kit/telemetry/settling.ts';
import { startTelemetry, type Telemetry } from '../kit/telemetry/telemetry.ts';
import { readCardText, tellCard } from '../kit/telemetry/told-card.ts';
import { fillTopic, lastLevel } from '../kit/topics.ts';

const ESCAPE = '\x1b';

const settings = z.strictObject({
  sensors: z
    .record(z.string().min(1).max(64), z.enum(MEANINGS))
    .default({})
    .describe(
      'What an entity tells, by its object id; by default guessed from the end of its name. `door` and `occupancy`: on = open, taken',
    ),
  switches: z.array(z.string().min(1).max(64)).max(16).default([]).describe('Object ids of the switches, in the order of the channels'),
  light: z.string().max(64).default('').describe('Object id of the lamp that light commands go to'),
  stableWithinG,
});
type Settings = z.output<typeof settings>;
type Context = DriverContext<Settings>;

/** A line of the log, with the colours of a terminal. */
const isLog = (bytes: Uint8Array): boolean => {
  const text = readText(bytes);
  return text !== null && readPlainText(Buffer.from(text.replaceAll(`${ESCAPE}[`, ''))) !== null;
};

/** One value a message: `<prefix>/<component>/<object id>/state`; beside it the birth and will of the node and its log. */
function decode(message: DeviceMessage, context: Context): Decoded {
  const decoding = startDecoding(message);
  const levels = message.topic.split('/');
  const end = lastLevel(message.topic);
  if (end === 'debug') return !isLog(message.bytes) ? refuse('not-utf8', 'bytes are no text') : nothing(decoding, 'log');
  if (end === 'command') return nothing(decoding, 'command');
  if (message.bytes.length === 0) return refuse('empty', 'no bytes');
  const text = readPlainText(message.bytes)?.trim();
  if (text === undefined) return refuse('not-utf8', 'bytes are no text');
  if (end === 'status') {
    if (text !== 'online' && text !== 'offline') return refuse('unknown-shape', 'expected online or offline');
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'status', online: text === 'online', boot: null }]);
  }
  const [component = '', objectId = ''] = levels.slice(-3, -1);
  if (end !== 'state' || objectId === '') return refuse('unknown-shape', 'no topic of an entity');
  const telemetry = startTelemetry(decoding);
  // The sensor could not be read.
  if (text.toLowerCase() === 'nan') return nothing(decoding, 'no-value');
  if (component === 'light') return readLight(message, telemetry, objectId, context);
  const { sensors } = context.settings;
  const meaning = Object.hasOwn(sensors, objectId) ? sensors[objectId] : undefined;
  readEntity(meaning ?? guessMeaning(component, objectId), component, objectId, text, telemetry, context);
  return telemetry.finish(null, 'no-event');
}

function readEntity(meaning: Meaning, component: string, objectId: string, text: string, telemetry: Telemetry, context: Context): void {
  const isOn = readOnOff(text);
  const number = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
  if (meaning === 'card') {
    const card = readCardText(text);
    if (card === null) telemetry.fail('wrong-type', 'expected hex of 4 to 10 bytes');
    else tellCard(card, telemetry, true);
  } else if (meaning === 'state' && component === 'text_sensor' && isIdentity(text)) warn(telemetry.decoding, 'unnamed-identity');
  else if (meaning === 'state') {
    const place = component === 'switch' ? context.settings.switches.indexOf(objectId) : -1;
    if (/(^|_)weight$/.test(objectId)) warn(telemetry.decoding, 'unit-unknown');
    telemetry.state(place < 0 ? (STATE_NAMES.get(objectId) ?? camelKey(objectId)) : `switch${place}`, isOn ?? number ?? text);
  } else if (meaning === 'door' || meaning === 'occupancy' || meaning === 'button') {
    if (isOn === null) telemetry.fail('wrong-type', 'expected ON or OFF');
    else if (meaning === 'door') telemetry.doorOpen(isOn);
    else if (meaning === 'occupancy') telemetry.add({ kind: 'presence', people: isOn ? 1 : 0, counted: false });
    else if (isOn) telemetry.add({ kind: 'button', button: dashedName(objectId) });
  } else if (number === null) telemetry.fail('wrong-type', 'expected a number');
  else if (meaning === 'people') readPeople(number, telemetry);
  else if (meaning === 'weight-g' || meaning === 'weight-kg')
    readWeight(objectId, meaning === 'weight-g' ? number : gramsOfKg(number), telemetry, context);
  else telemetry.measure(meaning === 'illuminance' ? 'illuminanceLux' : meaning, number, camelKey(objectId));
}

/** What could be the number of a card or a person stays out of a state, which everybody sees. */
const isIdentity = (text: string): boolean => /^[\s:-]*([0-9A-Fa-f][\s:-]*){8,}$/.test(text);

function readPeople(people: number, telemetry: Telemetry): void {
  if (!isInRange(people, QUANTITIES.people)) telemetry.fail('out-of-range', 'people: outside 0 to 10000');
  else if (!Number.isInteger(people)) telemetry.fail('wrong-type', 'people: expected a whole number');
  else telemetry.add({ kind: 'presence', people, counted: true });
}

function readWeight(channel: string, weight: number, telemetry: Telemetry, { memory, settings }: Context): void {
  if (!isInRange(weight, QUANTITIES.grams)) telemetry.fail('out-of-range', 'weight: outside -1000000 to 1000000 g');
  else {
    const stable = isSettled(memory, channel, weight, settings.stableWithinG);
    telemetry.add({ kind: 'weight', channel: channel.slice(0, 64), grams: grams(weight), stable });
  }
}

/** `{"state":"ON","brightness":255,"color":{...}}`. */
function readLight({ bytes }: DeviceMessage, telemetry: Telemetry, objectId: string, { settings }: Context): Decoded {
  const json = readJson(bytes);
  if (!json.ok) return json;
  const isOn = isObject(json.value) ? readOnOff(json.value.state) : null;
  if (!isObject(json.value) || isOn === null) return refuse('unknown-shape', 'expected a state of ON or OFF');
  const name = objectId === settings.light ? 'light' : camelKey(objectId);
  telemetry.state(name, isOn);
  telemetry.state(`${name}Brightness`, json.value.brightness);
  return telemetry.finish(null, 'unchanged');
}

/** The entities by which a node with guessable names would tell a reading. */
function write(reading: DeviceReading): readonly (readonly [string, string])[] {
  const entity = (name: string, value: unknown) => [`${name}/state`, String(value)] as const;
  const onOff = (on: boolean) => (on ? 'ON' : 'OFF');
  switch (reading.kind) {
    case 'status':
      return [['status', reading.online ? 'online' : 'offline']];
    case 'climate': {
      const { temperature, humidity, illuminanceLux, doorOpen } = reading;
      return [
        ...(temperature === undefined ? [] : [entity('sensor/temperature', temperature)]),
        ...(humidity === undefined ? [] : [entity('sensor/humidity', humidity)]),
        ...(illuminanceLux === undefined ? [] : [entity('sensor/illuminance', illuminanceLux)]),
        ...(doorOpen === undefined ? [] : [entity('binary_sensor/door', onOff(doorOpen))]),
      ];
    }
    case 'weight': {
      const name = /^\w+_weight_g$/.test(reading.channel) ? reading.channel : 'weight_g';
      return [entity(`sensor/${name}`, reading.grams)];
    }
    case 'presence':
      return [reading.counted ? entity('sensor/people', reading.people) : entity('binary_sensor/occupancy', onOff(reading.people > 0))];
    case 'button':
      return [entity(`binary_sensor/${/button/.test(reading.button) ? reading.button.replaceAll('-', '_') : 'button'}`, 'ON')];
    case 'card':
      return [entity('text_sensor/card', reading.card)];
    default:
      return [];
  }
}

const now = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };

/** Own nodes with ESPHome firmware; `address` is the topic prefix. @see ESPHome documentation, MQTT client component */
export const esphome = defineDevice({
  driver: 'esphome',
  family: 'esphome',
  role: 'sensor',
  vendor: 'ESPHome',
  models: ['ESP8266', 'ESP32', 'RP2040'],
  description: 'ESPHome firmware over MQTT: one value a topic, meant as store.yaml says or as its name lets guess',
  transports: ['mqtt'],
  topics: ['{address}/sensor/+/state', '{address}/binary_sensor/+/state', '{address}/+/+/state', '{address}/status', '{address}/debug'],
  listens: ['{address}/+/+/command'],
  quantities: pickQuantities('temperature', 'humidity', 'illuminanceLux', 'grams', 'people'),
  settings,
  isPersonal: true,
  decode,
  encode: (readings, device) =>
    readings.flatMap(write).map(([end, text]) => ({
      topic: fillTopic(`{address}/${end}`, { store: '{store}', device }),
      bytes: Buffer.from(text),
    })),
  command: (command, { address, settings }) => esphomeCommand(command, address, settings),
  confirms: esphomeConfirms,
  examples: [
    {
      name: 'a temperature, known by its name',
      topic: 'device-1/sensor/window_temperature/state',
      payload: '21.5',
      readings: [{ ...now, kind: 'climate', temperature: 21.5 }],
    },
    {
      name: 'a load cell in kilograms, as the installer says; at rest, since it says the same again',
      topic: 'device-1/sensor/bin_4/state',
      settings: { sensors: { bin_4: 'weight-kg' } },
      before: [{ payload: '1.2341' }],
      payload: '1.2345',
      readings: [{ ...now, kind: 'weight', channel: 'bin_4', grams: 1_234.5, stable: true }],
    },
    {
      name: 'a door contact',
      topic: 'device-1/binary_sensor/front_door/state',
      payload: 'ON',
      readings: [{ ...now, kind: 'climate', doorOpen: true }],
    },
    {
      name: 'people in a zone',
      topic: 'device-1/sensor/people_count/state',
      payload: '3.0',
      readings: [{ ...now, kind: 'presence', people: 3, counted: true }],
    },
    {
      name: 'a help button; letting it go is no other push',
      topic: 'device-1/binary_sensor/help_button/state',
      payload: 'ON',
      readings: [{ ...now, kind: 'button', button: 'help-button' }],
    },
    {
      name: 'a card, as a text with dashes',
      topic: 'device-1/text_sensor/last_tag/state',
      payload: '1a-c0-ff-ee',
      readings: [{ ...now, kind: 'card', card: '1AC0FFEE', antenna: 0, rssi: null }],
    },
    {
      name: 'a switch that store.yaml names',
      topic: 'device-1/switch/lock/state',
      settings: { switches: ['fan', 'lock'] },
      payload: 'OFF',
      readings: [{ ...now, kind: 'state', values: { switch1: false } }],
    },
    {
      name: 'a lamp',
      topic: 'device-1/light/shelf/state',
      settings: { light: 'shelf' },
      payload: { state: 'ON', brightness: 128, color_mode: 'rgb' },
      readings: [{ ...now, kind: 'state', values: { light: true, lightBrightness: 128 } }],
    },
    { name: 'a sensor that cannot be read', topic: 'device-1/sensor/air_humidity/state', payload: 'nan', readings: [] },
    { name: 'the will', topic: 'device-1/status', payload: 'offline', readings: [{ ...now, kind: 'status', online: false, boot: null }] },
    {
      name: 'bytes of something else',
      topic: 'device-1/sensor/raw/state',
      payload: '\u001bQA25.50',
      readings: [],
      rejected: 'not-utf8',
    },
    { name: 'a humidity that no air has', topic: 'device-1/sensor/humidity/state', payload: '140', readings: [], rejected: 'out-of-range' },
    { name: 'a word for a number', topic: 'device-1/sensor/temperature/state', payload: 'warm', readings: [], rejected: 'wrong-type' },
  ],
});
