import { z } from 'zod';
import type { TagRead } from '../../gateway/domain/readings.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import type { DeviceCommand, Outgoing } from '../kit/command.ts';
import { accepted, type Decoding, isRefusal, nothing, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, refuse } from '../kit/json.ts';
import { pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { zebraConnection, zebraHealth } from '../kit/reader-health/reader-health.ts';
import { readEpc, readTid } from '../kit/tag-identity.ts';
import { timezoneSetting } from '../kit/telemetry/timezone.ts';
import { fillTopic } from '../kit/topics.ts';
import { readNumber, readVendorTime, readWhole, toDetail, toTagRead, unlessZero } from '../kit/vendor-tags.ts';
import { isFxPost, readFxPost } from '../kit/zebra/fx-post.ts';

const MAX_READS = 5_000;
const READS_PER_MESSAGE = 40;
const ENVELOPE_KEYS: ReadonlySet<string> = new Set(['type', 'timestamp', 'data']);
/** Known and left alone are also memory content and access results: they may hold passwords. */
const READ_KEYS: ReadonlySet<string> = new Set(
  `idHex EPCid EPC eventNum format antenna peakRssi reads seenCount channel phase PC CRC XPC TID USER RESERVED accessResults
  userDefined HOSTNAME MAC firstSeenTime lastSeenTime`.split(/\s+/),
);

/** One envelope, or an array of them when the reader batches. Kinds share topics, so the shape decides. */
function decode(message: DeviceMessage, { settings: { timezone } }: DriverContext<Settings>): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const decoding = startDecoding(message);
  const envelopes = Array.isArray(json.value) ? json.value : [json.value];
  if (envelopes.length > MAX_READS) return refuse('too-many', `more than ${MAX_READS} envelopes`);
  const reads: DeviceReading[] = [];
  let none = 'keep-alive';
  for (const envelope of envelopes) {
    if (!isObject(envelope)) return refuse('wrong-type', 'expected an envelope object');
    const meaning = readEnvelope(unwrap(envelope), timezone, reads, decoding);
    if (isRefusal(meaning)) return meaning;
    none = meaning;
  }
  return reads.length > 0 ? accepted(decoding, reads) : nothing(decoding, none);
}

/** The contract of the sleds names its events (`dataEVT`, `heartBeatEVT`); some firmware puts that name around them. */
function unwrap(envelope: JsonObject): JsonObject {
  const [only, more] = Object.entries(envelope);
  return only !== undefined && more === undefined && only[0].endsWith('EVT') && isObject(only[1]) ? only[1] : envelope;
}

/** Adds the reads of an envelope or what the reader says of itself, and tells what else it is. */
function readEnvelope(envelope: JsonObject, timezone: string | null, reads: DeviceReading[], decoding: Decoding): string | Refusal {
  const { data } = envelope;
  if (isFxPost(envelope)) {
    const posted = readFxPost(envelope, timezone, decoding);
    if (isRefusal(posted)) return posted;
    reads.push(...posted);
    return 'no-tag';
  }
  const isHandheld = isObject(data) && (Array.isArray(data.tagData) || Array.isArray(data.barcodeData));
  const isTag = isObject(data) && (data.idHex !== undefined || data.EPCid !== undefined);
  if (!isHandheld && !isTag) {
    const kind = otherKind(envelope);
    const told = kind === null || kind === 'ble' ? null : (zebraConnection(envelope, decoding) ?? zebraHealth(envelope, decoding));
    if (told !== null) reads.push(told);
    return kind ?? refuse('unknown-shape', 'neither tag data nor a known event');
  }
  for (const key in envelope) if (!ENVELOPE_KEYS.has(key)) decoding.unknownKeys++;
  const reportedAt = readVendorTime(envelope.timestamp, decoding, timezone);
  const list: readonly unknown[] = isTag ? [data] : Array.isArray(data.tagData) ? data.tagData : [];
  if (reads.length + list.length > MAX_READS) return refuse('too-many', `more than ${MAX_READS} reads`);
  for (const raw of list) {
    const read = isObject(raw) ? readTag(raw, reportedAt, decoding) : refuse('wrong-type', 'tagData: expected objects');
    if (isRefusal(read)) return read;
    if (read !== null) reads.push(read);
  }
  return 'no-tag';
}

/** What an envelope without tag data is; null when it is nothing that these readers say. */
function otherKind(envelope: JsonObject): string | null {
  const { type, eventName } = envelope;
  if (eventName === 'heartbeat' || type === 'heartbeat') return 'heartbeat';
  if (typeof eventName === 'string' || envelope.connectionState !== undefined || (type !== undefined && envelope.priority !== undefined))
    return 'reader-event';
  // Bluetooth beacons come on the same topic, their keys in capitals; they are no tags of ours.
  if (type === 'BLE_DATA' || envelope.Type !== undefined || envelope.Data !== undefined) return 'ble';
  if (envelope.component !== undefined && typeof type === 'string') return 'reader-event';
  if (isObject(envelope.radio_control) || isObject(envelope.system) || isObject(envelope.reader_gateway)) return 'health';
  if (envelope.command_id !== undefined || envelope.command !== undefined || envelope.requestId !== undefined) return 'command-reply';
  return null;
}

/** Null for a tag without an identity: an empty code, or a sled that was told to leave the EPC out. */
function readTag(raw: JsonObject, reportedAt: Instant | null, decoding: Decoding): TagRead | null | Refusal {
  for (const key in raw) if (!READ_KEYS.has(key)) decoding.unknownKeys++;
  const identity = raw.idHex ?? (raw.EPCid || raw.EPC);
  if (identity === undefined || identity === null || identity === '') {
    warn(decoding, 'nameless-tag');
    return null;
  }
  const epc = readEpc(identity);
  if (epc === null) return refuse('bad-epc', 'idHex, EPCid, EPC: expected hex of whole 16-bit words');
  const antenna = readWhole(raw.antenna, QUANTITIES.antenna, 'antenna');
  const rssi = readNumber(raw.peakRssi, QUANTITIES.rssi, 'peakRssi');
  const count = readWhole(unlessZero(raw.reads ?? raw.seenCount), QUANTITIES.count, 'reads');
  // The channel comes in MHz, 0 where the sled rolls reads of several channels into one.
  const frequencyKhz = readNumber(unlessZero(raw.channel), QUANTITIES['detail.frequencyKhz'], 'channel', (mhz) => Math.round(mhz * 1_000));
  const phaseDeg = readNumber(raw.phase, QUANTITIES['detail.phaseDeg'], 'phase');
  for (const value of [antenna, rssi, count, frequencyKhz, phaseDeg]) if (isRefusal(value)) return value;
  const tid = readTid(raw.TID);
  // Instead of a TID that could not be read stands a text.
  if (tid === null && raw.TID !== undefined && raw.TID !== null && raw.TID !== '') warn(decoding, 'tid-unreadable');
  const pcHex = typeof raw.PC === 'string' && /^[0-9A-Fa-f]{4}$/.test(raw.PC) ? raw.PC.toUpperCase() : null;
  const told = {
    epc,
    tid,
    antenna: antenna as number | null,
    rssi: rssi as number | null,
    count: count as number | null,
    detail: toDetail({ pcHex, frequencyKhz: frequencyKhz as number | null, phaseDeg: phaseDeg as number | null }),
  };
  return toTagRead(told, reportedAt, decoding);
}

/** One envelope as a fixed reader words it: INVENTORY for plain reads, CUSTOM when it tells more. */
function writeEnvelope(read: TagRead, index: number): JsonObject {
  const { detail } = read;
  const data = {
    ...(read.antenna === 0 ? {} : { antenna: read.antenna }),
    eventNum: index + 1,
    format: 'epc',
    idHex: read.epc.toLowerCase(),
    ...(read.rssi === null ? {} : { peakRssi: read.rssi }),
    reads: read.count,
    ...(read.tid === null ? {} : { TID: read.tid.toLowerCase() }),
    ...(detail?.pcHex === undefined ? {} : { PC: detail.pcHex.toLowerCase() }),
    ...(detail?.frequencyKhz === undefined ? {} : { channel: detail.frequencyKhz / 1_000 }),
    ...(detail?.phaseDeg === undefined ? {} : { phase: detail.phaseDeg }),
  };
  const timestamp = new Date(read.reportedAt ?? read.at).toISOString().replace('Z', '+0000');
  return { data, timestamp, type: read.tid === null && detail === null ? 'INVENTORY' : 'CUSTOM' };
}

/** General purpose outputs count from 1; they keep no time. */
function toRequest(command: DeviceCommand, address: string): readonly Outgoing[] {
  if (command.kind !== 'switch' || command.forMs !== null) return [];
  const request = { command: 'set_gpo', command_id: command.id, payload: { port: command.channel + 1, state: command.on } };
  return [{ via: 'mqtt', topic: `zebra/${address}/c-req`, bytes: Buffer.from(JSON.stringify(request)) }];
}

const settings = z.strictObject({ timezone: timezoneSetting });
type Settings = z.output<typeof settings>;

const TOPICS = ['zebra/{address}/d-evt', 'zebra/{address}/m-evt', 'zebra/{address}/c-res', 'zebra/{address}/m-res'] as const;
const at = EXAMPLE_RECEIVED_AT - 1_000;
const timestamp = '2026-01-15T09:00:00.000+0000';
const idHex = '30340242201d884000000001';
const bare = { at, reportedAt: at, kind: 'tag', epc: idHex.toUpperCase(), antenna: 0, rssi: null, tid: null, count: 1, detail: null };

/** Zebra fixed readers and sleds with the IoT Connector. Other readings than tag reads cannot be said in it. */
export const zebraIotc = defineDevice({
  driver: 'zebra-iotc',
  family: 'zebra-iotc',
  role: 'reader',
  vendor: 'Zebra',
  models: ['FX7500', 'FX9600', 'FXR60', 'FXR90', 'ATR7000', 'RFD40', 'RFD90'],
  description: 'Zebra IoT Connector: tag data and management events of fixed readers and handheld sleds',
  transports: ['mqtt', 'http'],
  topics: TOPICS,
  listens: ['zebra/{address}/c-req', 'zebra/{address}/m-req'],
  settings,
  quantities: pickQuantities('antenna', 'rssi', 'count', 'detail.frequencyKhz', 'detail.phaseDeg'),
  decode,
  encode(readings, device) {
    const envelopes = readings.filter((reading) => reading.kind === 'tag').map(writeEnvelope);
    const topic = fillTopic(TOPICS[0], { store: '{store}', device });
    return Array.from({ length: Math.ceil(envelopes.length / READS_PER_MESSAGE) }, (_, index) => {
      const batch = envelopes.slice(index * READS_PER_MESSAGE, (index + 1) * READS_PER_MESSAGE);
      return { topic, bytes: Buffer.from(JSON.stringify(batch.length === 1 ? batch[0] : batch)) };
    });
  },
  command: (command, { address }) => toRequest(command, address),
  confirms: (command, reading) =>
    command.kind === 'switch' && reading.kind === 'state' && reading.values[`gpo${command.channel + 1}`] === command.on,
  examples: [
    {
      name: 'SIMPLE mode: nothing but the identity',
      payload: { data: { eventNum: 1, format: 'epc', idHex }, timestamp, type: 'SIMPLE' },
      readings: [bare],
    },
    {
      name: 'INVENTORY mode',
      payload: { data: { antenna: 3, eventNum: 2, format: 'epc', idHex, peakRssi: -48, reads: 5 }, timestamp, type: 'INVENTORY' },
      readings: [{ ...bare, antenna: 3, rssi: -48, count: 5 }],
    },
    {
      name: 'a batch with meta data; memory and passwords are left out',
      payload: [
        {
          data: {
            idHex,
            TID: 'e28011602000000000000001',
            PC: '3000',
            channel: 922.25,
            phase: 90.5,
            USER: '00112233',
            accessResults: ['00112233'],
          },
          timestamp,
          type: 'CUSTOM',
        },
        { data: { idHex, TID: 'Error: not readable' }, timestamp, type: 'CUSTOM' },
      ],
      readings: [{ ...bare, tid: 'E28011602000000000000001', detail: { pcHex: '3000', frequencyKhz: 922_250, phaseDeg: 90.5 } }, bare],
    },
    {
      name: 'a handheld sled',
      payload: {
        type: 'CYCLE_COUNT',
        timestamp: '2026-01-15T09:00:00Z',
        data: { tagData: [{ EPCid: idHex, EPC: idHex, peakRssi: -39, seenCount: 2, RESERVED: '00112233' }] },
      },
      readings: [{ ...bare, rssi: -39, count: 2 }],
    },
    {
      name: 'what an FX reader posted before it had the IoT Connector: numbers as texts, local time',
      payload: {
        reader_name: 'dock',
        mac_address: '02:00:00:00:00:01',
        tag_reads: [{ epc: idHex, pc: '3000', antennaPort: '3', peakRssi: '-48', seenCount: '5', timeStamp: '15/1/2026 9:0:0:5' }],
      },
      readings: [{ ...bare, at: at + 1_000, reportedAt: null, antenna: 3, rssi: -48, count: 5, detail: { pcHex: '3000' } }],
    },
    {
      name: 'the same in the zone of the reader',
      settings: { timezone: 'Asia/Taipei' },
      payload: { reader_name: 'dock', tag_reads: [{ epc: idHex, antennaPort: '3', timeStamp: '15/1/2026 17:0:0:5' }] },
      readings: [{ ...bare, at: at + 5, reportedAt: at + 5, antenna: 3 }],
    },
    {
      name: 'a sled that leaves the EPC of a tag out',
      payload: { dataEVT: { type: 'ADVANCED', timestamp: '2026-01-15T09:00:00Z', data: { tagData: [{ eventNum: 1 }, { EPC: idHex }] } } },
      readings: [bare],
    },
    {
      name: 'the last will of a sled',
      payload: { connectionState: 'DISCONNECTED', deviceModel: 'RFD40', deviceSerialNo: 'example', timestamp: '09:00:00' },
      readings: [{ at: at + 1_000, reportedAt: null, kind: 'status', online: false, boot: null }],
    },
    {
      name: 'a heartbeat',
      topic: 'zebra/device-1/m-evt',
      payload: { component: 'RG', type: 'heartbeat', eventNum: 3, timestamp, data: { system: { temperature: { ambient: 31 } } } },
      readings: [{ at, reportedAt: at, kind: 'state', values: { ambientTemperatureC: 31 } }],
    },
    {
      name: 'a switched output',
      topic: 'zebra/device-1/m-evt',
      payload: { component: 'RG', type: 'gpo', eventNum: 4, timestamp, data: { pin: 2, state: 'LOW' } },
      readings: [{ at, reportedAt: at, kind: 'state', values: { gpo2: false } }],
    },
    {
      name: 'an alert of a sled',
      payload: { type: 'ALERT', timestamp: '2026-01-15T09:00:00Z', state: 'SET', id: 'POWER', priority: 'HIGH' },
      readings: [],
    },
    {
      name: 'an answer to a command',
      topic: 'zebra/device-1/c-res',
      payload: { command: 'set_gpo', command_id: 'c-1', response: 'success' },
      readings: [],
    },
    { name: 'a Bluetooth beacon', payload: { Type: 'BLE_DATA', Data: { Mac: '02:00:00:00:00:01' } }, readings: [] },
    {
      name: 'an identity cut short',
      payload: { data: { idHex: idHex.slice(1) }, timestamp, type: 'SIMPLE' },
      readings: [],
      rejected: 'bad-epc',
    },
    {
      name: 'a relay that writes numbers as text',
      payload: { data: { idHex, antenna: '3', peakRssi: '-48', reads: '5', channel: '922.25' }, timestamp },
      readings: [{ ...bare, antenna: 3, rssi: -48, count: 5, detail: { frequencyKhz: 922_250 } }],
    },
    { name: 'a strength that is none', payload: { data: { idHex, peakRssi: 'strong' }, timestamp }, readings: [], rejected: 'wrong-type' },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
