import { accepted, type Decoding, isRefusal, startDecoding, warn } from '../kit/decoding.ts';
import {
  type Decoded,
  type DeviceMessage,
  type DeviceReading,
  type DriverContext,
  type DriverMemory,
  defineDevice,
} from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { refuse } from '../kit/json.ts';
import { writeCapabilities } from '../kit/llrp/capabilities.ts';
import { type LlrpMessage, readMessages, u16, writeMessage } from '../kit/llrp/message.ts';
import { IMPINJ, isCommand, isResponse, MESSAGE, PARAMETER } from '../kit/llrp/numbers.ts';
import { custom } from '../kit/llrp/parameters.ts';
import { type ReaderEvent, writeReaderEvents } from '../kit/llrp/reader-events.ts';
import { readStatus, writeStatus } from '../kit/llrp/status.ts';
import { type WritableTag, writeTag } from '../kit/llrp/tag-report.ts';
import { type Meaning, readInfo, readNotification, readReport, toWritable } from '../kit/llrp/to-readings.ts';
import { pickQuantities } from '../kit/quantities.ts';

/** Messages whose bodies begin with these parameters; no head of a message does. What begins with a status is an answer, and one that is none of capabilities tells nothing. */
const BODIES: ReadonlyMap<number, number> = new Map([
  [PARAMETER.TAG_REPORT_DATA, MESSAGE.RO_ACCESS_REPORT],
  [PARAMETER.READER_EVENT_NOTIFICATION_DATA, MESSAGE.READER_EVENT_NOTIFICATION],
  [PARAMETER.STATUS, MESSAGE.GET_READER_CAPABILITIES_RESPONSE],
  [PARAMETER.RO_SPEC, MESSAGE.ADD_ROSPEC],
]);
/** Tags that `encode` puts into one report. */
const TAGS_PER_REPORT = 50;

/** One or more whole messages; also the bare body of one, as logs of other tools keep it. */
function decode(message: DeviceMessage, { memory }: DriverContext): Decoded {
  const decoding = startDecoding(message);
  const { bytes } = message;
  if (bytes.length === 0) return refuse('empty', 'no bytes');
  const bare = BODIES.get(u16(bytes, 0));
  if (bare !== undefined) return settle(decoding, [meaningOf({ type: bare, id: 0, body: bytes }, decoding, memory)]);
  const messages = readMessages(bytes);
  if (typeof messages === 'string') return refuse('bad-checksum', messages);
  return settle(
    decoding,
    messages.map((each) => meaningOf(each, decoding, memory)),
  );
}

function settle(decoding: Decoding, meanings: readonly Meaning[]): Decoded {
  const refused = meanings.find(isRefusal);
  if (refused) return refused;
  const readings = meanings.flatMap((meaning) => (Array.isArray(meaning) ? (meaning as readonly DeviceReading[]) : []));
  if (readings.length > 0) return accepted(decoding, readings);
  return accepted(decoding, [], meanings.find((meaning) => typeof meaning === 'string') ?? 'reader-event');
}

function meaningOf({ type, body }: LlrpMessage, decoding: Decoding, memory: DriverMemory): Meaning {
  switch (type) {
    case MESSAGE.RO_ACCESS_REPORT:
      return readReport(body, decoding, memory);
    case MESSAGE.READER_EVENT_NOTIFICATION:
      return readNotification(body, decoding);
    case MESSAGE.GET_READER_CAPABILITIES_RESPONSE:
      return readInfo(body, decoding, memory);
    case MESSAGE.KEEPALIVE:
      return 'keep-alive';
    case MESSAGE.CUSTOM_MESSAGE:
      return 'vendor-message';
    case MESSAGE.ERROR_MESSAGE:
      warn(decoding, 'command-refused');
      return 'reader-error';
    default:
  }
  if (isResponse(type)) {
    if ((readStatus(body)?.code ?? 0) !== 0) warn(decoding, 'command-refused');
    return 'command-reply';
  }
  return isCommand(type) ? 'command' : 'reader-event';
}

/** Reports of at most fifty tags each; the reader's message number is that of the report in this call. */
function encode(readings: readonly DeviceReading[]): { topic: string; bytes: Uint8Array }[] {
  const tags = readings.filter((reading) => reading.kind === 'tag').map((read) => writeTag(toWritable(read)));
  return Array.from({ length: Math.ceil(tags.length / TAGS_PER_REPORT) }, (_, report) => ({
    topic: '',
    bytes: writeMessage(MESSAGE.RO_ACCESS_REPORT, report + 1, ...tags.slice(report * TAGS_PER_REPORT, (report + 1) * TAGS_PER_REPORT)),
  }));
}

const at = EXAMPLE_RECEIVED_AT - 1_000;
const EPC = '30340242201D884000000001';
const read = { at, reportedAt: at, kind: 'tag', epc: EPC, antenna: 2, rssi: -57, tid: null, count: 1, detail: null };
const tag: WritableTag = { epc: EPC, antenna: 2, rssi: -57, count: 1, utcMs: at };
const report = (...tags: readonly Uint8Array[]): Uint8Array => writeMessage(MESSAGE.RO_ACCESS_REPORT, 7, ...tags);
const notification = (...events: readonly ReaderEvent[]): Uint8Array =>
  writeMessage(MESSAGE.READER_EVENT_NOTIFICATION, 8, writeReaderEvents(at, events));
const capabilities = writeMessage(
  MESSAGE.GET_READER_CAPABILITIES_RESPONSE,
  1,
  writeStatus(0),
  writeCapabilities({
    antennas: 4,
    maker: IMPINJ,
    model: 2_001_002,
    firmware: '5.12.0.240',
    powers: [{ index: 1, dbm: 10 }],
    hopTable: 1,
    channelsKhz: [922_250, 922_750],
  }),
);

/** Every reader that speaks the Low Level Reader Protocol of EPCglobal, 1.0.1 and 1.1, with the finer values of Impinj. */
export const llrp = defineDevice({
  driver: 'llrp',
  family: 'llrp',
  role: 'reader',
  vendor: 'any',
  models: ['Impinj Speedway, xArray, R700', 'Zebra FX and ATR', 'Alien, Kathrein, Nordic and others with LLRP 1.0.1 or 1.1'],
  description: 'LLRP readers: the gateway connects to them on TCP 5084, sets them up and takes their reports',
  transports: ['llrp'],
  topics: [],
  quantities: pickQuantities('antenna', 'rssi', 'count', 'detail.frequencyKhz', 'detail.phaseDeg', 'detail.dopplerHz'),
  decode,
  encode,
  examples: [
    { name: 'a report of one tag', payload: report(writeTag(tag)), readings: [read] },
    {
      name: 'two reports in one, signal and phase as Impinj tells them, the chip number too',
      payload: Buffer.concat([
        report(writeTag(tag)),
        report(writeTag({ ...tag, rssi: -57.25, phaseDeg: 90, tid: 'E28011602000000000000001' })),
      ]),
      readings: [read, { ...read, rssi: -57.25, tid: 'E28011602000000000000001', detail: { phaseDeg: 90 } }],
    },
    {
      name: 'a vendor parameter that nobody knows is passed over; an EPC of 128 bits',
      payload: report(custom(161, 700, Buffer.from('00112233', 'hex')), writeTag({ ...tag, epc: `${EPC}00000002` })),
      readings: [{ ...read, epc: `${EPC}00000002` }],
    },
    {
      name: 'the channel becomes a frequency once the reader has told its table',
      before: [{ payload: capabilities }],
      payload: report(writeTag({ ...tag, channel: 2 })),
      readings: [{ ...read, detail: { frequencyKhz: 922_750 } }],
    },
    {
      name: 'what the reader can',
      payload: capabilities,
      readings: [{ at: at + 1_000, reportedAt: null, kind: 'info', model: 'Impinj Speedway R420 (2001002)', firmware: '5.12.0.240' }],
    },
    { name: 'the bare body of a report', payload: writeTag(tag), readings: [read] },
    {
      name: 'the bare body of an event',
      payload: notification({ event: 'antenna', antenna: 3, isConnected: true }).subarray(10),
      readings: [{ at, reportedAt: at, kind: 'state', values: { antenna3Connected: true } }],
    },
    { name: 'an empty report', payload: report(), readings: [] },
    { name: 'a sign of life', payload: writeMessage(MESSAGE.KEEPALIVE, 9), readings: [] },
    {
      name: 'an antenna came off',
      payload: notification({ event: 'antenna', antenna: 3, isConnected: false }),
      readings: [{ at, reportedAt: at, kind: 'state', values: { antenna3Connected: false } }],
    },
    { name: 'the connection was taken', payload: notification({ event: 'connection-attempt', outcome: 0 }), readings: [] },
    { name: 'a report that is cut short', payload: report(writeTag(tag)).subarray(0, 30), readings: [], rejected: 'bad-checksum' },
    {
      name: 'an EPC whose bit count does not fit its bytes',
      payload: report(Buffer.from('00f0000a00f1000600480102', 'hex')),
      readings: [],
      rejected: 'bad-checksum',
    },
    { name: 'bytes of something else', payload: '{"epc":1}', readings: [], rejected: 'bad-checksum' },
  ],
});
