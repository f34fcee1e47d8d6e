import { z } from 'zod';
import type { InfoReported } from '../../gateway/domain/readings.ts';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createFramer } from '../kit/framers.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { checkFrame, int8, pair } from '../kit/serial-uhf/frames.ts';
import { LONGEST_M100_FRAME, lookAtM100, m100Frame, openM100 } from '../kit/serial-uhf/m100-frame.ts';
import { readDbm, readPcEpcCrc, writePcEpcCrc, writeTags } from '../kit/serial-uhf/tags.ts';
import { wordsOf } from '../kit/serial-uhf/turns.ts';
import type { StreamOptions } from '../kit/stream.ts';
import { toTagRead } from '../kit/vendor-tags.ts';

const COMMAND = { version: 0x03, region: 0x07, poll: 0x22, pollMany: 0x27, stop: 0x28, setPower: 0xb6, failed: 0xff } as const;
/** The error of a poll that heard nobody. */
const NOBODY = 0x15;
/** Polls of one round; the module stops by itself after them, some minutes later. */
const POLLS = 10_000;
/** One word a turn; the polling is begun again every five seconds. */
const TURN_MS = 200;
const RENEW_TURNS = 25;
const REGIONS = { 'china-900': 1, us: 2, europe: 3, 'china-800': 4, korea: 6 } as const;
/** What the module writes for a signal that cannot be said: no receiver hears it. */
const NO_SIGNAL = -128;

const SETTINGS = z.strictObject({
  powerDbm: z.number().min(0).max(33).nullable().default(null).describe('Transmit power, dBm; null leaves what the module is set to.'),
  region: z
    .enum(['china-900', 'us', 'europe', 'china-800', 'korea'])
    .nullable()
    .default(null)
    .describe('Radio region, which is a matter of law; null leaves what the module is set to.'),
});

/** Our side of the talk, a frame each. */
export const yrm100Commands = {
  pollOnce: (): Uint8Array => m100Frame('command', COMMAND.poll),
  /** `times` polls in a row, 1 to 65535. */
  pollMany: (times: number): Uint8Array => m100Frame('command', COMMAND.pollMany, [0x22, ...pair(times)]),
  stop: (): Uint8Array => m100Frame('command', COMMAND.stop),
  hardwareVersion: (): Uint8Array => m100Frame('command', COMMAND.version, [0]),
  firmwareVersion: (): Uint8Array => m100Frame('command', COMMAND.version, [1]),
  setPower: (dbm: number): Uint8Array => m100Frame('command', COMMAND.setPower, pair(Math.round(dbm * 100))),
  setRegion: (region: keyof typeof REGIONS): Uint8Array => m100Frame('command', COMMAND.region, [REGIONS[region]]),
};

function say(turn: number, { settings }: StreamOptions): readonly Uint8Array[] {
  const { powerDbm, region } = SETTINGS.parse(settings);
  const opening = [
    yrm100Commands.stop(),
    yrm100Commands.hardwareVersion(),
    yrm100Commands.firmwareVersion(),
    ...(region === null ? [] : [yrm100Commands.setRegion(region)]),
    ...(powerDbm === null ? [] : [yrm100Commands.setPower(powerDbm)]),
  ];
  return wordsOf(turn, opening, [yrm100Commands.pollMany(POLLS)], RENEW_TURNS);
}

function decode(message: DeviceMessage): Decoded {
  const wrong = checkFrame(lookAtM100, message.bytes);
  if (wrong !== null) return wrong;
  const decoding = startDecoding(message);
  const { type, command, data } = openM100(message.bytes);
  // An adapter that echoes what we say.
  if (type === 'command') return nothing(decoding, 'command');
  if (type === 'notice') return command === COMMAND.poll ? readTag(data, decoding) : nothing(decoding, 'reader-event');
  if (command === COMMAND.version) return readVersion(data, decoding);
  if (command !== COMMAND.failed) return nothing(decoding, 'command-reply');
  if (data[0] === NOBODY) return nothing(decoding, 'no-tag');
  warn(decoding, 'command-failed');
  return nothing(decoding, 'command-reply');
}

/** Signal, PC, EPC and the tag's own CRC. The module has one antenna port and never names it. */
function readTag(data: Uint8Array, decoding: Decoding): Decoded {
  const tag = readPcEpcCrc(data.subarray(1));
  if (isRefusal(tag)) return tag;
  const { epc, pcHex } = tag;
  const rssi = readDbm(int8(data, 0), decoding);
  return accepted(decoding, [toTagRead({ epc, tid: null, antenna: null, rssi, count: null, detail: { pcHex } }, null, decoding)]);
}

function readVersion(data: Uint8Array, decoding: Decoding): Decoded {
  const text = Buffer.from(data.subarray(1)).toString('latin1').trim();
  const key = data[0] === 0 ? 'model' : data[0] === 1 ? 'firmware' : null;
  if (key === null || !/^[\x20-\x7e]{1,64}$/.test(text)) return nothing(decoding, 'command-reply');
  const info: InfoReported = { ...sensed(decoding, null), kind: 'info', [key]: text };
  return accepted(decoding, [info]);
}

const EXAMPLE_TAG = m100Frame('notice', 0x22, Buffer.from('c6300030340242201d884000000001c35b', 'hex'));
const damaged = Uint8Array.from(EXAMPLE_TAG);
damaged[10] = 0x21;
const at = EXAMPLE_RECEIVED_AT;
const read = { at, reportedAt: null, kind: 'tag', epc: '30340242201D884000000001', antenna: 0, rssi: -58, tid: null, count: 1 };

/**
 * Modules with the `BB .. 7E` protocol. Both checks are made, the frame's sum and the tag's CRC over PC and EPC. The module
 * polls by itself for some minutes once told to; it is told again every few seconds, so a reset costs no more than that.
 * @see M100 / YRM100 command manual
 */
export const yrm100 = defineDevice({
  driver: 'yrm100',
  family: 'uhf-serial-m100',
  role: 'reader',
  vendor: 'MagicRF and others',
  models: ['M100', 'YRM100', 'QM100', 'R200', 'JRD-4035'],
  description: 'UHF modules with the BB .. 7E protocol on a serial line, one antenna',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('rssi'),
  settings: SETTINGS,
  stream: {
    line: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createFramer(lookAtM100, LONGEST_M100_FRAME),
    poll: { everyMs: () => TURN_MS, say },
    stop: () => [yrm100Commands.stop()],
    gapMs: 100,
  },
  decode,
  encode: (readings) =>
    writeTags(readings, (tag) => m100Frame('notice', COMMAND.poll, [(tag.rssi ?? NO_SIGNAL) & 0xff, ...writePcEpcCrc(tag)])),
  examples: [
    {
      name: 'a tag at -58 dBm; the module has one antenna and does not name it',
      payload: EXAMPLE_TAG,
      readings: [{ ...read, detail: { pcHex: '3000' } }],
    },
    {
      name: 'a byte of the EPC changed on the way',
      payload: damaged,
      readings: [],
      rejected: 'bad-checksum',
    },
    {
      name: 'a frame whose own sum is right around a tag whose CRC is wrong',
      payload: m100Frame('notice', 0x22, Buffer.from('c6300030340242201d884000000002c35b', 'hex')),
      readings: [],
      rejected: 'bad-checksum',
    },
    { name: 'nobody answered the poll', payload: m100Frame('reply', 0xff, [0x15]), readings: [] },
    { name: 'the poll was stopped', payload: m100Frame('reply', 0x28, [0]), readings: [] },
    {
      name: 'the firmware names itself',
      payload: m100Frame('reply', 0x03, [1, ...Buffer.from('V2.1.4')]),
      readings: [{ at, reportedAt: null, kind: 'info', firmware: 'V2.1.4' }],
    },
    { name: 'half a frame', payload: EXAMPLE_TAG.subarray(0, 12), readings: [], rejected: 'bad-checksum' },
  ],
});
