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

const STX = 0x02;
const CR = 0x0d;
const LONGEST = 12;

const settings = z.strictObject({
  channel: channelSetting,
  unit: z.enum(['kg', 'lb', 'g', 'oz']).default('kg').describe('What the scale shows: it does not say the unit'),
  decimals: z
    .int()
    .min(0)
    .max(4)
    .nullable()
    .default(null)
    .describe('For scales that send no decimal point: so many of the digits are decimals. Null: only grams come without a point'),
  pollMs: pollSetting,
});
type Settings = z.output<typeof settings>;

/** (STX,) digits with or without a point, N for net, CR; or STX ? status CR when there is no weight. */
const ANSWER = /^(?: *(\d{1,4}\.\d{1,4}|\d{4,7})N?|\?([ -\x7f]))\r$/;
/** The shortest weight, `0.000`: what is shorter has lost a character. */
const LEAST_WIDTH = 5;
const MOTION = 0x01;
const OVER = 0x02;
const UNDER = 0x04;
const STATUS = 0x60;

function look(bytes: Uint8Array): Verdict {
  if (bytes[0] !== STX) return { not: 'unknown-shape', detail: 'outside of an answer' };
  const end = bytes.subarray(0, LONGEST).indexOf(CR);
  const next = bytes.indexOf(STX, 1);
  if (next !== -1 && (end === -1 || next < end)) return { not: 'bad-checksum', detail: 'an answer without its end' };
  if (end === -1) return bytes.length < LONGEST ? 'more' : { not: 'bad-checksum', detail: 'an answer without its end' };
  return readAnswer(bytes.subarray(0, end + 1)) === null ? { not: 'bad-checksum', detail: 'a damaged answer' } : { whole: end + 1 };
}

const readAnswer = (bytes: Uint8Array): readonly (string | undefined)[] | null =>
  bytes[0] === STX ? ANSWER.exec(Buffer.from(bytes.subarray(1)).toString('latin1')) : null;

function decode(message: DeviceMessage, { settings: { channel, unit, decimals }, memory }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const answer = readAnswer(message.bytes);
  if (answer === null) return refuse('bad-checksum', 'no whole answer of 8217');
  const [, digits, status] = answer;
  if (digits === undefined) return nothing(decoding, whyNoWeight(status?.charCodeAt(0) ?? 0));
  if (digits.length < LEAST_WIDTH && unit !== 'g') return refuse('bad-checksum', 'a weight that is too short');
  if (!isSteadyWidth(memory, digits.length)) return refuse('bad-checksum', 'a weight of another width than before');
  const value = digits.includes('.') || unit === 'g' ? digits : withPoint(digits, decimals);
  if (value === null) return refuse('unknown-shape', 'a weight without a point, and no setting says where it stands');
  return weighedOn(decoding, { channel, grams: readGrams(value, unit), stable: true });
}

/** The scale gives a weight only when it is one; the status says why not. Its bits 5 and 6 are always set. */
function whyNoWeight(status: number): string {
  if ((status & OVER) !== 0) return 'overload';
  if ((status & UNDER) !== 0) return 'underload';
  return (status & MOTION) !== 0 ? 'motion' : 'status';
}

function withPoint(digits: string, decimals: number | null): string | null {
  if (decimals === null) return null;
  const whole = digits.length - decimals;
  return decimals === 0 ? digits : `${digits.slice(0, whole)}.${digits.slice(whole)}`;
}

function write(reading: DeviceReading): Uint8Array | null {
  if (reading.kind !== 'weight') return null;
  const value = writeDecimal(reading.grams / 1_000, { least: 3, most: 3, width: 6 }).replaceAll(' ', '0');
  if (reading.stable && reading.grams >= 0) return value.length > 6 ? null : ascii(`\x02${value}\r`);
  return ascii(`\x02?${String.fromCharCode(STATUS | (reading.stable ? UNDER : MOTION))}\r`);
}

const weight = (grams: number) => ({ at: EXAMPLE_RECEIVED_AT, reportedAt: null, kind: 'weight', channel: '1', grams, stable: true });

/**
 * Scales of points of sale with the Toledo 8217 protocol, asked with `W`. Weights that move, lie below zero or exceed the
 * capacity are not sent: a status comes in their place. The unit is not sent either: the setting must say what the scale shows.
 * @see Mettler Toledo 8217 service manual; status bits as in the Rice Lake BenchPro manual
 */
export const toledo8217 = defineDevice({
  driver: 'toledo-8217',
  family: 'scale-serial',
  role: 'scale',
  vendor: 'Mettler Toledo and compatible',
  models: ['8217', '8213', 'Ariva', 'Viva', 'Brecknell 3700LP (8213)', 'Rice Lake BenchPro'],
  description: 'Point-of-sale scales with the Toledo 8217 protocol',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('grams'),
  settings,
  stream: {
    line: { baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1 },
    createFramer: () => createFramer(look, LONGEST),
    poll: {
      everyMs: ({ settings: given }: StreamOptions) => (given as Settings).pollMs,
      say: () => [ascii('W')],
    },
    gapMs: 500,
  },
  decode,
  encode: (readings) => writeEach(readings, write),
  examples: [
    { name: 'kilograms', payload: '\x0203.145\r', readings: [weight(3_145)] },
    { name: 'a net weight', payload: '\x0200.750N\r', readings: [weight(750)] },
    { name: 'pounds', settings: { unit: 'lb' }, payload: '\x0202.50\r', readings: [weight(1_133.980925)] },
    { name: 'grams without a point', settings: { unit: 'g' }, payload: '\x02000815\r', readings: [weight(815)] },
    { name: 'pounds without a point', settings: { unit: 'lb', decimals: 2 }, payload: '\x0200200\r', readings: [weight(907.18474)] },
    { name: 'a pan that moves', payload: '\x02?a\r', readings: [] },
    { name: 'too much on the pan', payload: '\x02?b\r', readings: [] },
    { name: 'below zero', payload: '\x02?d\r', readings: [] },
    { name: 'zeroed: a status, not 0 g', payload: '\x02?p\r', readings: [] },
    { name: 'digits whose point nobody knows', payload: '\x0203145\r', readings: [], rejected: 'unknown-shape' },
    { name: 'an answer without its end', payload: '\x0203.14', readings: [], rejected: 'bad-checksum' },
    { name: 'characters were lost on the way', payload: '\x02.145\r', readings: [], rejected: 'bad-checksum' },
  ],
});
