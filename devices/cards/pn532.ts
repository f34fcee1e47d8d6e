import { z } from 'zod';
import type { InfoReported } from '../../gateway/domain/readings.ts';
import { cardHeard } from '../kit/card/card-reading.ts';
import { isProcessorCard, isRandomUid, readTypeATargets, type TypeATarget, writeTypeATarget } from '../kit/card/iso14443.ts';
import { lookForPn532, PN532_LONGEST, readPn532Frame, writePn532Frame } from '../kit/card/pn532-frame.ts';
import { CARD_QUANTITIES, presentationSettings } from '../kit/card/presented.ts';
import { accepted, type Decoding, nothing, sensed, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createFramer } from '../kit/framers.ts';
import { refuse } from '../kit/json.ts';
import type { StreamOptions } from '../kit/stream.ts';

const GET_FIRMWARE = 0x02;
const SAM_CONFIGURATION = 0x14;
const RF_CONFIGURATION = 0x32;
const LIST_TARGETS = 0x4a;
/** The answer to a command has the next code. */
const REPLY = 1;
const CHIPS: ReadonlyMap<number, string> = new Map([[0x32, 'PN532']]);

const settings = z.strictObject({
  ...presentationSettings,
  pollMs: z.int().min(100).max(10_000).default(300).describe('Pause between two looks for a card, ms'),
  processorCards: z
    .boolean()
    .default(false)
    .describe(
      'Take cards with a processor (DESFire) too. Phones and bank cards are of that kind, so leave it off unless your cards need it',
    ),
});
type Settings = z.output<typeof settings>;

function decode(message: DeviceMessage, context: DriverContext<Settings>): Decoded {
  const { bytes } = message;
  const decoding = startDecoding(message);
  const frame = readPn532Frame(bytes, true);
  if (frame === 'more') return refuse('bad-checksum', 'no whole frame');
  if ('not' in frame) return refuse(frame.not, frame.detail);
  if (frame.length !== bytes.length) return refuse('unknown-shape', 'more than one frame');
  if (frame.kind === 'error') return nothing(decoding, 'command-refused');
  if (frame.kind === 'command') return nothing(decoding, 'command');
  if (frame.kind !== 'reply') return nothing(decoding, 'command-reply');
  const answer = frame.data.subarray(1);
  switch (frame.data[0]) {
    case GET_FIRMWARE + REPLY:
      return firmware(answer, decoding);
    case LIST_TARGETS + REPLY:
      return targets(answer, decoding, context);
    default:
      return nothing(decoding, 'command-reply');
  }
}

function firmware([chip, version, revision, support]: Uint8Array, decoding: Decoding): Decoded {
  if (chip === undefined || version === undefined || revision === undefined || support === undefined)
    return refuse('unknown-shape', 'firmware: expected four bytes');
  const model = CHIPS.get(chip);
  const reading: InfoReported = {
    ...sensed(decoding, null),
    kind: 'info',
    ...(model === undefined ? {} : { model }),
    firmware: `${version}.${revision}`,
  };
  return accepted(decoding, [reading]);
}

/** We ask for one card. Two that answer at once are two presentations at one reader: nobody knows whose visit it is, so neither is taken. */
function targets(answer: Uint8Array, decoding: Decoding, context: DriverContext<Settings>): Decoded {
  const found = readTypeATargets(answer);
  if (found === null) return refuse('unknown-shape', 'a list of cards whose lengths do not agree');
  const [target, second] = found;
  if (target === undefined) return nothing(decoding, 'no-tag');
  if (second !== undefined) return nothing(decoding, 'two-cards');
  const why = whyNoCustomer(target, context.settings);
  return why === null ? cardHeard(decoding, target.uid, context.memory, context.settings) : nothing(decoding, why);
}

function whyNoCustomer(target: TypeATarget, { processorCards }: Settings): string | null {
  if (isRandomUid(target.uid)) return 'random-uid';
  return isProcessorCard(target) && !processorCards ? 'not-a-loyalty-card' : null;
}

/** Awake (a line that slept swallows the first bytes), then normal mode without a SAM. */
const WAKE_UP = [0x55, 0x55, ...new Array<number>(14).fill(0)];
const configureSam = Uint8Array.from([...WAKE_UP, ...writePn532Frame('command', [SAM_CONFIGURATION, 1, 0x14, 1])]);
/** Give up on an empty field after a few tries instead of waiting for ever: then "nobody there" is an answer too. */
const fewTries = writePn532Frame('command', [RF_CONFIGURATION, 5, 0xff, 1, 5]);
/** One card, 106 kbit/s type A. */
export const listOneTarget: Uint8Array = writePn532Frame('command', [LIST_TARGETS, 1, 0]);
/** A module that lost its power sleeps again and has forgotten its settings: it is set up anew every so many turns. */
const SET_UP_EVERY = 100;
const SET_UP = [configureSam, writePn532Frame('command', [GET_FIRMWARE]), fewTries];

const card = (uid: string) => ({ at: EXAMPLE_RECEIVED_AT, reportedAt: null, kind: 'card', card: uid, antenna: 0, rssi: null });
const info = { at: EXAMPLE_RECEIVED_AT, reportedAt: null, kind: 'info', model: 'PN532', firmware: '1.6' };
const reply = (...data: readonly number[]): Uint8Array => writePn532Frame('reply', data);
const listed = (sak: number, ...uid: readonly number[]): Uint8Array => reply(0x4b, 1, 1, 0, 4, sak, uid.length, ...uid);

function write(reading: DeviceReading): Uint8Array | null {
  const target = reading.kind === 'card' ? writeTypeATarget(reading.card) : null;
  if (target !== null) return reply(LIST_TARGETS + REPLY, ...target);
  const version = reading.kind === 'info' && reading.model === 'PN532' ? /^(\d{1,2})\.(\d{1,2})$/.exec(reading.firmware ?? '') : null;
  return version === null ? null : reply(GET_FIRMWARE + REPLY, 0x32, Number(version[1]), Number(version[2]), 7);
}

/**
 * PN532 modules on a serial line. The gateway wakes them, sets them up and asks again and again for one type A card. What
 * never becomes a loyalty card: UIDs that are made up at every tap, and phones and bank cards (SAK bit 5). Two cards at once
 * are not told apart by the customer they belong to and give nothing. @see PN532 user manual (UM0701-02)
 */
export const pn532 = defineDevice({
  driver: 'pn532',
  family: 'card-pn532',
  role: 'card-reader',
  vendor: 'NXP and module makers',
  models: ['PN532 (HSU)', 'PN532 NFC RFID module V3', 'Grove NFC'],
  description: '13.56 MHz card readers with a PN532 on a serial line (HSU)',
  transports: ['serial'],
  topics: [],
  quantities: CARD_QUANTITIES,
  settings,
  isPersonal: true,
  stream: {
    line: { baud: 115_200, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createFramer(lookForPn532, PN532_LONGEST),
    poll: {
      everyMs: ({ settings: given }: StreamOptions) => (given as Settings).pollMs,
      // One command a turn: a new one would end the one before.
      say: (turn) => [SET_UP[turn % SET_UP_EVERY] ?? listOneTarget],
    },
    gapMs: 200,
  },
  decode,
  encode: (readings) =>
    readings.flatMap((reading) => {
      const bytes = write(reading);
      return bytes === null ? [] : [{ topic: '', bytes }];
    }),
  examples: [
    { name: 'a card with a UID of four bytes', payload: listed(0x08, 0x1a, 0xc0, 0xff, 0xee), readings: [card('1AC0FFEE')] },
    {
      name: 'a card with a UID of seven bytes',
      payload: reply(0x4b, 1, 1, 0, 0x44, 0, 7, 4, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6),
      readings: [card('04A1B2C3D4E5F6')],
    },
    { name: 'nobody there', payload: reply(0x4b, 0), readings: [] },
    { name: 'a UID that is made up anew at every tap', payload: listed(0x08, 0x08, 1, 2, 3), readings: [] },
    { name: 'a UID of five bytes is none', payload: listed(0x08, 0x1a, 1, 2, 3, 4), readings: [], rejected: 'unknown-shape' },
    {
      name: 'a phone or a bank card, with its answer to select',
      payload: reply(0x4b, 1, 1, 0, 4, 0x28, 4, 0x2b, 1, 2, 3, 5, 0x75, 0x80, 0x60, 0x02),
      readings: [],
    },
    {
      name: 'a membership card with a processor, where the shop asks for them',
      settings: { processorCards: true },
      payload: reply(0x4b, 1, 1, 3, 0x44, 0x20, 7, 4, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 5, 0x75, 0x77, 0x81, 0x02),
      readings: [card('04112233445566')],
    },
    {
      name: 'the same card is still there',
      before: [{ payload: listed(0x08, 0x1a, 0xc0, 0xff, 0xee) }],
      payload: listed(0x08, 0x1a, 0xc0, 0xff, 0xee),
      readings: [],
    },
    { name: 'what chip it is', payload: reply(0x03, 0x32, 1, 6, 7), readings: [info] },
    { name: 'it heard us', payload: Uint8Array.from([0, 0, 0xff, 0, 0xff, 0]), readings: [] },
    { name: 'it did not understand us', payload: Uint8Array.from([0, 0, 0xff, 1, 0xff, 0x7f, 0x81, 0]), readings: [] },
    {
      name: 'a byte was damaged on the way',
      payload: listed(0x08, 0x1a, 0xc0, 0xff, 0xee).map((byte, at) => (at === 14 ? byte ^ 0x40 : byte)),
      readings: [],
      rejected: 'bad-checksum',
    },
  ],
});
