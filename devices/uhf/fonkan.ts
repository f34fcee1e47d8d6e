import { z } from 'zod';
import type { Epc, Tid } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import type { Instant } from '../../gateway/domain/units.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createLineFramer } from '../kit/framers.ts';
import { readText, refuse } from '../kit/json.ts';
import { isTimezone, parseLocalTime } from '../kit/local-time.ts';
import { isInRange, pickQuantities, QUANTITIES } from '../kit/quantities.ts';
import { toHex } from '../kit/serial-uhf/frames.ts';
import { readPcEpcCrc, writePcEpcCrc, writeTags } from '../kit/serial-uhf/tags.ts';
import { wordsOf } from '../kit/serial-uhf/turns.ts';
import { readTid } from '../kit/tag-identity.ts';
import { toTagRead } from '../kit/vendor-tags.ts';

const LONGEST_LINE = 400;
const LOOP_MS = 60_000;
/** What the vendor's gateway puts before a line: local time and antenna; then the reader's own letter and the rest. */
const LINE = /^@?(?:(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.\d{3})-Antenna(\d{1,3})-)?([A-Z])(.*)$/;
/** PC, EPC and CRC; with `,R` what was read of a memory bank. */
const TAG = /^([0-9A-F]{8,132})(?:,R([0-9A-F]*))?$/i;
/** What other commands answer: hex, or OK. */
const ANSWER = /^(?:[0-9A-F,]*|<?OK>?)$/;
/** The bank that is read is the TID, and a TID begins with its class E2 and has the six words that are asked for. */
const TID = /^E2[0-9A-F]{22}$/i;

const SETTINGS = z.strictObject({
  way: z
    .enum(['reader', 'gateway'])
    .default('reader')
    .describe('reader: the module itself, polled; gateway: the TCP gateway of the vendor (port 1001), which loops by itself.'),
  tid: z.boolean().default(false).describe('Ask for the TID too; the reader then gives one tag per poll only.'),
  pollMs: z
    .int()
    .min(50)
    .max(10_000)
    .default(500)
    .describe('Pause between two polls of the module, ms; a round of many tags needs its time on a slow line.'),
  timezone: z
    .string()
    .refine(isTimezone, 'expected an IANA name such as Asia/Taipei')
    .nullable()
    .default(null)
    .describe("Zone of the vendor gateway's clock (IANA name); null: its times cannot be used, those of arrival count."),
});
type Settings = z.output<typeof SETTINGS>;

const say = (command: string): Uint8Array => Buffer.from(`\n${command}\r`);

/** Our side of the talk. There is no `S` here: with an argument it would overwrite the reader's serial number. */
export const fonkanCommands = {
  version: (): Uint8Array => say('V'),
  /** All tags, or one tag with the first six words of its TID. */
  poll: (tid: boolean): Uint8Array => say(tid ? 'Q,R2,0,6' : 'U'),
  /** The same without end, for the vendor's gateway. */
  loop: (tid: boolean): Uint8Array => say(tid ? '@Q,R2,0,6' : '@U'),
};

function decode(message: DeviceMessage, { settings }: DriverContext<Settings>): Decoded {
  const text = readText(message.bytes)?.trim();
  if (text === undefined) return refuse('not-utf8', 'bytes are not UTF-8');
  if (text === '') return refuse('empty', 'a line without text');
  const decoding = startDecoding(message);
  if (text === '@END') return nothing(decoding, 'round-end');
  const [, localTime, antenna, letter, rest = ''] = LINE.exec(text) ?? [];
  switch (letter) {
    case 'Q':
    case 'U':
      return rest === '' ? nothing(decoding, 'no-tag') : readTag(rest, { localTime, antenna }, settings, decoding);
    case 'V':
      return readVersion(rest, decoding);
    case 'X':
      if (rest !== '') break;
      warn(decoding, 'command-failed');
      return nothing(decoding, 'command-reply');
    // Memory content, written words, settings, serial number: nothing to keep.
    case 'R':
    case 'W':
    case 'S':
    case 'N':
    case 'P':
    case 'L':
    case 'K':
      if (ANSWER.test(rest)) return nothing(decoding, 'command-reply');
      break;
  }
  return refuse('unknown-shape', 'not a line of this reader');
}

interface GatewayPart {
  readonly localTime: string | undefined;
  readonly antenna: string | undefined;
}

function readTag(rest: string, gateway: GatewayPart, settings: Settings, decoding: Decoding): Decoded {
  const [, hex, bank] = TAG.exec(rest) ?? [];
  if (hex === undefined || hex.length % 4 !== 0) return refuse('bad-epc', 'expected PC, EPC and CRC in hex');
  const tag = readPcEpcCrc(Buffer.from(hex, 'hex'));
  if (isRefusal(tag)) return tag;
  const antenna = Number(gateway.antenna ?? 0);
  if (!isInRange(antenna, QUANTITIES.antenna)) return refuse('out-of-range', 'an antenna that no reader has');
  const tid = bank !== undefined && TID.test(bank) ? readTid(bank) : null;
  const detail = { pcHex: tag.pcHex };
  const reportedAt = timeOf(gateway.localTime, settings.timezone, decoding);
  return accepted(decoding, [
    toTagRead({ epc: tag.epc as Epc, tid: tid as Tid | null, antenna, rssi: null, count: null, detail }, reportedAt, decoding),
  ]);
}

function timeOf(localTime: string | undefined, timezone: string | null, decoding: Decoding): Instant | null {
  if (localTime === undefined) return null;
  const time = timezone === null ? null : parseLocalTime(localTime, timezone, decoding.receivedAt);
  if (time === null) warn(decoding, 'unusable-time');
  return time;
}

/** `firmware,serial,...` */
function readVersion(rest: string, decoding: Decoding): Decoded {
  const [, firmware, serial] = /^([0-9A-Za-z.]{1,16})(?:,([0-9A-Za-z]{1,32}))?(?:,|$)/.exec(rest) ?? [];
  if (firmware === undefined) return refuse('unknown-shape', 'a version of another form');
  const told = serial === undefined ? { firmware } : { serial, firmware };
  return accepted(decoding, [{ ...sensed(decoding, null), kind: 'info', ...told }]);
}

/** The line of the module itself; time and antenna are the gateway's words and left out. */
const writeLine = (read: TagRead): Uint8Array =>
  Buffer.from(`\n${read.tid !== null && TID.test(read.tid) ? 'Q' : 'U'}${toHex(writePcEpcCrc(read))}${bankOf(read)}\r\n`);
const bankOf = ({ tid }: TagRead): string => (tid !== null && TID.test(tid) ? `,R${tid}` : '');

const at = EXAMPLE_RECEIVED_AT;
const TAG_TEXT = '300030340242201D884000000001C35B';
const read = { at, reportedAt: null, kind: 'tag', epc: '30340242201D884000000001', antenna: 0, rssi: null, tid: null, count: 1 };
const detail = { pcHex: '3000' };

/**
 * Modules that speak in lines: a letter, then PC, EPC and the tag's CRC, which is checked. Through the vendor's gateway every
 * line has its local time and the antenna in front.
 * @see FM-503 / FM-505 / FI-504 command set
 */
export const fonkan = defineDevice({
  driver: 'fonkan',
  family: 'uhf-serial-ascii',
  role: 'reader',
  vendor: 'Fonkan',
  models: ['FM-503', 'FM-505', 'FI-504'],
  description: 'UHF modules that answer in lines, on a serial line or through the TCP gateway of the vendor',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('antenna'),
  settings: SETTINGS,
  stream: {
    line: { baud: 38_400, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createLineFramer(LONGEST_LINE),
    poll: {
      // The gateway's loop is started anew from time to time: after a restart it has forgotten it.
      everyMs({ settings }) {
        const { way, pollMs } = SETTINGS.parse(settings);
        return way === 'gateway' ? LOOP_MS : pollMs;
      },
      say(turn, { settings }) {
        const { way, tid } = SETTINGS.parse(settings);
        return way === 'gateway' ? [fonkanCommands.loop(tid)] : wordsOf(turn, [fonkanCommands.version()], [fonkanCommands.poll(tid)]);
      },
    },
    gapMs: 200,
  },
  decode,
  encode: (readings) => writeTags(readings, writeLine),
  examples: [
    { name: 'a tag of a round', payload: `\nU${TAG_TEXT}\r\n`, readings: [{ ...read, detail }] },
    {
      name: 'a tag with its TID',
      payload: `Q${TAG_TEXT},RE2801160200074A1B2C3D4E5`,
      readings: [{ ...read, tid: 'E2801160200074A1B2C3D4E5', detail }],
    },
    {
      name: 'through the gateway, whose zone is known',
      settings: { timezone: 'Asia/Taipei' },
      payload: `@2026/01/15 17:00:00.500-Antenna3-U${TAG_TEXT}`,
      readings: [{ ...read, at: at - 500, reportedAt: at - 500, antenna: 3, detail }],
    },
    {
      name: 'through the gateway, whose zone is not known',
      payload: `@2026/01/15 17:00:00.500-Antenna3-U${TAG_TEXT}`,
      readings: [{ ...read, antenna: 3, detail }],
    },
    { name: 'the end of a round', payload: '\nU\r\n', readings: [] },
    { name: 'the end of a loop', payload: '@END', readings: [] },
    {
      name: 'the reader names itself',
      payload: '\nVC3CD,00017B42,1,1\r\n',
      readings: [{ at, reportedAt: null, kind: 'info', serial: '00017B42', firmware: 'C3CD' }],
    },
    { name: 'a command that the reader does not know', payload: '\nX\r\n', readings: [] },
    {
      name: 'a digit of the EPC changed on the way',
      payload: '\nU300030340242201D884000000002C35B\r\n',
      readings: [],
      rejected: 'bad-checksum',
    },
    { name: 'noise', payload: '@@#!', readings: [], rejected: 'unknown-shape' },
  ],
});
