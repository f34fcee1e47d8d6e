import { z } from 'zod';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, type DriverMemory, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createFramer } from '../kit/framers.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { noteFault, noteGoodAnswer, tellOr } from '../kit/serial-uhf/faults.ts';
import { checkFrame, toHex } from '../kit/serial-uhf/frames.ts';
import { MERCURY_REGIONS, mercuryCommands, OPCODE } from '../kit/serial-uhf/mercury-commands.ts';
import { isMercuryCommand, LONGEST_MERCURY_REPLY, lookAtMercury, mercuryReply, openMercury } from '../kit/serial-uhf/mercury-frame.ts';
import { readSingle, readStreamed, writeStreamed } from '../kit/serial-uhf/mercury-tags.ts';
import { writeTags } from '../kit/serial-uhf/tags.ts';
import { silence, wordsOf } from '../kit/serial-uhf/turns.ts';
import type { StreamOptions } from '../kit/stream.ts';

const STATUS = { fine: 0x0000, nobody: 0x0400, tooHot: 0x0504, highReturnLoss: 0x0505 } as const;
const TURN_MS = 50;
/** Bytes of a streamed record without its tag. */
const LEAST_RECORD = 24;
/** Everything is said again once a minute: a module that was reset has forgotten all of it, region and power included. */
const RENEW_TURNS = 1_200;
/** The firmware starts within 650 ms. */
const BOOT_TURNS = 15;

const SETTINGS = z.strictObject({
  reading: z
    .enum(['continuous', 'single'])
    .default('continuous')
    .describe('continuous: the module streams every read, with antenna and signal; single: one tag a poll, for M4e and M5e.'),
  scanMs: z.int().min(50).max(10_000).default(250).describe('Longest time of one poll, ms; for single reading only.'),
  powerDbm: z.number().min(0).max(33).nullable().default(null).describe('Read power, dBm; null leaves what the module is set to.'),
  region: z
    .enum(MERCURY_REGIONS)
    .nullable()
    .default(null)
    .describe('Radio region, which is a matter of law; modules that forget it when switched off need it. null: not said.'),
});

/** What a module that was just switched on has to be told before it reads. */
function prepare({ antennas, settings }: StreamOptions): Uint8Array[] {
  const { powerDbm, region } = SETTINGS.parse(settings);
  return [
    ...(region === null ? [] : [mercuryCommands.setRegion(region)]),
    mercuryCommands.useGen2(),
    mercuryCommands.setAntennas(antennas),
    ...(powerDbm === null ? [] : [mercuryCommands.setReadPower(powerDbm)]),
  ];
}

function decode(message: DeviceMessage, { memory }: DriverContext): Decoded {
  const decoding = startDecoding(message);
  if (isMercuryCommand(message.bytes)) return nothing(decoding, 'command');
  const wrong = checkFrame(lookAtMercury, message.bytes);
  if (wrong !== null) return wrong;
  const { opcode, status, data } = openMercury(message.bytes);
  if (status === STATUS.tooHot) return tellOr('reader-fault', noteFault('readerTooHot', memory, decoding), decoding);
  if (status === STATUS.highReturnLoss) return tellOr('reader-fault', noteFault('antennaFault', memory, decoding), decoding);
  if (opcode === OPCODE.readSingle || opcode === OPCODE.readMultiple) {
    if (status === STATUS.nobody) {
      const none = opcode === OPCODE.readMultiple ? 'keep-alive' : 'no-tag';
      return tellOr(none, noteGoodAnswer(memory, decoding), decoding);
    }
    // A round that is counted, not streamed, ends with its number of tags; statistics come so too.
    const isRead = opcode === OPCODE.readSingle ? data.length > 0 : data.length >= LEAST_RECORD;
    if (status === STATUS.fine && isRead) return readTag(opcode, message.bytes, memory, decoding);
  }
  if (opcode === OPCODE.version && status === STATUS.fine && data.length === 20) {
    const firmware = (toHex(data.subarray(12, 16)).match(/../g) ?? []).map((pair) => String(Number.parseInt(pair, 16))).join('.');
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'info', firmware }]);
  }
  // A module whose firmware runs already refuses to be booted.
  if (status !== STATUS.fine && opcode !== OPCODE.boot) warn(decoding, 'command-failed');
  return nothing(decoding, 'command-reply');
}

function readTag(opcode: number, frame: Uint8Array, memory: DriverMemory, decoding: Decoding): Decoded {
  const isSingle = opcode === OPCODE.readSingle;
  const read = isSingle ? readSingle(frame.subarray(5, -2), decoding) : readStreamed(frame, decoding);
  if (isRefusal(read)) return read;
  // Of a stream only the keep-alives count as good answers: tags come by the hundred, also while another antenna is missing.
  return accepted(decoding, [read, ...(isSingle ? noteGoodAnswer(memory, decoding) : [])]);
}

const at = EXAMPLE_RECEIVED_AT;
const read = { at, reportedAt: null, kind: 'tag', epc: '30340242201D884000000001', tid: null, count: 1 };
const EXAMPLE_SINGLE = mercuryReply(OPCODE.readSingle, 0, [...Buffer.from('30340242201d884000000001c35b', 'hex')]);
const EXAMPLE_STREAMED = mercuryReply(OPCODE.readMultiple, 0, [
  ...Buffer.from('10001b01ff0101c5110df732000001f4005a0500000000', 'hex'),
  ...Buffer.from('80300030340242201d884000000001c35b', 'hex'),
]);

/**
 * Mercury modules. Continuous reading gives antenna, signal, channel and phase of every read; a single read gives the identity
 * alone. The module's times count from its last keep-alive and say no more than the time of arrival, which is used.
 * @see Mercury serial protocol of the M5e and M6e modules
 */
export const mercury = defineDevice({
  driver: 'mercury',
  family: 'uhf-serial-mercury',
  role: 'reader',
  vendor: 'ThingMagic / JADAK, Silion',
  models: ['M5e', 'M6e', 'M6e Nano', 'M6e Micro', 'M7e', 'SIM7100'],
  description: 'UHF modules with the Mercury protocol on a serial line or TCP',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('antenna', 'rssi', 'detail.frequencyKhz', 'detail.phaseDeg'),
  settings: SETTINGS,
  stream: {
    line: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createFramer(lookAtMercury, LONGEST_MERCURY_REPLY),
    poll: {
      everyMs({ settings }) {
        const { reading, scanMs } = SETTINGS.parse(settings);
        return reading === 'single' ? scanMs + TURN_MS : TURN_MS;
      },
      say(turn, options) {
        const { reading, scanMs } = SETTINGS.parse(options.settings);
        const opening = [mercuryCommands.stop(), mercuryCommands.boot(), ...silence(BOOT_TURNS), mercuryCommands.version()];
        if (reading === 'single') return wordsOf(turn, [...opening, ...prepare(options)], [mercuryCommands.readSingle(scanMs)]);
        const round = [mercuryCommands.stop(), ...prepare(options), mercuryCommands.readContinuously()];
        return wordsOf(turn, opening, round, RENEW_TURNS);
      },
    },
    stop: () => [mercuryCommands.stop()],
    gapMs: 100,
  },
  decode,
  encode: (readings) => writeTags(readings, writeStreamed),
  examples: [
    {
      name: 'a streamed read: antenna 1, -59 dBm, 915.25 MHz, 90 degrees',
      payload: EXAMPLE_STREAMED,
      readings: [{ ...read, antenna: 1, rssi: -59, detail: { pcHex: '3000', frequencyKhz: 915_250, phaseDeg: 90 } }],
    },
    {
      name: 'a single read: the identity and its CRC, nothing else',
      payload: EXAMPLE_SINGLE,
      readings: [{ ...read, antenna: 0, rssi: null, detail: null }],
    },
    { name: 'the keep-alive of continuous reading', payload: mercuryReply(OPCODE.readMultiple, 0x0400), readings: [] },
    { name: 'a single read that heard nobody', payload: mercuryReply(OPCODE.readSingle, 0x0400), readings: [] },
    {
      name: 'the module is too hot and slows down',
      payload: mercuryReply(OPCODE.readMultiple, 0x0504),
      readings: [{ at, reportedAt: null, kind: 'state', values: { readerTooHot: true } }],
    },
    {
      name: 'the antenna is missing',
      payload: mercuryReply(OPCODE.readMultiple, 0x0505),
      readings: [{ at, reportedAt: null, kind: 'state', values: { antennaFault: true } }],
    },
    {
      name: 'the firmware names itself',
      payload: mercuryReply(OPCODE.version, 0, [...Buffer.from('11223344010000022026011502030a0100000010', 'hex')]),
      readings: [{ at, reportedAt: null, kind: 'info', firmware: '2.3.10.1' }],
    },
    {
      name: 'a byte of the EPC changed on the way',
      payload: EXAMPLE_SINGLE.map((byte, index) => (index === 9 ? byte ^ 1 : byte)),
      readings: [],
      rejected: 'bad-checksum',
    },
  ],
});
