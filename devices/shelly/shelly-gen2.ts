import { z } from 'zod';
import type { Instant } from '../../gateway/domain/units.ts';
import { accepted, type Decoding, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, readJson, readText, refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { LAMPS, shellyConfirms, shellyRequest } from '../kit/shelly/commands.ts';
import { type ComponentOptions, readComponent } from '../kit/shelly/read-components.ts';
import { readEvents, readSeconds } from '../kit/shelly/read-events.ts';
import { contactUses } from '../kit/telemetry/contact.ts';
import { startTelemetry } from '../kit/telemetry/telemetry.ts';
import { fillTopic, lastLevel } from '../kit/topics.ts';

const settings = z.strictObject({
  inputs: contactUses,
  lamp: z.enum(LAMPS).default('light').describe('The part of the device that light commands go to'),
});
type Settings = z.output<typeof settings>;

/** What a part or the device can be told in one word: `on`, `toggle,10`, `status_update`, `pos,50`. */
const ORDER = /^[a-z_]{2,16}(,\d{1,6}){0,3}$/;

/** JSON-RPC notifications and answers by their shape; `online` and `status/<part>` by their topic. */
function decode(message: DeviceMessage, { settings, memory }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const levels = message.topic.split('/');
  const end = lastLevel(message.topic);
  if (end === 'online') return readOnline(message, decoding);
  if (levels.at(-2) === 'debug') return nothing(decoding, 'log');
  if ((end === 'command' || levels.at(-2) === 'command') && ORDER.test(readText(message.bytes) ?? '')) return nothing(decoding, 'command');
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const { value } = json;
  if (!isObject(value)) return refuse('wrong-type', 'expected an object');
  const options = { ...settings, memory };
  if (levels.at(-2) === 'status') {
    const decoded = readParts({ [end]: value }, null, decoding, options);
    // Every part that there may be several of repeats its number: without it and without a single value these are other words.
    const [, id] = end.split(':');
    const isForeign = decoded.ok && decoded.readings.length === 0 && id !== undefined && value.id !== Number(id);
    return isForeign ? refuse('unknown-shape', 'no status of this part') : decoded;
  }
  if (value.result !== undefined || value.error !== undefined) {
    if (value.error !== undefined) warn(decoding, 'command-refused');
    return nothing(decoding, 'command-reply');
  }
  const { method, params } = value;
  // A request of somebody: it has a number, notifications have none.
  if (typeof method === 'string' && value.id !== undefined && !method.startsWith('Notify')) return nothing(decoding, 'command');
  if (typeof method !== 'string' || !isObject(params)) return refuse('unknown-shape', 'no notification');
  if (method === 'NotifyEvent') return readEvents(params, decoding);
  if (method !== 'NotifyStatus' && method !== 'NotifyFullStatus') return refuse('unknown-shape', 'an unknown method');
  return readParts(params, readSeconds(params.ts, decoding), decoding, options);
}

function readOnline({ bytes }: DeviceMessage, decoding: Decoding): Decoded {
  const text = bytes.length <= 8 ? readText(bytes) : null;
  if (text !== 'true' && text !== 'false') return refuse(bytes.length === 0 ? 'empty' : 'unknown-shape', 'expected true or false');
  return accepted(decoding, [{ ...sensed(decoding, null), kind: 'status', online: text === 'true', boot: null }]);
}

function readParts(parts: JsonObject, reportedAt: Instant | null, decoding: Decoding, options: ComponentOptions): Decoded {
  const telemetry = startTelemetry(decoding);
  let isOurs = false;
  for (const [key, value] of Object.entries(parts)) isOurs = readComponent(key, value, telemetry, options) || isOurs;
  return isOurs ? telemetry.finish(reportedAt, 'status') : refuse('unknown-shape', 'no part of this hardware');
}

/** What the device would say; null for what it has no words for. */
function write(reading: DeviceReading, id: string): readonly [string, string] | null {
  const ts = (reading.reportedAt ?? reading.at) / 1_000;
  const notify = (method: string, params: JsonObject): readonly [string, string] => [
    'events/rpc',
    JSON.stringify({ src: id, dst: `${id}/events`, method, params: { ts, ...params } }),
  ];
  switch (reading.kind) {
    case 'status':
      return ['online', String(reading.online)];
    case 'climate': {
      const { temperature: tC, humidity: rh, illuminanceLux: lux } = reading;
      const parts = {
        ...(tC === undefined ? {} : { 'temperature:0': { id: 0, tC } }),
        ...(rh === undefined ? {} : { 'humidity:0': { id: 0, rh } }),
        ...(lux === undefined ? {} : { 'illuminance:0': { id: 0, lux } }),
      };
      return Object.keys(parts).length === 0 ? null : notify('NotifyStatus', parts);
    }
    case 'button': {
      const [, component = '', input = '', push = ''] = /^(input|sys)(\d*)-(\w+-push)$/.exec(reading.button) ?? [];
      if (push === '') return null;
      const event = `${component === 'sys' ? 'sys_' : ''}${push.replaceAll('-', '_')}`;
      return notify('NotifyEvent', { events: [{ component: input === '' ? component : `${component}:${input}`, event, ts }] });
    }
    case 'state': {
      const relays = Object.entries(reading.values).flatMap(([key, output]) => {
        const [, part, number] = /^(switch|light)(\d)$/.exec(key) ?? [];
        return number === undefined || typeof output !== 'boolean' ? [] : [[`${part}:${number}`, { id: Number(number), output }] as const];
      });
      return relays.length === 0 ? null : notify('NotifyStatus', Object.fromEntries(relays));
    }
    default:
      return null;
  }
}

const at = EXAMPLE_RECEIVED_AT - 1_000;
const ts = at / 1_000;
const told = { at, reportedAt: at };
const now = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };
const src = 'shellyplus1-0200000000aa';

/** Shelly devices of the second generation and later. @see Shelly technical documentation, Gen2 RPC over MQTT */
export const shellyGen2 = defineDevice({
  driver: 'shelly-gen2',
  family: 'shelly-gen2',
  role: 'sensor',
  vendor: 'Shelly',
  models: ['Plus 1', 'Plus H&T', 'Pro 3', 'Mini Gen3', 'Plus i4', 'Plus RGBW PM'],
  description: 'Shelly Gen2 and later: relays, lamps, inputs, climate sensors and batteries as JSON-RPC notifications',
  transports: ['mqtt'],
  topics: ['{address}/events/rpc', '{address}/online', '{address}/aisle/rpc', '{address}/status/+', '{address}/debug/+'],
  listens: ['{address}/rpc', '{address}/command', '{address}/command/#'],
  quantities: pickQuantities('temperature', 'humidity', 'illuminanceLux'),
  settings,
  decode,
  encode: (readings, device) =>
    readings.flatMap((reading) => {
      const written = write(reading, device);
      if (written === null) return [];
      return [{ topic: fillTopic(`{address}/${written[0]}`, { store: '{store}', device }), bytes: Buffer.from(written[1]) }];
    }),
  command: (command, { address, settings: { lamp } }) => shellyRequest(command, address, lamp),
  confirms: shellyConfirms,
  examples: [
    {
      name: 'a relay switched by hand; only what changed is told',
      payload: { src, method: 'NotifyStatus', params: { ts, 'switch:1': { id: 1, output: true, source: 'switch' } } },
      readings: [{ ...told, kind: 'state', values: { switch1: true, switch1Source: 'switch' } }],
    },
    {
      name: 'climate and battery of a sensor that woke up; an add-on probe comes second',
      payload: {
        src,
        method: 'NotifyFullStatus',
        params: {
          ts,
          'temperature:0': { id: 0, tC: 21.4, tF: 70.5 },
          'humidity:0': { id: 0, rh: 45 },
          'temperature:100': { id: 100, tC: -18.5, tF: -1.3 },
          'devicepower:0': { id: 0, battery: { V: 5.81, percent: 82 }, external: { present: false } },
          wifi: { sta_ip: '192.0.2.8', rssi: -61 },
          cloud: { connected: false },
        },
      },
      readings: [
        { ...told, kind: 'climate', temperature: 21.4, humidity: 45 },
        {
          ...told,
          kind: 'state',
          values: { temperature100C: -18.5, batteryPct: 82, batteryMv: 5_810, externalPower: false, wifiDbm: -61 },
        },
        { ...told, kind: 'info', address: '192.0.2.8' },
      ],
    },
    {
      name: 'a door contact on an input',
      settings: { inputs: { input0: 'door-inverted' } },
      topic: 'device-1/status/input:0',
      payload: { id: 0, state: false },
      readings: [
        { ...now, kind: 'climate', doorOpen: true },
        { ...now, kind: 'state', values: { input0: false } },
      ],
    },
    {
      name: 'one push is one button, however many edges it has',
      payload: {
        src,
        method: 'NotifyEvent',
        params: {
          ts,
          events: [
            { component: 'input:0', id: 0, event: 'btn_down', ts },
            { component: 'input:0', id: 0, event: 'btn_up', ts },
            { component: 'input:0', id: 0, event: 'double_push', ts },
          ],
        },
      },
      readings: [{ ...told, kind: 'button', button: 'input0-double-push' }],
    },
    {
      name: 'the last will',
      topic: 'device-1/online',
      payload: 'false',
      readings: [{ ...now, kind: 'status', online: false, boot: null }],
    },
    {
      name: 'a relay by its own topic',
      topic: 'device-1/status/switch:0',
      payload: { id: 0, source: 'init', output: true, apower: 3.2 },
      readings: [{ ...now, kind: 'state', values: { switch0: true, switch0PowerW: 3.2, switch0Source: 'init' } }],
    },
    {
      name: 'meters of one and of three phases',
      payload: {
        src,
        method: 'NotifyStatus',
        params: {
          ts,
          'em1:1': { id: 1, act_power: 4.5, voltage: 231, current: 0.1 },
          'em:0': { id: 0, a_voltage: 230, total_act_power: 90, total_current: 0.5 },
        },
      },
      readings: [
        {
          ...told,
          kind: 'state',
          values: { em11VoltageV: 231, em11CurrentA: 0.1, em11PowerW: 4.5, em0PowerW: 90, em0CurrentA: 0.5 },
        },
      ],
    },
    {
      name: 'a Bluetooth sensor that it hears',
      payload: { src, method: 'NotifyStatus', params: { ts, 'bthomesensor:200': { id: 200, value: 18.5, last_updated_ts: 1 } } },
      readings: [{ ...told, kind: 'state', values: { bthomesensor200: 18.5 } }],
    },
    { name: 'a request of somebody', payload: { id: 4, src: 'other', method: 'Switch.Set', params: { id: 0, on: true } }, readings: [] },
    { name: 'a command of somebody', topic: 'device-1/command/switch:0', payload: 'on', readings: [] },
    { name: 'an answer to a command', topic: 'device-1/aisle/rpc', payload: { id: 'c-1', src, result: { was_on: false } }, readings: [] },
    {
      name: 'an output that is neither on nor off',
      payload: { src, method: 'NotifyStatus', params: { ts, 'switch:0': { output: 'on' } } },
      readings: [],
      rejected: 'wrong-type',
    },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
