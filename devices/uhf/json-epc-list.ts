import type { DeviceId } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { accepted, nothing, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, readJson, refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { looksLikeGluedPc, unglue } from '../kit/serial-uhf/glued-pc.ts';
import { writeTags } from '../kit/serial-uhf/tags.ts';
import { readEpc } from '../kit/tag-identity.ts';
import { fillTopic } from '../kit/topics.ts';
import { readVendorTime, toTagRead } from '../kit/vendor-tags.ts';

const MAX_EPCS = 5_000;
const KEYS: ReadonlySet<string> = new Set(['device_id', 'timestamp', 'epcs']);

function decode(message: DeviceMessage): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const { value } = json;
  if (!isObject(value)) return refuse('wrong-type', 'expected an object');
  if (value.epcs === undefined) return refuse('unknown-shape', 'no epcs');
  if (!Array.isArray(value.epcs)) return refuse('wrong-type', 'epcs: expected a list');
  if (value.epcs.length > MAX_EPCS) return refuse('too-many', `epcs: more than ${MAX_EPCS}`);
  const decoding = startDecoding(message);
  for (const key in value) if (!KEYS.has(key)) decoding.unknownKeys++;
  const reportedAt = readVendorTime(value.timestamp, decoding);
  const reads: TagRead[] = [];
  for (const each of value.epcs) {
    const told = readEpc(each);
    if (told === null) return refuse('bad-epc', 'epcs: expected EPCs in hex');
    const tag = unglue(told);
    const epc = tag?.epc ?? told;
    const detail = tag === null ? null : { pcHex: tag.pcHex };
    if (looksLikeGluedPc(epc)) warn(decoding, 'glued-pc');
    reads.push(toTagRead({ epc, tid: null, antenna: null, rssi: null, count: null, detail }, reportedAt, decoding));
  }
  return reads.length > 0 ? accepted(decoding, reads) : nothing(decoding, 'no-tag');
}

const TOPIC = 'smartstock/{address}/events';
const at = EXAMPLE_RECEIVED_AT - 1_000;
const read = {
  at,
  reportedAt: at,
  kind: 'tag',
  epc: '30340242201D884000000001',
  antenna: 0,
  rssi: null,
  tid: null,
  count: 1,
  detail: null,
};

/** Small portals that put a serial reader on MQTT: a list of EPCs with one time, and nothing else. */
export const jsonEpcList = defineDevice({
  driver: 'json-epc-list',
  family: 'uhf-serial-ascii',
  role: 'reader',
  vendor: 'any',
  models: ['portals that publish {"device_id","timestamp","epcs"}'],
  description: 'Lists of EPCs as JSON over MQTT, without antenna and signal',
  transports: ['mqtt'],
  topics: [TOPIC],
  quantities: pickQuantities('antenna'),
  decode,
  encode: (readings, device: DeviceId) =>
    writeTags(
      readings,
      ({ epc, reportedAt, at }) =>
        Buffer.from(JSON.stringify({ device_id: device, timestamp: new Date(reportedAt ?? at).toISOString(), epcs: [epc] })),
      fillTopic(TOPIC, { store: '{store}', device }),
    ),
  examples: [
    {
      name: 'two tags at one time',
      payload: { device_id: 'portal-1', timestamp: '2026-01-15T09:00:00Z', epcs: ['30340242201d884000000001', 'A1B2C3D4E5F60718'] },
      readings: [read, { ...read, epc: 'A1B2C3D4E5F60718' }],
    },
    {
      name: 'what looks like a PC glued to a factory EPC stays what it is',
      payload: { device_id: 'portal-1', timestamp: '2026-01-15T09:00:00Z', epcs: ['3000E28011600000A1B2C3D4'] },
      readings: [{ ...read, epc: '3000E28011600000A1B2C3D4' }],
    },
    {
      name: 'a time without a zone cannot be used',
      payload: { device_id: 'portal-1', timestamp: '2026-01-15T17:00:00', epcs: ['30340242201D884000000001'] },
      readings: [{ ...read, at: at + 1_000, reportedAt: null }],
    },
    { name: 'nobody in the field', payload: { device_id: 'portal-1', timestamp: '2026-01-15T09:00:00Z', epcs: [] }, readings: [] },
    { name: 'one damaged EPC of two', payload: { epcs: ['30340242201D884000000001', '3034'] }, readings: [], rejected: 'bad-epc' },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
