import { z } from 'zod';
import { startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, readJson, refuse } from '../kit/json.ts';
import { commandNodes } from '../kit/opcua/command-nodes.ts';
import { writeNodeValues } from '../kit/opcua/node-value.ts';
import { readNodeValue } from '../kit/opcua/read-node-value.ts';
import { pickQuantities } from '../kit/quantities.ts';

const settings = z.strictObject({
  oneWay: z.boolean().default(false).describe('The counter knows one direction only: the other stays 0'),
});
type Settings = z.output<typeof settings>;

/** One value of one variable per frame. */
function decode(message: DeviceMessage, { memory, settings: { oneWay } }: DriverContext<Settings>): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  if (!isObject(json.value)) return refuse('wrong-type', 'expected an object');
  return readNodeValue(json.value, startDecoding(message), { memory, oneWay });
}

const at = EXAMPLE_RECEIVED_AT - 1_000;
const sourceTime = '2026-01-15T09:00:00.000Z';
const time = { at, reportedAt: at };

/**
 * Variables of an OPC UA server: controllers, cold rooms, gates, scales behind a PLC. store.yaml says what each means; the
 * gateway's OPC UA client makes a frame of each change (`{"as","name","value","status","sourceTime"}`).
 * @see OPC 10000-4, 5.13 (monitored items) and 7.38 (status codes)
 */
export const opcuaNodes = defineDevice({
  driver: 'opcua-nodes',
  family: 'opcua',
  role: 'sensor',
  vendor: 'OPC Foundation',
  models: ['any OPC UA server'],
  description: 'Variables of an OPC UA server: climate, doors, people, weights, counters, buttons, states; writes and methods as commands',
  transports: ['opcua'],
  topics: [],
  quantities: pickQuantities('temperature', 'humidity', 'illuminanceLux', 'people', 'grams', 'in', 'out'),
  settings,
  decode,
  encode: (readings) => readings.flatMap(writeNodeValues).map((value) => ({ topic: '', bytes: Buffer.from(JSON.stringify(value)) })),
  command: commandNodes,
  examples: [
    {
      name: 'a temperature',
      payload: { as: 'temperature', name: 'Cold room', value: 4.5, status: 'Good', sourceTime },
      readings: [{ ...time, kind: 'climate', temperature: 4.5 }],
    },
    {
      name: 'a door, kept as a number; the server does not say when',
      payload: { as: 'door', value: 1, status: 'Good', sourceTime: '1601-01-01T00:00:00.000Z' },
      readings: [{ at: at + 1_000, reportedAt: null, kind: 'climate', doorOpen: true }],
    },
    {
      name: 'a weight of uncertain quality is not stable',
      payload: { as: 'weight', name: '2', value: 1_250.5, status: 'UncertainLastUsableValue', sourceTime },
      readings: [{ ...time, kind: 'weight', channel: '2', grams: 1_250.5, stable: false }],
    },
    {
      name: 'a weight',
      payload: { as: 'weight', name: '2', value: 1_250.5, status: 'Good', sourceTime },
      readings: [{ ...time, kind: 'weight', channel: '2', grams: 1_250.5, stable: true }],
    },
    {
      name: 'people in a zone',
      payload: { as: 'people', value: 3, status: 'Good', sourceTime },
      readings: [{ ...time, kind: 'presence', people: 3, counted: true }],
    },
    {
      name: 'both directions of a counter are known',
      before: [{ payload: { as: 'count-in', name: 'north', value: 812, status: 'Good', sourceTime } }],
      payload: { as: 'count-out', name: 'north', value: 790, status: 'Good', sourceTime },
      readings: [{ ...time, kind: 'count', line: 'north', in: 812, out: 790, form: 'total' }],
    },
    { name: 'one direction is not the whole', payload: { as: 'count-in', value: 812, status: 'Good', sourceTime }, readings: [] },
    {
      name: 'a counter that knows one direction',
      settings: { oneWay: true },
      payload: { as: 'count-in', value: 812, status: 'Good', sourceTime },
      readings: [{ ...time, kind: 'count', line: '', in: 812, out: 0, form: 'total' }],
    },
    {
      name: 'a button',
      payload: { as: 'button', name: 'help', value: true, status: 'Good', sourceTime },
      readings: [{ ...time, kind: 'button', button: 'help' }],
    },
    {
      name: 'a button that was down when the gateway came',
      payload: { as: 'button', name: 'help', value: true, status: 'Good', sourceTime, initial: true },
      readings: [],
    },
    {
      name: 'a state',
      payload: { as: 'state', name: 'compressor', value: 'running', status: 'Good', sourceTime },
      readings: [{ ...time, kind: 'state', values: { compressor: 'running' } }],
    },
    {
      name: 'bad quality is no 0 g',
      payload: { as: 'weight', name: '2', value: 0, status: 'BadSensorFailure', sourceTime },
      readings: [],
    },
    {
      name: 'colder than anything',
      payload: { as: 'temperature', value: -273, status: 'Good', sourceTime },
      readings: [],
      rejected: 'out-of-range',
    },
    {
      name: 'a list where a number was expected',
      payload: { as: 'temperature', value: null, status: 'Good', sourceTime },
      readings: [],
      rejected: 'wrong-type',
    },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
