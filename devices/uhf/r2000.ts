import { z } from 'zod';
import { accepted, type Decoding, isRefusal, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, type DriverMemory, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createFramer } from '../kit/framers.ts';
import { refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { noteFault, noteGoodAnswer, tellOr } from '../kit/serial-uhf/faults.ts';
import { checkFrame } from '../kit/serial-uhf/frames.ts';
import { LONGEST_R2000_FRAME, lookAtR2000, openR2000, r2000Frame } from '../kit/serial-uhf/r2000-frame.ts';
import { readDbm, readPcEpc, writePcEpc, writeTags } from '../kit/serial-uhf/tags.ts';
import { wordsOf } from '../kit/serial-uhf/turns.ts';
import type { StreamOptions } from '../kit/stream.ts';
import { toDetail, toTagRead } from '../kit/vendor-tags.ts';

const COMMAND = {
  version: 0x72,
  setAntenna: 0x74,
  setPower: 0x76,
  inventory: 0x89,
  customInventory: 0x8a,
  sessionInventory: 0x8b,
} as const;
/** Inventories that tell each tag as it is heard; they differ in what is asked, not in the answer. */
const INVENTORIES: ReadonlySet<number> = new Set([COMMAND.inventory, COMMAND.customInventory, COMMAND.sessionInventory]);
/** One-byte answers of an inventory. */
const STATUS = { success: 0x10, antennaMissing: 0x22, nobody: 0x36 } as const;
/** Bytes of the answer that ends an inventory: antenna (not for all antennas in turn), read rate or time, reads. */
const END_LENGTHS: ReadonlySet<number> = new Set([7, 8]);
const SHORTEST_END = 7;
const ANY_ADDRESS = 0xff;
/** Byte of the level 0 dBm. */
const ZERO_DBM = 129;
const LEVEL_BITS = 0x7f;
const UPPER_PORTS = 0x80;
/** A single antenna is selected again after so many: a module that was reset has forgotten it. */
const INVENTORIES_OF_ONE = 63;

const SETTINGS = z.strictObject({
  address: z
    .int()
    .min(0)
    .max(255)
    .default(ANY_ADDRESS)
    .describe('Address of the module on its line; 255: any, for a line with one module, which obeys it too.'),
  powerDbm: z.int().min(0).max(33).nullable().default(null).describe('Transmit power, dBm; null leaves what the module is set to.'),
  pollMs: z.int().min(20).max(10_000).default(100).describe('Pause between two commands, ms; an antenna takes two of them.'),
});
type Settings = z.output<typeof SETTINGS>;

/** Our side of the talk, a frame each. */
export const r2000Commands = {
  version: (address: number): Uint8Array => r2000Frame(address, COMMAND.version),
  /** `antenna` is 1-based. */
  setAntenna: (address: number, antenna: number): Uint8Array => r2000Frame(address, COMMAND.setAntenna, [antenna - 1]),
  /** For all antennas, dBm. */
  setPower: (address: number, dbm: number): Uint8Array => r2000Frame(address, COMMAND.setPower, [dbm]),
  inventory: (address: number, repeat = 1): Uint8Array => r2000Frame(address, COMMAND.inventory, [repeat]),
};

/** Antenna after antenna: select, inventory. A single one is selected only from time to time. */
function say(turn: number, { antennas, settings }: StreamOptions): readonly Uint8Array[] {
  const { address, powerDbm } = SETTINGS.parse(settings);
  const opening = [r2000Commands.version(address), ...(powerDbm === null ? [] : [r2000Commands.setPower(address, powerDbm)])];
  const inventories = new Array<Uint8Array>(antennas.length > 1 ? 1 : INVENTORIES_OF_ONE).fill(r2000Commands.inventory(address));
  const round = antennas.flatMap((antenna) => [r2000Commands.setAntenna(address, antenna), ...inventories]);
  return wordsOf(turn, opening, round);
}

function decode(message: DeviceMessage, { settings, memory }: DriverContext<Settings>): Decoded {
  const wrong = checkFrame(lookAtR2000, message.bytes);
  if (wrong !== null) return wrong;
  const decoding = startDecoding(message);
  const { address, command, data } = openR2000(message.bytes);
  // Several modules may share one line.
  if (settings.address !== ANY_ADDRESS && address !== settings.address) return nothing(decoding, 'other-address');
  if (command === COMMAND.version && data.length === 2) {
    return accepted(decoding, [{ ...sensed(decoding, null), kind: 'info', firmware: `${data[0]}.${data[1]}` }]);
  }
  if (INVENTORIES.has(command) && data.length !== 1) return readInventory(data, memory, decoding);
  if (data.length === 1) return readStatus(data[0] ?? 0, memory, decoding);
  return nothing(decoding, 'command-reply');
}

function readStatus(status: number, memory: DriverMemory, decoding: Decoding): Decoded {
  // No status is that low: an adapter echoes what we say.
  if (status < STATUS.success) return nothing(decoding, 'command');
  if (status === STATUS.antennaMissing) return tellOr('reader-fault', noteFault('antennaFault', memory, decoding), decoding);
  if (status === STATUS.nobody) return tellOr('no-tag', noteGoodAnswer(memory, decoding), decoding);
  if (status !== STATUS.success) warn(decoding, 'command-failed');
  return nothing(decoding, 'command-reply');
}

/** Bytes of a tag answer as its PC word tells: channel, PC, EPC, level. */
const tagLength = (data: Uint8Array): number => 4 + 2 * ((data[1] ?? 0) >> 3);

/** A tag, or the end of the round. */
function readInventory(data: Uint8Array, memory: DriverMemory, decoding: Decoding): Decoded {
  const isEnd = END_LENGTHS.has(data.length) && data.length !== tagLength(data);
  if (isEnd) return tellOr('round-end', noteGoodAnswer(memory, decoding), decoding);
  if (data.length < SHORTEST_END) return refuse('unknown-shape', 'an inventory answer that is no tag, end or status');
  const tag = readPcEpc(data.subarray(1, -1));
  if (isRefusal(tag)) return tag;
  const { epc, pcHex } = tag;
  const first = data[0] ?? 0;
  // The highest bit of the level stands for antennas 5 to 8 of modules with eight ports.
  const level = data.at(-1) ?? 0;
  const rssi = readDbm((level & LEVEL_BITS) - ZERO_DBM, decoding);
  const detail = toDetail({ pcHex, frequencyKhz: frequencyOf(first >> 2) });
  return accepted(decoding, [
    toTagRead({ epc, tid: null, antenna: (first & 3) + (level & UPPER_PORTS ? 5 : 1), rssi, count: null, detail }, null, decoding),
  ]);
}

/** kHz of a channel; null for those that only the module's own table knows. */
const frequencyOf = (index: number): number | null =>
  index <= 6 ? 865_000 + 500 * index : index <= 59 ? 902_000 + 500 * (index - 7) : null;

/** A tag always comes with a channel: 915 MHz for a reading that names none. */
const channelOf = (khz = 915_000): number =>
  khz < 900_000
    ? Math.min(6, Math.max(0, Math.round((khz - 865_000) / 500)))
    : Math.min(59, Math.max(7, Math.round((khz - 902_000) / 500) + 7));

const BODY = Buffer.from('300030340242201d884000000001', 'hex');
const EXAMPLE_TAG = r2000Frame(1, 0x89, [(33 << 2) | 1, ...BODY, 71]);
const at = EXAMPLE_RECEIVED_AT;
const read = { at, reportedAt: null, kind: 'tag', epc: '30340242201D884000000001', tid: null, count: 1 };

/**
 * Modules with the `A0` protocol of the IND903. Real-time inventory, antenna by antenna; times are those of arrival.
 * @see IND903 / R2000 serial interface protocol
 */
export const r2000 = defineDevice({
  driver: 'r2000',
  family: 'uhf-serial-r2000',
  role: 'reader',
  vendor: 'Impinj R2000 based',
  models: ['IND903', 'R2000 modules with the A0 protocol'],
  description: 'UHF modules with the A0 protocol on a serial line or TCP, up to 4 antennas',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('antenna', 'rssi', 'detail.frequencyKhz'),
  settings: SETTINGS,
  stream: {
    line: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createFramer(lookAtR2000, LONGEST_R2000_FRAME),
    poll: { everyMs: ({ settings }) => SETTINGS.parse(settings).pollMs, say },
    gapMs: 100,
  },
  decode,
  encode: (readings) =>
    writeTags(readings, (tag) => {
      if (tag.antenna < 1 || tag.antenna > 4) return null;
      const first = (channelOf(tag.detail?.frequencyKhz) << 2) | (tag.antenna - 1);
      const level = tag.rssi === null ? 0 : Math.round(tag.rssi) + ZERO_DBM;
      return r2000Frame(1, COMMAND.inventory, [first, ...writePcEpc(tag), level]);
    }),
  examples: [
    {
      name: 'a tag at antenna 2 on 915 MHz',
      payload: EXAMPLE_TAG,
      readings: [{ ...read, antenna: 2, rssi: -58, detail: { pcHex: '3000', frequencyKhz: 915_000 } }],
    },
    {
      name: 'a tag in the European band',
      payload: r2000Frame(1, 0x89, [(3 << 2) | 3, ...BODY, 80]),
      readings: [{ ...read, antenna: 4, rssi: -49, detail: { pcHex: '3000', frequencyKhz: 866_500 } }],
    },
    { name: 'the end of a round with 12 reads', payload: r2000Frame(1, 0x89, [1, 0, 80, 0, 0, 0, 12]), readings: [] },
    { name: 'the antenna is selected', payload: r2000Frame(1, 0x74, [0x10]), readings: [] },
    {
      name: 'no antenna is connected',
      payload: r2000Frame(1, 0x89, [0x22]),
      readings: [{ at, reportedAt: null, kind: 'state', values: { antennaFault: true } }],
    },
    {
      name: 'the firmware names itself',
      payload: r2000Frame(1, 0x72, [2, 4]),
      readings: [{ at, reportedAt: null, kind: 'info', firmware: '2.4' }],
    },
    {
      name: 'a module whose address nobody set',
      payload: r2000Frame(7, 0x8b, [(33 << 2) | 1, ...BODY, 71]),
      readings: [{ ...read, antenna: 2, rssi: -58, detail: { pcHex: '3000', frequencyKhz: 915_000 } }],
    },
    { name: 'another module on the same line', settings: { address: 1 }, payload: r2000Frame(9, 0x89, [0, ...BODY, 71]), readings: [] },
    {
      name: 'a byte of the EPC changed on the way',
      payload: EXAMPLE_TAG.map((byte, index) => (index === 9 ? byte ^ 4 : byte)),
      readings: [],
      rejected: 'bad-checksum',
    },
  ],
});
