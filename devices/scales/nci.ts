import { z } from 'zod';
import { nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { createFramer, type Verdict } from '../kit/framers.ts';
import { refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { isSteadyWidth } from '../kit/scale/steady-width.ts';
import { readGrams, writeDecimal } from '../kit/scale/units.ts';
import { ascii, channelSetting, pollSetting, weighedOn, writeEach } from '../kit/scale/weight.ts';
import type { StreamOptions } from '../kit/stream.ts';

const LF = 0x0a;
const ETX = 0x03;
const LONGEST = 32;

const settings = z.strictObject({ channel: channelSetting, pollMs: pollSetting });
type Settings = z.output<typeof settings>;

/** LF, weight and unit, CR LF, two to four status characters (with an S in front of them at some makers), CR (and ETX); without the first line where there is no weight. */
const ANSWER = /^\n(?:([ -~]{3,14})\r\n)?S?([0-?p-\x7f]{2,4}|\?)\r$/;
const FIELD = /^ *(-?) *(\d{1,7}(?:\.\d{1,5})?) *([A-Za-z]{1,3}) *$/;
const POUNDS_AND_OUNCES = /^ *(-?) *(\d{1,4}) *lb *(\d{1,2}(?:\.\d{1,3})?) *oz *$/i;
const OUNCES_PER_POUND = 16;

/** Bits of the status characters; bits 4 and 5 are always set, bit 6 says that another character follows. */
const MOTION = 0x01;
const MEMORY_ERRORS = 0x0c;
const UNDER = 0x01;
const OVER = 0x02;
const CALIBRATION_ERRORS = 0x0c;
const INITIAL_ZERO_ERROR = 0x08;

function look(bytes: Uint8Array): Verdict {
  if (bytes[0] !== LF) return { not: 'unknown-shape', detail: 'outside of an answer' };
  const end = bytes.subarray(0, LONGEST).indexOf(ETX);
  if (end === -1) return bytes.length < LONGEST ? 'more' : { not: 'bad-checksum', detail: 'an answer without its end' };
  return readAnswer(bytes.subarray(0, end + 1)) === null ? { not: 'bad-checksum', detail: 'a damaged answer' } : { whole: end + 1 };
}

const readAnswer = (bytes: Uint8Array): readonly (string | undefined)[] | null =>
  bytes.at(-1) === ETX ? ANSWER.exec(Buffer.from(bytes.subarray(0, -1)).toString('latin1')) : null;

function decode(message: DeviceMessage, { settings: { channel }, memory }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const answer = readAnswer(message.bytes);
  if (answer === null) return refuse('bad-checksum', 'no whole answer of NCI');
  const [, field, status = ''] = answer;
  if (status === '?') return nothing(decoding, 'command-refused');
  const [first = 0, second = 0, third = 0] = Buffer.from(status, 'latin1');
  if ((second & OVER) !== 0) return nothing(decoding, 'overload');
  if ((second & UNDER) !== 0) return nothing(decoding, 'underload');
  if ((first & MEMORY_ERRORS) !== 0 || (second & CALIBRATION_ERRORS) !== 0 || (third & INITIAL_ZERO_ERROR) !== 0)
    return nothing(decoding, 'scale-error');
  if (field === undefined) return nothing(decoding, 'status');
  if (!isSteadyWidth(memory, field.length)) return refuse('bad-checksum', 'a weight of another width than before');
  return weighedOn(decoding, { channel, grams: gramsIn(field), stable: (first & MOTION) === 0 });
}

function gramsIn(field: string): number | null {
  const mixed = POUNDS_AND_OUNCES.exec(field);
  if (mixed !== null) {
    const ounces = Number(mixed[2]) * OUNCES_PER_POUND + Number(mixed[3]);
    return readGrams(`${mixed[1]}${ounces.toFixed(3)}`, 'oz');
  }
  const [, sign = '', value = '', unit = ''] = FIELD.exec(field) ?? [];
  return readGrams(sign + value, unit);
}

function write(reading: DeviceReading): Uint8Array | null {
  if (reading.kind !== 'weight') return null;
  const value = writeDecimal(reading.grams / 1_000, { least: 3, most: 5, width: 8 });
  const first = 0x30 | (reading.stable ? 0 : MOTION) | (reading.grams === 0 ? 0x02 : 0);
  return value.length > 8 ? null : ascii(`\n${value}kg\r\n${String.fromCharCode(first)}0\r\x03`);
}

const weight = (grams: number, stable = true) => ({
  at: EXAMPLE_RECEIVED_AT,
  reportedAt: null,
  kind: 'weight',
  channel: '1',
  grams,
  stable,
});

/**
 * Scales with the NCI protocol (Weigh-Tronix SCP-01), asked with W CR. The two status characters come behind the weight and
 * decide whether it is one. A third one that says net or gross changes nothing: the weight shown is the weight taken.
 * @see NCI General Serial Communications Protocol SCP-01; status bits as in the Ohaus Aviator 7000 service manual
 */
export const nci = defineDevice({
  driver: 'nci',
  family: 'scale-serial',
  role: 'scale',
  vendor: 'Avery Weigh-Tronix, Salter Brecknell, Ohaus',
  models: ['NCI 7800 series', 'Weigh-Tronix 7815 and 7821', 'Brecknell 3700LP', 'Ohaus Aviator 7000 (NCI)'],
  description: 'Scales with the NCI protocol (SCP-01)',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('grams'),
  settings,
  stream: {
    line: { baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1 },
    createFramer: () => createFramer(look, LONGEST),
    poll: {
      everyMs: ({ settings: given }: StreamOptions) => (given as Settings).pollMs,
      say: () => [ascii('W\r')],
    },
    gapMs: 500,
  },
  decode,
  encode: (readings) => writeEach(readings, write),
  examples: [
    { name: 'a stable weight in pounds', payload: '\n0002.50lb\r\n00\r\x03', readings: [weight(1_133.980925)] },
    { name: 'pounds and ounces', payload: '\n02lb 03.4oz\r\n00\r\x03', readings: [weight(1_003.573119)] },
    { name: 'an S before the status', payload: '\n001.370KG\r\nS00\r\x03', readings: [weight(1_370)] },
    { name: 'a pan that moves', payload: '\n0001.37kg\r\n10\r\x03', readings: [weight(1_370, false)] },
    { name: 'grams with three status characters: net', payload: '\n  815g \r\n0p4\r\x03', readings: [weight(815)] },
    { name: 'an empty pan', payload: '\n0000.00kg\r\n20\r\x03', readings: [weight(0)] },
    { name: 'less than the tare', payload: '\n-000.20kg\r\n00\r\x03', readings: [weight(-200)] },
    { name: 'too much on the pan, though a number is shown', payload: '\n0031.00lb\r\n02\r\x03', readings: [] },
    { name: 'below zero, without a weight', payload: '\n01\r\x03', readings: [] },
    { name: 'lost its calibration', payload: '\n0001.37kg\r\n08\r\x03', readings: [] },
    { name: 'zeroed: a status, not 0 g', payload: '\n20\r\x03', readings: [] },
    { name: 'a command that it does not know', payload: '\n?\r\x03', readings: [] },
    { name: 'the status was lost on the way', payload: '\n0001.37kg\r\n\r\x03', readings: [], rejected: 'bad-checksum' },
    { name: 'dashes where the weight stands', payload: '\n--.--kg\r\n00\r\x03', readings: [], rejected: 'unknown-shape' },
  ],
});
