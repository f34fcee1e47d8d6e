import { z } from 'zod';
import type { Tid } from '../../gateway/domain/ids.ts';
import type { InfoReported, TagRead } from '../../gateway/domain/readings.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { type Refusal, readText, refuse } from '../kit/json.ts';
import { isInRange, pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { noteFault, noteGoodAnswer, tellOr } from '../kit/serial-uhf/faults.ts';
import { writeTags } from '../kit/serial-uhf/tags.ts';
import { createRoundFramer, type RoundLine } from '../kit/serial-uhf/text-lines.ts';
import { wordsOf } from '../kit/serial-uhf/turns.ts';
import type { StreamOptions } from '../kit/stream.ts';
import { readEpc, readTid } from '../kit/tag-identity.ts';
import { toTagRead } from '../kit/vendor-tags.ts';

const LONGEST_LINE = 400;
/** Tags of one round; longer ones are given in parts. */
const MOST_LINES = 1_000;
const TURN_MS = 100;
/** Everything is said again once a minute: after a reset the reader is idle. */
const RENEW_TURNS = 600;
const INVENTORY = /^\+C?M?INV: ?(.*)$/;
const ROUND_END = /^<ROUND FINISHED(?:, ?ANT=(\d{1,3}))?>$/;
/** `+PWR: 9`, `+HBT`, `<Timeout>`: answers that say nothing to a shop. */
const OTHER_ANSWER = /^(?:\+[A-Z]{2,10}(?:: ?[\x20-\x7e]{0,64})?|<[A-Za-z][A-Za-z0-9 ,.=_-]{0,63}>)$/;
const SIGNAL = /^-?\d{1,6}$/;
const FIELDS = ['auto', 'epc', 'epc-signal', 'epc-tid', 'epc-tid-signal'] as const;

const SETTINGS = z.strictObject({
  fields: z
    .enum(FIELDS)
    .default('auto')
    .describe('What stands in a line; the reader is told so. auto: it stays as it is configured, and a line shows what it holds.'),
});
type Settings = z.output<typeof SETTINGS>;

const say = (command: string): Uint8Array => Buffer.from(`${command}\r`);

/** Our side of the talk. */
const metratecCommands = {
  describe: (): Uint8Array => say('ATI'),
  /** Every tag of every round, with signal and TID or without. */
  setFields: (signal: boolean, tid: boolean): Uint8Array => say(`AT+INVS=0,${signal ? 1 : 0},${tid ? 1 : 0}`),
  /** So many antennas in turn, beginning with the first. */
  setAntennas: (count: number): Uint8Array => say(`AT+MUX=${count}`),
  setAntenna: (antenna: number): Uint8Array => say(`AT+ANT=${antenna}`),
  start: (isMultiplexed: boolean): Uint8Array => say(isMultiplexed ? 'AT+CMINV' : 'AT+CINV'),
  stop: (): Uint8Array => say('AT+BINV'),
};

function sayTurn(turn: number, { antennas, settings }: StreamOptions): readonly Uint8Array[] {
  const { fields } = SETTINGS.parse(settings);
  const [first = 1] = antennas;
  const round = [
    metratecCommands.stop(),
    ...(fields === 'auto' ? [] : [metratecCommands.setFields(fields.endsWith('signal'), fields.startsWith('epc-tid'))]),
    ...(antennas.length > 1
      ? [metratecCommands.setAntennas(Math.max(...antennas))]
      : first > 1
        ? [metratecCommands.setAntenna(first)]
        : []),
    metratecCommands.start(antennas.length > 1),
  ];
  return wordsOf(turn, [metratecCommands.stop(), metratecCommands.describe()], round, RENEW_TURNS);
}

/** How the framer sees a line: an error in the middle of a round does not take the antenna from the tags before it. */
function kindOfLine(line: string): RoundLine {
  const [, rest] = INVENTORY.exec(line) ?? [];
  if (rest === undefined) return 'alone';
  return ROUND_END.test(rest) ? 'last' : 'part';
}

function decode(message: DeviceMessage, context: DriverContext<Settings>): Decoded {
  const text = readText(message.bytes);
  if (text === null) return refuse('not-utf8', 'bytes are not UTF-8');
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const [first] = lines;
  if (first === undefined) return refuse('empty', 'no line');
  const decoding = startDecoding(message);
  return INVENTORY.test(first) ? readRound(lines, context, decoding) : readAnswer(lines, decoding);
}

/** The lines of one round: the antenna stands in its last line and belongs to all of its tags. */
function readRound(lines: readonly string[], { settings, memory }: DriverContext<Settings>, decoding: Decoding): Decoded {
  const tags: string[] = [];
  let antenna = 0;
  let none = 'no-tag';
  let hasFault = false;
  for (const line of lines) {
    const [, rest] = INVENTORY.exec(line) ?? [];
    if (rest === undefined) return refuse('unknown-shape', 'a line of another kind inside a round');
    const end = ROUND_END.exec(rest);
    if (end !== null) {
      antenna = Number(end[1] ?? 0);
      if (tags.length === 0 && lines.length === 1) none = 'round-end';
    } else if (/^<antenna error>$/i.test(rest)) hasFault = true;
    else if (!/^<.*>$/.test(rest)) tags.push(rest);
  }
  if (!isInRange(antenna, QUANTITIES.antenna)) return refuse('out-of-range', 'an antenna that no reader has');
  const reads: TagRead[] = [];
  for (const tag of tags) {
    const read = readTag(tag, antenna, settings, decoding);
    if (isRefusal(read)) return read;
    reads.push(read);
  }
  const states = hasFault ? noteFault('antennaFault', memory, decoding) : noteGoodAnswer(memory, decoding);
  return tellOr(hasFault ? 'reader-fault' : none, [...reads, ...states], decoding);
}

/** `EPC[,TID][,signal]`: in `auto` a field of eight hex digits and more is a TID and a short number the signal. */
function readTag(line: string, antenna: number, { fields }: Settings, decoding: Decoding): TagRead | Refusal {
  const [first, ...rest] = line.split(',').map((field) => field.trim());
  const epc = readEpc(first);
  if (epc === null) return refuse('bad-epc', 'expected an EPC in hex');
  let tid: Tid | null = null;
  let signal: number | null = null;
  for (const [index, field] of rest.entries()) {
    const isSignal = fields === 'auto' ? SIGNAL.test(field) : fields.endsWith('signal') && index === rest.length - 1;
    if (isSignal && SIGNAL.test(field)) signal = Number(field);
    else if (fields === 'auto' || fields.startsWith('epc-tid')) tid = readTid(field);
    // A tag that was out of reach before its TID was read gives an empty field or an error text.
    if (!isSignal && tid === null && field !== '') warn(decoding, 'tid-unreadable');
  }
  // The signal is a number of the reader's own, not dBm.
  const detail = signal === null ? null : { rssiRaw: signal };
  return toTagRead({ epc, tid, antenna, rssi: null, count: null, detail }, null, decoding);
}

/** `+SW: name version`, `+HW: name version`, `+SERIAL: number`, `OK`, `ERROR`, echoes of commands. */
function readAnswer(lines: readonly string[], decoding: Decoding): Decoded {
  const info: { model?: string; serial?: string; firmware?: string } = {};
  for (const line of lines) {
    const [, name, value = ''] = /^\+(SW|HW|SERIAL): ?([\x20-\x7e]{1,64})$/.exec(line) ?? [];
    if (name === 'SW') info.firmware = value;
    else if (name === 'HW') info.model = value;
    else if (name === 'SERIAL') info.serial = value;
    else if (/^(ERROR(?: [\x20-\x7e]{1,64})?|OK|AT[A-Z0-9+=?,-]{0,32})$/.test(line)) {
      if (line.startsWith('ERROR')) warn(decoding, 'command-failed');
    } else if (!OTHER_ANSWER.test(line)) return refuse('unknown-shape', 'not a line of this reader');
  }
  const told: InfoReported = { ...sensed(decoding, null), kind: 'info', ...info };
  return Object.keys(info).length > 0 ? accepted(decoding, [told]) : nothing(decoding, 'command-reply');
}

/** A round of one tag; without an antenna it stays open, as a reader that was silenced in the middle leaves it. */
function writeRound({ epc, tid, antenna, detail }: TagRead): Uint8Array {
  const signal = detail?.rssiRaw;
  const fields = [epc, ...(tid === null ? [] : [tid]), ...(signal === undefined || !SIGNAL.test(String(signal)) ? [] : [signal])];
  const end = antenna === 0 ? '<ROUND FINISHED>' : `<ROUND FINISHED, ANT=${antenna}>`;
  return Buffer.from(`+CINV: ${fields.join(',')}\r\n+CINV: ${end}\r\n`);
}

const at = EXAMPLE_RECEIVED_AT;
const read = {
  at,
  reportedAt: null,
  kind: 'tag',
  epc: '30340242201D884000000001',
  antenna: 2,
  rssi: null,
  tid: null,
  count: 1,
  detail: null,
};
const other = { ...read, epc: '30340242201D884000000002' };

/**
 * Readers with the metraTec AT protocol. The antenna comes last, with the end of the round; so a round is one message.
 * @see metraTec UHF Gen2 AT protocol
 */
export const metratec = defineDevice({
  driver: 'metratec',
  family: 'uhf-serial-ascii',
  role: 'reader',
  vendor: 'metraTec',
  models: ['PulsarLR', 'DeskID UHF v2', 'QRG2'],
  description: 'metraTec UHF readers with the AT protocol, on a serial line or TCP',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('antenna'),
  settings: SETTINGS,
  stream: {
    line: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createRoundFramer(kindOfLine, LONGEST_LINE, MOST_LINES),
    poll: { everyMs: () => TURN_MS, say: sayTurn },
    stop: () => [metratecCommands.stop()],
    gapMs: 2_000,
  },
  decode,
  encode: (readings) => writeTags(readings, writeRound),
  examples: [
    {
      name: 'a round at antenna 2',
      payload: '+CINV: 30340242201D884000000001\r+CINV: 30340242201D884000000002\r+CINV: <ROUND FINISHED, ANT=2>\r\n',
      readings: [read, other],
    },
    {
      name: 'TID and signal, found by their form',
      payload: '+INV: 30340242201D884000000001,E2801160200074A1B2C3D4E5,1230\r+INV: <ROUND FINISHED, ANT=1>\r\n',
      readings: [{ ...read, antenna: 1, tid: 'E2801160200074A1B2C3D4E5', detail: { rssiRaw: 1_230 } }],
    },
    {
      name: 'a round that broke off: the antenna is not known',
      payload: '+CINV: 30340242201D884000000001,-17\r\n',
      settings: { fields: 'epc-signal' },
      readings: [{ ...read, antenna: 0, detail: { rssiRaw: -17 } }],
    },
    { name: 'nobody in the field', payload: '+CINV: <NO TAGS FOUND>\r+CINV: <ROUND FINISHED, ANT=1>\r\n', readings: [] },
    {
      name: 'an antenna without connection',
      payload: '+CINV: <Antenna Error>\r+CINV: <ROUND FINISHED, ANT=4>\r\n',
      readings: [{ at, reportedAt: null, kind: 'state', values: { antennaFault: true } }],
    },
    {
      name: 'the reader names itself',
      payload: '+SERIAL: 2026010112340000\r\n',
      readings: [{ at, reportedAt: null, kind: 'info', serial: '2026010112340000' }],
    },
    { name: 'an accepted command', payload: 'OK\r\n', readings: [] },
    { name: 'an EPC of 23 digits', payload: '+CINV: 30340242201D88400000001\r\n', readings: [], rejected: 'bad-epc' },
    { name: 'noise', payload: '\u0011x#', readings: [], rejected: 'unknown-shape' },
  ],
});
