import { accepted, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { readText, refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { looksLikeGluedPc, unglue } from '../kit/serial-uhf/glued-pc.ts';
import { writeTags } from '../kit/serial-uhf/tags.ts';
import { createWholeLineFramer } from '../kit/serial-uhf/text-lines.ts';
import { readEpc } from '../kit/tag-identity.ts';
import { toTagRead } from '../kit/vendor-tags.ts';

const LONGEST_LINE = 200;

function decode(message: DeviceMessage): Decoded {
  const text = readText(message.bytes)?.trim();
  if (text === undefined) return refuse('not-utf8', 'bytes are not UTF-8');
  if (text === '') return refuse('empty', 'a line without text');
  const told = readEpc(text);
  if (told === null) return refuse('bad-epc', 'expected an EPC in hex and nothing else');
  const tag = unglue(told);
  const epc = tag?.epc ?? told;
  const detail = tag === null ? null : { pcHex: tag.pcHex };
  const decoding = startDecoding(message);
  if (looksLikeGluedPc(epc)) warn(decoding, 'glued-pc');
  return accepted(decoding, [toTagRead({ epc, tid: null, antenna: null, rssi: null, count: null, detail }, null, decoding)]);
}

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
 * Readers that type: one EPC in hex and Enter, nothing but the identity. A line without its end is none, since nothing else
 * tells half an EPC from a short one. Some of these readers are set to card numbers too, so refused lines are not kept.
 */
export const hexWedge = defineDevice({
  driver: 'hex-wedge',
  family: 'uhf-serial-ascii',
  role: 'reader',
  vendor: 'any',
  models: ['readers that send one EPC in hex per line'],
  description: 'UHF readers in keyboard or text mode: one EPC in hex per line',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('antenna'),
  isPersonal: true,
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createWholeLineFramer(LONGEST_LINE),
    gapMs: 500,
  },
  decode,
  encode: (readings) => writeTags(readings, ({ epc }) => Buffer.from(`${epc}\r\n`)),
  examples: [
    { name: 'an EPC and Enter', payload: '30340242201D884000000001\r\n', readings: [read] },
    { name: 'lower case and blanks', payload: '3034 0242 201d 8840 0000 0001', readings: [read] },
    { name: 'an EPC of 64 bits', payload: 'A1B2C3D4E5F60718\n', readings: [{ ...read, epc: 'A1B2C3D4E5F60718' }] },
    {
      name: 'what looks like a PC glued to a factory EPC stays what it is',
      payload: '3000E28011600000A1B2C3D4\r\n',
      readings: [{ ...read, epc: '3000E28011600000A1B2C3D4' }],
    },
    {
      name: 'the PC word in front of the EPC',
      payload: '340030340242201D884000000001\r\n',
      readings: [{ ...read, detail: { pcHex: '3400' } }],
    },
    {
      name: 'the PC word in front and the CRC behind, which is right',
      payload: '300030340242201D884000000001C35B\r\n',
      readings: [{ ...read, detail: { pcHex: '3000' } }],
    },
    { name: 'an EPC of 23 digits', payload: '30340242201D88400000001\r\n', readings: [], rejected: 'bad-epc' },
    { name: 'a bar code', payload: '4006381333931\r\n', readings: [], rejected: 'bad-epc' },
    { name: 'an empty line', payload: '\r\n', readings: [], rejected: 'empty' },
  ],
});
