import type { TagRead } from '../../gateway/domain/readings.ts';
import { accepted, type Decoding, isRefusal, nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, refuse } from '../kit/json.ts';
import { pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { readEpc, readTid } from '../kit/tag-identity.ts';
import { fillTopic } from '../kit/topics.ts';
import { readVendorTime, readWhole, toDetail, toTagRead } from '../kit/vendor-tags.ts';

const MAX_EVENTS = 5_000;
const DIRECTIONS: ReadonlySet<unknown> = new Set(['IN', 'OUT']);
/** `user` is memory content of the tag and left alone. */
const KEYS: ReadonlySet<string> = new Set(['eventID', 'gateID', 'direction', 'EPC', 'TID', 'user', 'timestamp']);

/** A list of passages, or a single one; an empty list is none. */
function decode(message: DeviceMessage): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const events = Array.isArray(json.value) ? json.value : [json.value];
  if (events.length > MAX_EVENTS) return refuse('too-many', `more than ${MAX_EVENTS} events`);
  const decoding = startDecoding(message);
  const reads: TagRead[] = [];
  for (const event of events) {
    const read = isObject(event) ? readEvent(event, decoding) : refuse('wrong-type', 'expected an event object');
    if (isRefusal(read)) return read;
    reads.push(read);
  }
  return reads.length > 0 ? accepted(decoding, reads) : nothing(decoding, 'no-tag');
}

function readEvent(event: JsonObject, decoding: Decoding): TagRead | Refusal {
  if (event.gateID === undefined || event.direction === undefined) return refuse('unknown-shape', 'no gateID and direction');
  for (const key in event) if (!KEYS.has(key)) decoding.unknownKeys++;
  const epc = readEpc(event.EPC);
  if (epc === null) return refuse('bad-epc', 'EPC: expected hex of whole 16-bit words');
  const direction = typeof event.direction === 'string' ? event.direction.toUpperCase() : null;
  if (!DIRECTIONS.has(direction)) return refuse('wrong-type', 'direction: expected IN or OUT');
  const gate = typeof event.gateID === 'string' && /^\d{1,3}$/.test(event.gateID) ? Number(event.gateID) : event.gateID;
  const antenna = typeof gate === 'string' ? null : readWhole(gate, QUANTITIES.antenna, 'gateID');
  if (isRefusal(antenna)) return antenna;
  const told = { epc, tid: readTid(event.TID), antenna, rssi: null, count: null, detail: toDetail({ antennaName: direction }) };
  return toTagRead(told, readVendorTime(event.timestamp, decoding), decoding);
}

const TOPIC = 'ifm/{address}/events';
const at = EXAMPLE_RECEIVED_AT - 1_000;
const EPC = '30340242201D884000000001';
const timestamp = '2026-01-15T10:00:00.000+0100';
const passage = { eventID: 7, gateID: 2, direction: 'IN', EPC, TID: 'E28011602000000000000001', user: '00112233', timestamp };
const read = {
  at,
  reportedAt: at,
  kind: 'tag',
  epc: EPC,
  antenna: 2,
  rssi: null,
  tid: passage.TID,
  count: 1,
  detail: { antennaName: 'IN' },
};

/** One passage as the gate words it; a read without a gate's number and a direction is none. */
const writeEvent = (one: TagRead, index: number): JsonObject => ({
  eventID: index + 1,
  gateID: one.antenna,
  direction: one.detail?.antennaName,
  EPC: one.epc,
  ...(one.tid === null ? {} : { TID: one.tid }),
  timestamp: new Date(one.reportedAt ?? one.at).toISOString().replace('Z', '+0000'),
});

/**
 * Gates that tell which tags went through and which way. The gate's number stands for the antenna, the direction for its name;
 * where the way matters, store.yaml gives each gate its zone. @see ifm RFID gate, messages of passages
 */
export const ifmGate = defineDevice({
  driver: 'ifm-gate',
  family: 'rfid-controller-events',
  role: 'reader',
  vendor: 'ifm',
  models: ['RFID gates that publish eventID, gateID and direction'],
  description: 'ifm RFID gates: passages of tags with their direction, as JSON over MQTT or HTTP',
  transports: ['mqtt', 'http'],
  topics: [TOPIC],
  quantities: pickQuantities('antenna'),
  decode,
  encode(readings, device) {
    const reads = readings.filter((reading) => reading.kind === 'tag').filter(({ detail }) => DIRECTIONS.has(detail?.antennaName));
    if (reads.length === 0) return [];
    return [{ topic: fillTopic(TOPIC, { store: '{store}', device }), bytes: Buffer.from(JSON.stringify(reads.map(writeEvent))) }];
  },
  examples: [
    { name: 'a tag came in', payload: [passage], readings: [read] },
    {
      name: 'two tags went out, the gate has a name, the chip was not read',
      payload: [1, 2].map((eventID) => ({ ...passage, eventID, gateID: 'dock', direction: 'OUT', TID: '' })),
      readings: new Array(2).fill({ ...read, antenna: 0, tid: null, detail: { antennaName: 'OUT' } }),
    },
    { name: 'one passage without a list', payload: { ...passage, gateID: '2' }, readings: [read] },
    { name: 'nobody went through', payload: [], readings: [] },
    { name: 'an EPC of 23 digits', payload: [{ ...passage, EPC: EPC.slice(1) }], readings: [], rejected: 'bad-epc' },
    { name: 'a direction that is none', payload: [{ ...passage, direction: 'UP' }], readings: [], rejected: 'wrong-type' },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
