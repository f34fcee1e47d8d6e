import type { DeviceId, Epc } from '../../gateway/domain/ids.ts';
import type { StateReported, StatusReported, TagRead } from '../../gateway/domain/readings.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, type JsonObject, type Refusal, readJson, readText, refuse } from '../kit/json.ts';
import { pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { impinjHealth } from '../kit/reader-health/reader-health.ts';
import { readRelayedPc, relayedHex } from '../kit/relayed-identity.ts';
import { readTagBase64, readTagHex, readTid } from '../kit/tag-identity.ts';
import { fillTopic } from '../kit/topics.ts';
import { readNumber, readVendorTime, readWhole, toDetail, toTagRead } from '../kit/vendor-tags.ts';

const MAX_EVENTS = 5_000;
/** The reader's plain-text default messages about its connection. */
const CONNECTION_TEXTS: ReadonlyMap<string, boolean> = new Map([
  ['connected', true],
  ['connection lost', false],
  ['disconnected', false],
]);
const ENVELOPE_KEYS: ReadonlySet<string> = new Set(['timestamp', 'hostname', 'eventType']);
/** Known and left alone are also memory content, authentication and access results: they may hold passwords. */
const READ_KEYS: ReadonlySet<string> = new Set(
  `epc epcHex tid tidHex pc xpcHex antennaPort antennaName peakRssiCdbm transmitPowerCdbm frequency phaseAngle lastSeenTime
  tagMemoryData tagAuthenticationResponse tagAccessPasswordWriteResponse tagSecurityModesWriteResponse tagAccessResponses`.split(/\s+/),
);
const centi = (raw: number): number => raw / 100;

/** One event, or an array of them (webhook); an empty array or line keeps the connection alive. */
function decode(message: DeviceMessage): Decoded {
  const decoding = startDecoding(message);
  // Blank lines and the connection's plain texts are short; everything longer is JSON.
  if (message.bytes.length > 0 && message.bytes.length < 20) {
    const text = readText(message.bytes)?.trim();
    if (text === '') return nothing(decoding, 'keep-alive');
    const online = CONNECTION_TEXTS.get(text?.toLowerCase() ?? '');
    if (online !== undefined) return accepted(decoding, [connection(online, decoding)]);
  }
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  const events = Array.isArray(json.value) ? json.value : [json.value];
  if (events.length > MAX_EVENTS) return refuse('too-many', `more than ${MAX_EVENTS} events`);
  const reads: (TagRead | StateReported)[] = [];
  for (const event of events) {
    const read = isObject(event) ? readEvent(event, decoding) : refuse('wrong-type', 'expected an event object');
    if (isRefusal(read)) return read;
    if (read !== null) reads.push(read);
  }
  if (reads.length > 0) return accepted(decoding, reads);
  return nothing(decoding, events.length === 0 ? 'keep-alive' : 'reader-event');
}

const connection = (online: boolean, decoding: Decoding): StatusReported => ({
  ...sensed(decoding, null),
  kind: 'status',
  online,
  boot: null,
});

/** Decides by the property that is there: older firmware sends no `eventType`. Null for events that say nothing to a shop. */
function readEvent(event: JsonObject, decoding: Decoding): TagRead | StateReported | null | Refusal {
  let isEvent = typeof event.eventType === 'string';
  for (const key in event) {
    if (key.endsWith('Event')) isEvent = true;
    else if (!ENVELOPE_KEYS.has(key)) decoding.unknownKeys++;
  }
  const read = event.tagInventoryEvent;
  if (isObject(read)) return readInventory(read, readVendorTime(event.timestamp ?? read.lastSeenTime, decoding), decoding);
  if (read !== undefined) return refuse('wrong-type', 'tagInventoryEvent: expected an object');
  if (!isEvent) return refuse('unknown-shape', 'no event property');
  if (event.overflowEvent !== undefined) warn(decoding, 'reads-lost-in-reader');
  return impinjHealth(event, decoding);
}

/** Null for a tag whose code is empty: nobody wrote it yet. */
function readInventory(raw: JsonObject, reportedAt: Instant | null, decoding: Decoding): TagRead | null | Refusal {
  for (const key in raw) if (!READ_KEYS.has(key)) decoding.unknownKeys++;
  if ((raw.epcHex === '' && !raw.epc) || (raw.epc === '' && !raw.epcHex)) {
    warn(decoding, 'nameless-tag');
    return null;
  }
  const epc = readIdentity(raw, decoding);
  if (epc === null) return refuse('bad-epc', 'epcHex, epc: expected a whole EPC');
  const antenna = readWhole(raw.antennaPort, QUANTITIES.antenna, 'antennaPort');
  const rssi = readNumber(raw.peakRssiCdbm, QUANTITIES.rssi, 'peakRssiCdbm', centi);
  const txPowerDbm = readNumber(raw.transmitPowerCdbm, QUANTITIES['detail.txPowerDbm'], 'transmitPowerCdbm', centi);
  const frequencyKhz = readNumber(raw.frequency, QUANTITIES['detail.frequencyKhz'], 'frequency');
  const phaseDeg = readNumber(raw.phaseAngle, QUANTITIES['detail.phaseDeg'], 'phaseAngle');
  for (const value of [antenna, rssi, txPowerDbm, frequencyKhz, phaseDeg]) if (isRefusal(value)) return value;
  const pcHex = readRelayedPc(raw.pc);
  const antennaName = typeof raw.antennaName === 'string' && raw.antennaName !== '' ? raw.antennaName.slice(0, 64) : null;
  const tid = readTid(raw.tidHex) ?? readTid(relayedHex(raw.tid) ?? readTagBase64(raw.tid));
  const told = {
    epc,
    tid,
    antenna: antenna as number | null,
    rssi: rssi as number | null,
    count: null,
    detail: toDetail({
      pcHex,
      frequencyKhz: frequencyKhz as number | null,
      phaseDeg: phaseDeg as number | null,
      txPowerDbm: txPowerDbm as number | null,
      antennaName,
    }),
  };
  return toTagRead(told, reportedAt, decoding);
}

/** `epcHex` wins over base64 `epc`. */
function readIdentity(raw: JsonObject, decoding: Decoding): Epc | null {
  const hex = readTagHex(raw.epcHex);
  const other = relayedHex(raw.epc) ?? readTagBase64(raw.epc);
  const isTold = raw.epcHex !== undefined && raw.epcHex !== null && raw.epcHex !== '';
  if (isTold && hex === null) return null;
  if (hex !== null && other !== null && hex !== other) warn(decoding, 'epc-mismatch');
  return (hex ?? other) as Epc | null;
}

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
const cdbm = (value: number): number => Math.round(value * 100);

/** One event as the reader words it; the time with nine decimals. */
const writeEvent = (read: TagRead): JsonObject => ({
  timestamp: new Date(read.reportedAt ?? read.at).toISOString().replace('Z', '000000Z'),
  eventType: 'tagInventory',
  tagInventoryEvent: {
    epc: base64(read.epc),
    ...(read.tid === null ? {} : { tid: base64(read.tid) }),
    ...(read.detail?.pcHex === undefined ? {} : { pc: base64(read.detail.pcHex) }),
    ...(read.antenna === 0 ? {} : { antennaPort: read.antenna }),
    ...(read.detail?.antennaName === undefined ? {} : { antennaName: read.detail.antennaName }),
    ...(read.rssi === null ? {} : { peakRssiCdbm: cdbm(read.rssi) }),
    ...(read.detail?.frequencyKhz === undefined ? {} : { frequency: read.detail.frequencyKhz }),
    ...(read.detail?.txPowerDbm === undefined ? {} : { transmitPowerCdbm: cdbm(read.detail.txPowerDbm) }),
    ...(read.detail?.phaseDeg === undefined ? {} : { phaseAngle: read.detail.phaseDeg }),
  },
});

const TOPICS = ['impinj/{address}/events', 'impinj/{address}/connection'] as const;
const at = EXAMPLE_RECEIVED_AT - 1_000;
const read = {
  at,
  reportedAt: at,
  kind: 'tag',
  epc: '30340242201D884000000001',
  antenna: 2,
  rssi: -57.5,
  tid: null,
  count: 1,
  detail: null,
};

/** Impinj readers with the IoT device interface. Reports roll up no counts; other readings than tag reads cannot be said in it. */
export const impinjIot = defineDevice({
  driver: 'impinj-iot',
  family: 'impinj-iot',
  role: 'reader',
  vendor: 'Impinj',
  models: ['R700', 'R510', 'R515', 'R720'],
  description: 'Impinj IoT device interface: reader events as JSON over MQTT or webhook',
  transports: ['mqtt', 'http'],
  topics: TOPICS,
  quantities: pickQuantities('antenna', 'rssi', 'detail.frequencyKhz', 'detail.phaseDeg', 'detail.txPowerDbm'),
  decode,
  encode: (readings, device: DeviceId) =>
    readings
      .filter((reading) => reading.kind === 'tag')
      .map((reading) => ({
        topic: fillTopic(TOPICS[0], { store: '{store}', device }),
        bytes: Buffer.from(JSON.stringify(writeEvent(reading))),
      })),
  examples: [
    {
      name: 'an event with base64 identity; nine decimals are cut',
      payload: {
        timestamp: '2026-01-15T09:00:00.000999999Z',
        hostname: 'impinj-00-00-01',
        eventType: 'tagInventory',
        tagInventoryEvent: { epc: 'MDQCQiAdiEAAAAAB', antennaPort: 2, peakRssiCdbm: -5750 },
      },
      readings: [read],
    },
    {
      name: 'older firmware without eventType, every field, password results left out',
      payload: {
        timestamp: '2026-01-15T09:00:00Z',
        tagInventoryEvent: {
          epcHex: '30340242201d884000000001',
          tid: '4oARYCAAAAAAAAAB',
          pc: 'NAA=',
          antennaPort: 2,
          antennaName: 'door',
          peakRssiCdbm: -5750,
          frequency: 922_250,
          transmitPowerCdbm: 3_000,
          phaseAngle: 12.5,
          tagMemoryData: [{ memoryBank: 'user', wordOffset: 0, tagDataHex: '00112233' }],
          tagAccessResponses: [{ command: 'read', response: 'success', dataHex: '00112233' }],
        },
      },
      readings: [
        {
          ...read,
          tid: 'E28011602000000000000001',
          detail: { pcHex: '3400', frequencyKhz: 922_250, phaseDeg: 12.5, txPowerDbm: 30, antennaName: 'door' },
        },
      ],
    },
    {
      name: 'a webhook batch with an input that went low',
      payload: [
        { timestamp: '2026-01-15T09:00:00Z', tagInventoryEvent: { epcHex: read.epc, antennaPort: 2, peakRssiCdbm: -5750 } },
        { timestamp: '2026-01-15T09:00:00Z', eventType: 'gpiTransition', gpiTransitionEvent: { gpi: 1, transition: 'high-to-low' } },
      ],
      readings: [read, { at, reportedAt: at, kind: 'state', values: { gpi1: false } }],
    },
    {
      name: 'a relay that wrote hex where base64 belongs',
      payload: {
        timestamp: '2026-01-15T09:00:00Z',
        tagInventoryEvent: { epc: 'E2801170000002A1', tid: 'e28011602000000000000001', pc: '2000', epcHex: '', antennaPort: 2 },
      },
      readings: [{ ...read, epc: 'E2801170000002A1', rssi: null, tid: 'E28011602000000000000001', detail: { pcHex: '2000' } }],
    },
    { name: 'an empty batch keeps the connection', payload: [], readings: [] },
    {
      name: 'the last will',
      topic: 'impinj/device-1/connection',
      payload: 'connection lost',
      readings: [{ at: at + 1_000, reportedAt: null, kind: 'status', online: false, boot: null }],
    },
    {
      name: 'a signal stronger than any transmitter',
      payload: { tagInventoryEvent: { epcHex: read.epc, peakRssiCdbm: 5_750 } },
      readings: [],
      rejected: 'out-of-range',
    },
    {
      name: 'a batch with a tag that nobody wrote yet; a relay wrote numbers as text',
      payload: [
        { timestamp: '2026-01-15T09:00:00Z', tagInventoryEvent: { epcHex: '', antennaPort: 1 } },
        { tagInventoryEvent: { epc: 'MDQCQiAdiEAAAAAB', antennaPort: '2', peakRssiCdbm: '-5750', lastSeenTime: '2026-01-15T09:00:00Z' } },
      ],
      readings: [read],
    },
    { name: 'an event without an identity', payload: { tagInventoryEvent: { antennaPort: 1 } }, readings: [], rejected: 'bad-epc' },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
