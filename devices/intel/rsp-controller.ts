import { z } from 'zod';
import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { StateReported, TagRead } from '../../gateway/domain/readings.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, refuse } from '../kit/json.ts';
import { pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { readEpc, readTid } from '../kit/tag-identity.ts';
import { fillTopic } from '../kit/topics.ts';
import { readNumber, readVendorTime, readWhole, toDetail, toTagRead } from '../kit/vendor-tags.ts';

const MAX_ENTRIES = 5_000;
const MAX_NAME = 64;
/** The tag is there; where it is now is the location. */
const SEEN: ReadonlySet<unknown> = new Set(['arrival', 'moved', 'returned', 'cycle_count']);
const EVENT_KEYS: ReadonlySet<string> = new Set([
  'facility_id',
  'epc_code',
  'tid',
  'epc_encode_format',
  'event_type',
  'timestamp',
  'location',
]);
const DATA_KEYS: ReadonlySet<string> = new Set(['epc', 'tid', 'antenna_id', 'last_read_on', 'rssi', 'phase', 'frequency']);

const SETTINGS = z.strictObject({
  locations: z
    .record(z.string().min(1).max(MAX_NAME), z.int().min(1).max(256))
    .default({})
    .describe('Port of store.yaml for each location name of the controller (name: port); a name that is missing gives port 0.'),
});
type Settings = z.output<typeof SETTINGS>;

function decode(message: DeviceMessage, { settings }: DriverContext<Settings>): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const { value } = json;
  if (!isObject(value)) return refuse('wrong-type', 'expected an object');
  const decoding = startDecoding(message);
  const { params } = value;
  if (value.method === 'inventory_event') return readAll(params, (event) => readEvent(event, settings, decoding), decoding);
  if (value.method === 'inventory_data') return readAll(params, (data) => readData(data, decoding), decoding);
  if (value.jsonrpc === '2.0' && typeof value.method === 'string')
    return nothing(decoding, value.method.includes('heartbeat') ? 'heartbeat' : 'reader-event');
  if (value.epc !== undefined) return readAll({ data: [value] }, (data) => readData(data, decoding), decoding);
  if (value.jsonrpc === '2.0' && (value.result !== undefined || value.error !== undefined)) return nothing(decoding, 'command-reply');
  return refuse('unknown-shape', 'neither a notification nor a read');
}

type Told = TagRead | StateReported;

function readAll(params: unknown, readOne: (entry: JsonObject) => Told | null | Refusal, decoding: Decoding): Decoded {
  if (!isObject(params) || !Array.isArray(params.data)) return refuse('wrong-type', 'params.data: expected a list');
  if (params.data.length > MAX_ENTRIES) return refuse('too-many', `params.data: more than ${MAX_ENTRIES}`);
  const readings: Told[] = [];
  for (const entry of params.data) {
    const reading = isObject(entry) ? readOne(entry) : refuse('wrong-type', 'params.data: expected objects');
    if (isRefusal(reading)) return reading;
    if (reading !== null) readings.push(reading);
  }
  return readings.length > 0 ? accepted(decoding, readings) : nothing(decoding, params.data.length === 0 ? 'no-tag' : 'reader-event');
}

/** What the controller decided of a tag. The time is that of the event; it may be told many seconds later. */
function readEvent(event: JsonObject, { locations }: Settings, decoding: Decoding): Told | null | Refusal {
  for (const key in event) if (!EVENT_KEYS.has(key)) decoding.unknownKeys++;
  const epc = readEpc(event.epc_code);
  if (epc === null) return refuse('bad-epc', 'epc_code: expected a whole EPC');
  const location = event.location ?? '';
  if (typeof location !== 'string' || location.length > MAX_NAME) {
    return refuse('wrong-type', `location: expected a name of up to ${MAX_NAME} characters`);
  }
  const reportedAt = readVendorTime(event.timestamp, decoding);
  // A tag that has gone was not read: it is told as a state, and no antenna heard it.
  if (event.event_type === 'departed') {
    return {
      ...sensed(decoding, reportedAt),
      kind: 'state',
      values: { event: 'departed', epc, ...(location === '' ? {} : { zone: location }) },
    };
  }
  if (!SEEN.has(event.event_type)) {
    warn(decoding, 'unknown-event');
    return null;
  }
  const antenna = Object.hasOwn(locations, location) ? (locations[location] ?? null) : null;
  const detail = toDetail({ antennaName: location === '' ? null : location });
  return toTagRead({ epc, tid: readTid(event.tid), antenna, rssi: null, count: null, detail }, reportedAt, decoding);
}

/** One read of a sensor: antennas count from 0, the signal is in tenths of dBm. The unit of the phase is nowhere told. */
function readData(data: JsonObject, decoding: Decoding): Told | Refusal {
  for (const key in data) if (!DATA_KEYS.has(key)) decoding.unknownKeys++;
  const epc = readEpc(data.epc);
  if (epc === null) return refuse('bad-epc', 'epc: expected a whole EPC');
  const antenna = readWhole(typeof data.antenna_id === 'number' ? data.antenna_id + 1 : data.antenna_id, QUANTITIES.antenna, 'antenna_id');
  const rssi = readNumber(data.rssi, QUANTITIES.rssi, 'rssi', (tenths) => tenths / 10);
  const frequencyKhz = readNumber(data.frequency, QUANTITIES['detail.frequencyKhz'], 'frequency');
  for (const value of [antenna, rssi, frequencyKhz]) if (isRefusal(value)) return value;
  const told = {
    epc,
    tid: readTid(data.tid),
    antenna: antenna as number | null,
    rssi: rssi as number | null,
    count: null,
    detail: toDetail({ frequencyKhz: frequencyKhz as number | null }),
  };
  return toTagRead(told, readVendorTime(data.last_read_on, decoding), decoding);
}

const EVENTS = 'rfid/controller/{address}/events';
const DATA = 'rfid/rsp/data/{address}';

/** A read with a named place is one of the controller's events, any other one of a sensor. */
function writeRead(read: TagRead, device: DeviceId): { topic: string; bytes: Uint8Array } {
  const time = read.reportedAt ?? read.at;
  const location = read.detail?.antennaName;
  const common = { sent_on: time, device_id: device, facility_id: '{store}' };
  const [method, topic, entry] =
    location === undefined
      ? ['inventory_data', DATA, dataOf(read, time)]
      : ['inventory_event', EVENTS, { epc_code: read.epc, tid: read.tid, event_type: 'moved', timestamp: time, location }];
  const message = { jsonrpc: '2.0', method, params: { ...common, data: [entry] } };
  return { topic: fillTopic(topic, { store: '{store}', device }), bytes: Buffer.from(JSON.stringify(message)) };
}

const dataOf = ({ epc, tid, antenna, rssi, detail }: TagRead, time: number): JsonObject => ({
  epc,
  tid,
  ...(antenna === 0 ? {} : { antenna_id: antenna - 1 }),
  last_read_on: time,
  ...(rssi === null ? {} : { rssi: Math.round(rssi * 10) }),
  ...(detail?.frequencyKhz === undefined ? {} : { frequency: detail.frequencyKhz }),
});

const at = EXAMPLE_RECEIVED_AT - 1_000;
const epc = '30340242201D884000000001';
const read = { at, reportedAt: at, kind: 'tag', epc, antenna: 0, rssi: null, tid: null, count: 1 };
const event = (event_type: string, more: object = {}) => ({
  jsonrpc: '2.0',
  method: 'inventory_event',
  params: {
    sent_on: at + 500,
    device_id: 'controller-1',
    data: [
      { facility_id: 'shop', epc_code: epc, tid: null, epc_encode_format: 'tbd', event_type, timestamp: at, location: 'Shelf 4', ...more },
    ],
  },
});

/**
 * The RSP controller, which decides by itself where a tag is, and the reads of its sensors. Its events topic
 * (`rfid/controller/events`) names no device: store.yaml gives it under `topics`, or a bridge puts a name into it.
 * @see Intel RSP Controller API, inventory_event and inventory_data
 */
export const rspController = defineDevice({
  driver: 'rsp-controller',
  family: 'rfid-controller-events',
  role: 'reader',
  vendor: 'Intel',
  models: ['RSP Controller', 'H1000', 'H3000', 'H4000'],
  description:
    'Intel RSP controller: arrivals, moves and departures as JSON-RPC over MQTT; its sensors too (topics: rfid/controller/events)',
  transports: ['mqtt'],
  topics: [EVENTS, DATA],
  quantities: pickQuantities('antenna', 'rssi', 'detail.frequencyKhz'),
  settings: SETTINGS,
  decode,
  encode: (readings, device) => readings.filter((reading) => reading.kind === 'tag').map((reading) => writeRead(reading, device)),
  examples: [
    {
      name: 'a tag moved to a location whose port is known',
      payload: event('moved'),
      settings: { locations: { 'Shelf 4': 7 } },
      readings: [{ ...read, antenna: 7, detail: { antennaName: 'Shelf 4' } }],
    },
    {
      name: 'a tag arrived at a location without a port',
      payload: event('arrival', { tid: '0' }),
      readings: [{ ...read, detail: { antennaName: 'Shelf 4' } }],
    },
    {
      name: 'a tag departed: a state, since nobody heard it',
      payload: event('departed'),
      readings: [{ at, reportedAt: at, kind: 'state', values: { event: 'departed', epc, zone: 'Shelf 4' } }],
    },
    {
      name: 'a read of a sensor: antennas count from 0, the signal in tenths',
      topic: 'rfid/rsp/data/rsp-1',
      payload: {
        jsonrpc: '2.0',
        method: 'inventory_data',
        params: {
          device_id: 'rsp-1',
          data: [{ epc, tid: null, antenna_id: 1, last_read_on: at, rssi: -615, phase: 12, frequency: 915_250 }],
        },
      },
      readings: [{ ...read, antenna: 2, rssi: -61.5, detail: { frequencyKhz: 915_250 } }],
    },
    { name: 'a heartbeat', payload: { jsonrpc: '2.0', method: 'controller_heartbeat', params: { sent_on: at } }, readings: [] },
    { name: 'an event that came later than this driver', payload: event('parked'), readings: [] },
    { name: 'an EPC of 23 digits', payload: event('moved', { epc_code: epc.slice(1) }), readings: [], rejected: 'bad-epc' },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
