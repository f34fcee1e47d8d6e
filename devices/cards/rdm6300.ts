import { z } from 'zod';
import { cardHeard } from '../kit/card/card-reading.ts';
import { cardForm, cardInForm, isBlankCard, readCardHex, toCardFaces, withChecksum } from '../kit/card/em4100.ts';
import { CARD_QUANTITIES, presentationSettings } from '../kit/card/presented.ts';
import { nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createFramer, type Verdict } from '../kit/framers.ts';
import { refuse } from '../kit/json.ts';

const STX = 0x02;
const ETX = 0x03;
const CR = 0x0d;
const LF = 0x0a;
const DIGITS = 12;
/** STX, 12 digits, CR LF of the ID series, ETX. */
const LONGEST = 16;

const settings = z.strictObject({ ...presentationSettings, form: cardForm });
type Settings = z.output<typeof settings>;

const isHexDigit = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);

/** STX, ten hex digits, two of checksum, with or without CR LF, ETX: every byte has its place, so nothing hides inside a frame. */
function look(bytes: Uint8Array): Verdict {
  if (bytes[0] !== STX) return { not: 'unknown-shape', detail: 'outside of a frame' };
  for (let at = 1; at <= DIGITS; at++) {
    const byte = bytes[at];
    if (byte === undefined) return 'more';
    if (!isHexDigit(byte)) return { not: 'bad-checksum', detail: 'a damaged frame' };
  }
  const tail = bytes[DIGITS + 1] === CR ? [CR, LF, ETX] : [ETX];
  for (const [index, wanted] of tail.entries()) {
    const byte = bytes[DIGITS + 1 + index];
    if (byte === undefined) return 'more';
    if (byte !== wanted) return { not: 'bad-checksum', detail: 'a frame without its end' };
  }
  return { whole: DIGITS + 1 + tail.length };
}

function decode(message: DeviceMessage, context: DriverContext<Settings>): Decoded {
  const { bytes } = message;
  const decoding = startDecoding(message);
  const seen = look(bytes);
  if (seen === 'more' || !('whole' in seen) || seen.whole !== bytes.length) return refuse('bad-checksum', 'no whole frame');
  const card = readCardHex(Buffer.from(bytes.subarray(1, 1 + DIGITS)).toString('latin1'));
  if (card === null || card === 'bad-checksum') return refuse('bad-checksum', 'the XOR of the card does not agree');
  if (isBlankCard(card)) return nothing(decoding, 'blank-card');
  return cardHeard(decoding, cardInForm(card, context.settings.form), context.memory, context.settings);
}

const frame = (digits: string, tail = '\x03'): string => `\x02${digits}${tail}`;
const card = (number: string) => ({
  at: EXAMPLE_RECEIVED_AT,
  reportedAt: null,
  kind: 'card',
  card: number,
  antenna: 0,
  rssi: null,
});

/**
 * Readers for 125 kHz cards (EM4100 and compatible) that send what they read, unasked, about every 65 ms while a card is
 * there. The card's canonical form is version and id, 10 hex digits. Readers near motors and power supplies now and then
 * hear cards with a valid checksum that are not there: `confirmations: 2` keeps those out.
 * @see RDM6300 and ID-12 data sheets: 02, 10 ASCII digits, 2 of checksum (XOR), 03; the ID series puts CR LF before the 03.
 */
export const rdm6300 = defineDevice({
  driver: 'rdm6300',
  family: 'card-125khz',
  role: 'card-reader',
  vendor: 'Seeed, ID Innovations and others',
  models: ['RDM6300', 'RDM630', 'Grove 125KHz RFID', 'ID-2', 'ID-12', 'ID-20'],
  description: '125 kHz card readers with a serial line',
  transports: ['serial'],
  topics: [],
  quantities: CARD_QUANTITIES,
  settings,
  isPersonal: true,
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createFramer(look, LONGEST),
    gapMs: 200,
  },
  decode,
  encode: (readings) =>
    readings.flatMap((reading) =>
      reading.kind === 'card' && toCardFaces(reading.card) !== null && !isBlankCard(reading.card)
        ? [{ topic: '', bytes: Uint8Array.from(Buffer.from(frame(withChecksum(reading.card)), 'latin1')) }]
        : [],
    ),
  examples: [
    { name: 'a card', payload: frame('0A00C0FFEEDB'), readings: [card('0A00C0FFEE')] },
    { name: 'an ID-12 puts CR LF before the end', payload: frame('1500ABCDEF9C', '\r\n\x03'), readings: [card('1500ABCDEF')] },
    {
      name: 'the same card is still there',
      before: [{ payload: frame('0A00C0FFEEDB') }],
      payload: frame('0A00C0FFEEDB'),
      readings: [],
    },
    {
      name: 'a first frame where two are asked for',
      settings: { confirmations: 2 },
      payload: frame('0A00C0FFEEDB'),
      readings: [],
    },
    {
      name: 'two equal frames where two are asked for',
      settings: { confirmations: 2 },
      before: [{ payload: frame('220000004260') }],
      payload: frame('220000004260'),
      readings: [card('2200000042')],
    },
    {
      name: 'a card under its printed number',
      settings: { form: 'decimal10' },
      payload: frame('0A00C0FFEEDB'),
      readings: [card('0012648430')],
    },
    { name: 'a card as Tasmota names it', settings: { form: 'hex8' }, payload: frame('0A00C0FFEEDB'), readings: [card('00C0FFEE')] },
    { name: 'a card that nobody programmed', payload: frame('000000000000'), readings: [] },
    { name: 'a digit was damaged on the way', payload: frame('0A00C0FFEFDB'), readings: [], rejected: 'bad-checksum' },
    { name: 'half a frame', payload: '\x020A00C0', readings: [], rejected: 'bad-checksum' },
  ],
});
