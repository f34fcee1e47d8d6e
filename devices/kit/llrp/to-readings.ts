import type { Epc } from '../../../gateway/domain/ids.ts';
import type { InfoReported, StateReported, TagRead } from '../../../gateway/domain/readings.ts';
import { type Instant, instant } from '../../../gateway/domain/units.ts';
import { type Decoding, isRefusal, sensed, warn } from '../decoding.ts';
import type { DeviceReading, DriverMemory } from '../define-device.ts';
import { type Refusal, refuse } from '../json.ts';
import { isInRange, QUANTITIES } from '../quantities.ts';
import { readEpc, readTid } from '../tag-identity.ts';
import { readNumber, toDetail, toTagRead } from '../vendor-tags.ts';
import { modelName, readCapabilities } from './capabilities.ts';
import { type ReaderEvent, readReaderEvents } from './reader-events.ts';
import { readStatus } from './status.ts';
import { type LlrpTag, readTagReports, type WritableTag } from './tag-report.ts';

/** Tags of one message; a reader with full memory sends some hundred. */
const MAX_TAGS = 5_000;
/** An EPC has at least two words; with less of it the tag cannot be told from others. */
const LEAST_EPC_BITS = 32;
/** Year 275760, the last that a Date can say. */
const LAST_MICROS = 8.64e18;
/** The key under which the frequencies of channels 1, 2, 3 ... are remembered, kHz. */
const CHANNELS = 'channelsKhz';

/** What one message means, or a word for a message that means nothing to the shop. */
export type Meaning = readonly DeviceReading[] | string | Refusal;

/** The body of an RO_ACCESS_REPORT. Tags that answered with less than two words of EPC are left out and noted as `nameless-tag`. */
export function readReport(body: Uint8Array, decoding: Decoding, memory: DriverMemory): Meaning {
  const tags = readTagReports(body);
  if (typeof tags === 'string') return refuse('bad-checksum', tags);
  if (tags.length > MAX_TAGS) return refuse('too-many', `more than ${MAX_TAGS} tags`);
  const reads: TagRead[] = [];
  for (const tag of tags) {
    if (tag.epcBits < LEAST_EPC_BITS && tag.epcBits % 16 === 0) {
      warn(decoding, 'nameless-tag');
      continue;
    }
    const read = readTag(tag, decoding, memory);
    if (isRefusal(read)) return read;
    reads.push(read);
  }
  if (reads.length > 0) return reads;
  return tags.length === 0 ? 'no-tag' : 'nameless-tag';
}

function readTag(tag: LlrpTag, decoding: Decoding, memory: DriverMemory): TagRead | Refusal {
  const epc = tag.epcBits % 16 === 0 ? readEpc(tag.epc) : null;
  if (epc === null) return refuse('bad-epc', 'expected an EPC of 2 to 31 whole words');
  const antenna = readNumber(tag.antenna, QUANTITIES.antenna, 'AntennaID');
  const rssi = readSignal(tag.rssi, decoding);
  const count = readNumber(tag.count === 0 ? null : tag.count, QUANTITIES.count, 'TagSeenCount');
  for (const value of [antenna, count]) if (isRefusal(value)) return value;
  const detail = toDetail({
    pcHex: tag.pcHex,
    frequencyKhz: frequencyOf(tag.channel, memory),
    phaseDeg: tag.phaseDeg,
    dopplerHz: tag.dopplerHz,
  });
  if (tag.hasUptimeOnly) warn(decoding, 'unusable-time');
  const told = {
    epc: epc as Epc,
    tid: readTid(tag.tid),
    antenna: antenna as number | null,
    rssi,
    count: count as number | null,
    detail,
  };
  return toTagRead(told, toInstant(tag.utcMicros, decoding), decoding);
}

/** What no receiver can hear (-128 stands for a signal that was not measured) costs the signal, not the reads of the whole report. */
function readSignal(dbm: number | null, decoding: Decoding): number | null {
  if (dbm === null || isInRange(dbm, QUANTITIES.rssi)) return dbm;
  warn(decoding, 'absurd-rssi');
  return null;
}

/** Null without the reader's table, which it tells once per connection. */
function frequencyOf(channel: number | null, memory: DriverMemory): number | null {
  const channels = memory[CHANNELS];
  if (channel === null || !Array.isArray(channels)) return null;
  const khz: unknown = channels[channel - 1];
  const { min, max } = QUANTITIES['detail.frequencyKhz'];
  return typeof khz === 'number' && khz >= min && khz <= max ? khz : null;
}

/** Cut to milliseconds. */
function toInstant(micros: number | null, decoding: Decoding): Instant | null {
  if (micros !== null && micros <= LAST_MICROS) return instant(Math.floor(micros / 1_000));
  if (micros !== null) warn(decoding, 'unusable-time');
  return null;
}

/** The body of a READER_EVENT_NOTIFICATION: what an operator wants to see becomes a state. */
export function readNotification(body: Uint8Array, decoding: Decoding): Meaning {
  const told = readReaderEvents(body);
  if (typeof told === 'string') return refuse('bad-checksum', told);
  if (told.events.some(({ event }) => event === 'buffer-overflow')) warn(decoding, 'reads-lost-in-reader');
  if (told.events.some((each) => each.event === 'connection-attempt' && each.outcome !== 0)) warn(decoding, 'connection-refused');
  const values = Object.assign({}, ...told.events.slice(0, 16).map(stateOf)) as Record<string, string | number | boolean>;
  if (Object.keys(values).length === 0) return 'reader-event';
  const state: StateReported = { ...sensed(decoding, toInstant(told.utcMicros, decoding)), kind: 'state', values };
  return [state];
}

/** What of an event an operator wants to see: antennas that came off, inputs, trouble. */
function stateOf(event: ReaderEvent): Record<string, string | number | boolean> {
  switch (event.event) {
    case 'antenna':
      return { [`antenna${event.antenna}Connected`]: event.isConnected };
    case 'gpi':
      return { [`gpi${event.port}`]: event.isHigh };
    case 'buffer-level':
      return { reportBufferPct: event.percent };
    case 'exception':
      return { exception: event.text === '' ? 'without a word' : event.text };
    default:
      return {};
  }
}

/** The body of a GET_READER_CAPABILITIES_RESPONSE: model and firmware; the frequencies of its channels are remembered. */
export function readInfo(body: Uint8Array, decoding: Decoding, memory: DriverMemory): Meaning {
  const status = readStatus(body);
  if (status !== null && status.code !== 0) {
    warn(decoding, 'command-refused');
    return 'command-reply';
  }
  const capabilities = readCapabilities(body);
  if (typeof capabilities === 'string') return refuse('bad-checksum', capabilities);
  // An answer that was asked for something else knows neither.
  if (capabilities.channelsKhz.length > 0) memory[CHANNELS] = [...capabilities.channelsKhz];
  if (capabilities.model === 0 && capabilities.firmware === '') return 'command-reply';
  const info: InfoReported = {
    ...sensed(decoding, null),
    kind: 'info',
    model: modelName(capabilities),
    ...(capabilities.firmware === '' ? {} : { firmware: capabilities.firmware }),
  };
  return [info];
}

/** A read in the terms of a reader. */
export const toWritable = (read: TagRead): WritableTag => ({
  epc: read.epc,
  antenna: read.antenna === 0 ? undefined : read.antenna,
  rssi: read.rssi ?? undefined,
  count: read.count,
  utcMs: read.reportedAt ?? read.at,
  tid: read.tid ?? undefined,
  pcHex: read.detail?.pcHex,
  phaseDeg: read.detail?.phaseDeg,
  dopplerHz: read.detail?.dopplerHz,
});
