import { z } from 'zod';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { type Decoding, warn } from '../kit/decoding.ts';
import { defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createFramer } from '../kit/framers.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { writeTags } from '../kit/serial-uhf/tags.ts';
import {
  INVENTORY,
  LONGEST_UHFREADER_FRAME,
  lookAtUhfReader,
  uhfReaderAddress,
  uhfReaderFrame,
} from '../kit/serial-uhf/uhfreader-frame.ts';
import { decodeUhfReader, type InventoryEntry } from '../kit/serial-uhf/uhfreader-inventory.ts';
import type { StreamOptions } from '../kit/stream.ts';
import { toTagRead } from '../kit/vendor-tags.ts';

const MORE_FOLLOWS = 3;
/** Q 4 suits some tens of tags; session 0; no mask (EPC bank, address 0, length 0); target A. */
const Q_SESSION_MASK_TARGET = [4, 0, 1, 0, 0, 0, 0] as const;
/** The first antenna in a command; the others count up from it. */
const ANTENNA_1 = 0x80;

const SETTINGS = z.strictObject({
  address: uhfReaderAddress,
  scanMs: z.int().min(100).max(25_500).default(300).describe('Longest time of one inventory, ms; the reader counts in 100 ms.'),
});

/** Our side of the talk. */
const uhfReader288Commands = {
  /** `antenna` is 1-based. */
  inventory: (address: number, antenna: number, scanMs: number): Uint8Array =>
    uhfReaderFrame(address, INVENTORY, [...Q_SESSION_MASK_TARGET, ANTENNA_1 + antenna - 1, Math.floor(scanMs / 100)]),
};

/** The antennas in turn. */
function say(turn: number, { antennas, settings }: StreamOptions): readonly Uint8Array[] {
  const { address, scanMs } = SETTINGS.parse(settings);
  return [uhfReader288Commands.inventory(address, antennas[turn % antennas.length] ?? 1, scanMs)];
}

/**
 * 1-based port of a mask with one bit. With several bits one of them heard the tag and nobody knows which: saying any of
 * them would put goods on a wrong shelf, saying all would see one tag in many places; so it is 0, not known.
 */
function antennaOf(mask: number, decoding: Decoding): number {
  const isOne = mask !== 0 && (mask & (mask - 1)) === 0;
  if (mask !== 0 && !isOne) warn(decoding, 'several-antennas');
  return isOne ? Math.log2(mask) + 1 : 0;
}

function toRead({ epc, behind }: InventoryEntry, [mask = 0]: Uint8Array, decoding: Decoding): TagRead {
  const detail = { rssiRaw: behind[0] ?? 0 };
  return toTagRead({ epc, tid: null, antenna: antennaOf(mask, decoding), rssi: null, count: null, detail }, null, decoding);
}

const EPC = Buffer.from('30340242201d884000000001', 'hex');
const reply = (status: number, data: readonly number[] = []): Uint8Array => uhfReaderFrame(0, INVENTORY, [status, ...data]);
const EXAMPLE_TAG = reply(MORE_FOLLOWS, [4, 1, 12, ...EPC, 93]);
const at = EXAMPLE_RECEIVED_AT;
const read = { at, reportedAt: null, kind: 'tag', epc: '30340242201D884000000001', antenna: 3, rssi: null, tid: null, count: 1 };

/**
 * Readers with the UHFReader288 protocol. The antenna is a bit mask; the level is a positive number without any relation to
 * dBm and stays in the details.
 * @see UHFReader288 user's manual
 */
export const uhfreader288 = defineDevice({
  driver: 'uhfreader288',
  family: 'uhf-serial-uhfreader18',
  role: 'reader',
  vendor: 'Chafon and others',
  models: ['UHFReader288', 'UHFReader288M', 'UHFEx10'],
  description: 'UHF readers with the UHFReader288 protocol on a serial line or TCP: antenna and a raw level',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('antenna'),
  settings: SETTINGS,
  stream: {
    line: { baud: 57_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createFramer(lookAtUhfReader, LONGEST_UHFREADER_FRAME),
    // The reader hears nothing while it scans.
    poll: { everyMs: ({ settings }) => SETTINGS.parse(settings).scanMs + 50, say },
    gapMs: 100,
  },
  decode: (message, { settings, memory }) => decodeUhfReader(message, settings.address, memory, { before: 1, behind: 1, toRead }),
  encode: (readings) =>
    writeTags(readings, ({ epc, antenna, detail }) => {
      const mask = antenna >= 1 && antenna <= 8 ? 1 << (antenna - 1) : 0;
      return reply(MORE_FOLLOWS, [mask, 1, epc.length / 2, ...Buffer.from(epc, 'hex'), (detail?.rssiRaw ?? 0) & 0xff]);
    }),
  examples: [
    { name: 'a tag at the third antenna (mask 4)', payload: EXAMPLE_TAG, readings: [{ ...read, detail: { rssiRaw: 93 } }] },
    {
      name: 'two antennas in the mask: which of them heard the tag is not known',
      payload: reply(MORE_FOLLOWS, [5, 1, 12, ...EPC, 93]),
      readings: [{ ...read, antenna: 0, detail: { rssiRaw: 93 } }],
    },
    { name: 'the round is over without a tag', payload: reply(1, [1, 0]), readings: [] },
    { name: 'a command that the reader does not know', payload: reply(0xfe), readings: [] },
    {
      name: 'the antenna check failed',
      payload: reply(0xf8),
      readings: [{ at, reportedAt: null, kind: 'state', values: { antennaFault: true } }],
    },
    {
      name: 'a byte of the EPC changed on the way',
      payload: EXAMPLE_TAG.map((byte, index) => (index === 12 ? byte ^ 1 : byte)),
      readings: [],
      rejected: 'bad-checksum',
    },
    { name: 'a tag without its level', payload: reply(1, [1, 1, 12, ...EPC]), readings: [], rejected: 'unknown-shape' },
  ],
});
