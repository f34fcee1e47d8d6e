import { z } from 'zod';
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
import { decodeUhfReader } from '../kit/serial-uhf/uhfreader-inventory.ts';
import { toTagRead } from '../kit/vendor-tags.ts';

const MORE_FOLLOWS = 3;

const SETTINGS = z.strictObject({
  address: uhfReaderAddress,
  pollMs: z.int().min(50).max(10_000).default(500).describe('Pause between two inventories, ms.'),
});

/** Our side of the talk. */
const uhfReader18Commands = { inventory: (address: number): Uint8Array => uhfReaderFrame(address, INVENTORY) };

const EPC = Buffer.from('30340242201d884000000001', 'hex');
const reply = (status: number, data: readonly number[] = []): Uint8Array => uhfReaderFrame(0, INVENTORY, [status, ...data]);
const EXAMPLE_TAG = reply(MORE_FOLLOWS, [1, 12, ...EPC]);
const at = EXAMPLE_RECEIVED_AT;
const read = {
  at,
  reportedAt: null,
  kind: 'tag',
  epc: '30340242201D884000000001',
  antenna: 0,
  rssi: null,
  tid: null,
  count: 1,
  detail: null,
};

/**
 * Readers with the UHFReader18 protocol: identities only, neither antenna nor signal.
 * @see UHFReader18 user's manual
 */
export const uhfreader18 = defineDevice({
  driver: 'uhfreader18',
  family: 'uhf-serial-uhfreader18',
  role: 'reader',
  vendor: 'Chafon and others',
  models: ['UHFReader18', 'CF-RU5102', 'CF-RU5106'],
  description: 'UHF readers with the UHFReader18 protocol on a serial line or TCP: no antenna, no signal',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('antenna'),
  settings: SETTINGS,
  stream: {
    line: { baud: 57_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createFramer(lookAtUhfReader, LONGEST_UHFREADER_FRAME),
    poll: {
      everyMs: ({ settings }) => SETTINGS.parse(settings).pollMs,
      say: (_turn, { settings }) => [uhfReader18Commands.inventory(SETTINGS.parse(settings).address)],
    },
    gapMs: 100,
  },
  decode: (message, { settings, memory }) =>
    decodeUhfReader(message, settings.address, memory, {
      before: 0,
      behind: 0,
      toRead: ({ epc }, _before, decoding) =>
        toTagRead({ epc, tid: null, antenna: null, rssi: null, count: null, detail: null }, null, decoding),
    }),
  encode: (readings) => writeTags(readings, ({ epc }) => reply(MORE_FOLLOWS, [1, epc.length / 2, ...Buffer.from(epc, 'hex')])),
  examples: [
    { name: 'one tag, more frames follow', payload: EXAMPLE_TAG, readings: [read] },
    {
      name: 'two tags of different length, the last frame of the inventory',
      payload: reply(1, [2, 12, ...EPC, 4, 0xa1, 0xb2, 0xc3, 0xd4]),
      readings: [read, { ...read, epc: 'A1B2C3D4' }],
    },
    { name: 'an inventory that heard nobody', payload: reply(1, [0]), readings: [] },
    { name: 'the status for nobody', payload: reply(0xfb), readings: [] },
    {
      name: 'the antenna check failed',
      payload: reply(0xf8),
      readings: [{ at, reportedAt: null, kind: 'state', values: { antennaFault: true } }],
    },
    { name: 'a reader whose address nobody set', payload: uhfReaderFrame(7, 1, [1, 1, 12, ...EPC]), readings: [read] },
    {
      name: 'a reader with another address on the same line',
      settings: { address: 0 },
      payload: uhfReaderFrame(7, 1, [1, 1, 12, ...EPC]),
      readings: [],
    },
    {
      name: 'a byte of the EPC changed on the way',
      payload: EXAMPLE_TAG.map((byte, index) => (index === 12 ? byte ^ 1 : byte)),
      readings: [],
      rejected: 'bad-checksum',
    },
    { name: 'more tags announced than given', payload: reply(1, [2, 12, ...EPC]), readings: [], rejected: 'unknown-shape' },
  ],
});
