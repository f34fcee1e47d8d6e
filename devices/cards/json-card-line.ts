import { z } from 'zod';
import { cardHeard } from '../kit/card/card-reading.ts';
import { cardForm, cardInForm, isBlankCard, readCardHex, toCardFaces, withChecksum } from '../kit/card/em4100.ts';
import { CARD_QUANTITIES, presentationSettings } from '../kit/card/presented.ts';
import { nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createLineFramer } from '../kit/framers.ts';
import { isObject, readJson, refuse } from '../kit/json.ts';
import { fillTopic } from '../kit/topics.ts';

const CARD_MESSAGE = 'rfid_card';
const LONGEST_LINE = 512;
const KEYS: ReadonlySet<string> = new Set(['message', 'rfid_hex', 'rfid']);

const settings = z.strictObject({ ...presentationSettings, form: cardForm });
type Settings = z.output<typeof settings>;

/** Only the hex form names a card for good: the decimal numbers are halves of it that several cards share. */
function decode(message: DeviceMessage, context: DriverContext<Settings>): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  if (!isObject(json.value)) return refuse('wrong-type', 'expected an object');
  const decoding = startDecoding(message);
  const { message: kind, rfid_hex: hex, rfid } = json.value;
  for (const key in json.value) if (!KEYS.has(key)) decoding.unknownKeys++;
  if (kind !== undefined && typeof kind !== 'string') return refuse('wrong-type', 'message: expected text');
  if (kind !== undefined && kind !== CARD_MESSAGE) return nothing(decoding, 'reader-event');
  if (hex === undefined) return refuse('unknown-shape', 'rfid_hex is missing');
  const card = typeof hex === 'string' ? readCardHex(hex.trim()) : null;
  if (card === null) return refuse('wrong-type', 'rfid_hex: expected 10 hex digits, or 12 with the checksum');
  if (card === 'bad-checksum') return refuse('bad-checksum', 'rfid_hex: the XOR of the card does not agree');
  if (!agrees(rfid, card)) return refuse('bad-checksum', 'rfid and rfid_hex name two cards');
  if (isBlankCard(card)) return nothing(decoding, 'blank-card');
  return cardHeard(decoding, cardInForm(card, context.settings.form), context.memory, context.settings);
}

/** The number beside it, where there is one, is the 24-bit or the 32-bit face of the same card. */
function agrees(number: unknown, card: string): boolean {
  if (number === undefined || number === null) return true;
  const faces = toCardFaces(card);
  const told = typeof number === 'string' && /^\d{1,10}$/.test(number) ? Number(number) : number;
  return faces !== null && (told === faces.id24 || told === faces.id32);
}

const TOPIC = '{address}/card';
const card = (number: string) => ({
  at: EXAMPLE_RECEIVED_AT,
  reportedAt: null,
  kind: 'card',
  card: number,
  antenna: 0,
  rssi: null,
});

/** Microcontrollers in front of a 125 kHz reader that send one JSON object per card, as a line or as an MQTT message. */
export const jsonCardLine = defineDevice({
  driver: 'json-card-line',
  family: 'card-125khz',
  role: 'card-reader',
  vendor: 'any',
  models: ['microcontroller with a 125 kHz reader'],
  description: '125 kHz cards as JSON: {"message":"rfid_card","rfid_hex":"...","rfid":...}',
  transports: ['serial', 'mqtt'],
  topics: [TOPIC],
  quantities: CARD_QUANTITIES,
  settings,
  isPersonal: true,
  stream: {
    line: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
    // JSON tells by itself whether it is whole, so a last line without its end is tried too.
    createFramer: () => createLineFramer(LONGEST_LINE),
    gapMs: 500,
  },
  decode,
  encode: (readings, device) =>
    readings.flatMap((reading) => {
      const faces = reading.kind === 'card' && !isBlankCard(reading.card) ? toCardFaces(reading.card) : null;
      if (reading.kind !== 'card' || faces === null) return [];
      const said = { message: CARD_MESSAGE, rfid_hex: withChecksum(reading.card), rfid: faces.id24 };
      return [{ topic: fillTopic(TOPIC, { store: '{store}', device }), bytes: Buffer.from(`${JSON.stringify(said)}\n`) }];
    }),
  examples: [
    {
      name: 'a card with its checksum and its 24-bit number',
      payload: { message: 'rfid_card', rfid_hex: '0A00C0FFEEDB', rfid: 12_648_430 },
      readings: [card('0A00C0FFEE')],
    },
    {
      name: 'without checksum, in lower case, with the 32-bit number as text',
      payload: { message: 'rfid_card', rfid_hex: '15aaabcdef', rfid: '2863386095' },
      readings: [card('15AAABCDEF')],
    },
    {
      name: 'the same card is still there',
      before: [{ payload: { message: 'rfid_card', rfid_hex: '0A00C0FFEEDB' } }],
      payload: { message: 'rfid_card', rfid_hex: '0A00C0FFEEDB' },
      readings: [],
    },
    { name: 'a message about the reader itself', payload: { message: 'started', version: '1.2' }, readings: [] },
    {
      name: 'a damaged card',
      payload: { message: 'rfid_card', rfid_hex: '0A00C0FFEFDB', rfid: 12_648_430 },
      readings: [],
      rejected: 'bad-checksum',
    },
    {
      name: 'two numbers that are not of one card',
      payload: { message: 'rfid_card', rfid_hex: '0A00C0FFEE', rfid: 12_648_431 },
      readings: [],
      rejected: 'bad-checksum',
    },
    {
      name: 'only the 24-bit number, which several cards share',
      payload: { message: 'rfid_card', rfid: 12_648_430 },
      readings: [],
      rejected: 'unknown-shape',
    },
    { name: 'a line cut in the middle', payload: '{"message":"rfid_card","rfid_h', readings: [], rejected: 'not-json' },
  ],
});
