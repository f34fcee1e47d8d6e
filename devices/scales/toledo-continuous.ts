import { z } from 'zod';
import { nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import {
  CONTINUOUS_LENGTH,
  continuousChecksum,
  createContinuousFramer,
  hasContinuousForm,
  withoutParity,
} from '../kit/scale/toledo-continuous.ts';
import { readGrams } from '../kit/scale/units.ts';
import { ascii, channelSetting, weighedOn, writeEach } from '../kit/scale/weight.ts';

const settings = z.strictObject({
  channel: channelSetting,
  checksum: z
    .enum(['auto', 'required'])
    .default('auto')
    .describe('`auto`: checked where the scale sends one; `required`: a frame without one is refused. Switch it on at the scale'),
});
type Settings = z.output<typeof settings>;

/** Status word B. */
const NEGATIVE = 0x02;
const OUT_OF_RANGE = 0x04;
const MOTION = 0x08;
const KILOGRAMS = 0x10;
const NOT_ZEROED = 0x40;
/** Status word C: the weight is shown ten times finer for a moment. */
const EXPANDED = 0x10;
/** Status word C, low three bits; 0 says that word B knows. Pennyweights, short tons and units of the customer are not taken. */
const UNITS: readonly (string | null)[] = [null, 'g', 't', 'oz', 'ozt'];
const DIGITS = 6;

function decode(message: DeviceMessage, { settings: { channel, checksum } }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const bytes = withoutParity(message.bytes);
  if (bytes.length < CONTINUOUS_LENGTH || bytes.length > CONTINUOUS_LENGTH + 1 || !hasContinuousForm(bytes))
    return refuse('bad-checksum', 'no whole frame');
  const sent = bytes[CONTINUOUS_LENGTH];
  if (sent === undefined ? checksum === 'required' : sent !== continuousChecksum(bytes))
    return refuse('bad-checksum', sent === undefined ? 'a frame without the checksum' : 'the checksum does not agree');
  const [, a = 0, b = 0, c = 0] = bytes;
  if ((b & OUT_OF_RANGE) !== 0) return nothing(decoding, (b & NEGATIVE) !== 0 ? 'underload' : 'overload');
  if ((b & NOT_ZEROED) !== 0) return nothing(decoding, 'not-zeroed');
  if ((c & EXPANDED) !== 0) return nothing(decoding, 'expanded-display');
  const digits = Buffer.from(bytes.subarray(4, 4 + DIGITS)).toString('latin1');
  const unit = UNITS[c & 0x07] ?? ((c & 0x07) === 0 ? ((b & KILOGRAMS) === 0 ? 'lb' : 'kg') : '');
  const value = withPoint(digits, a & 0x07);
  const grams = value === null ? null : readGrams((b & NEGATIVE) === 0 ? value : `-${value}`, unit);
  return weighedOn(decoding, { channel, grams, stable: (b & MOTION) === 0 });
}

/** Digits with the point where status word A has it: 0 and 1 stand for two and one zeros behind, 2 for none, 3 to 7 for 1 to 5 decimals. */
function withPoint(digits: string, place: number): string | null {
  // Zeros in front come as blanks; a blank between digits is a lost one, and all blanks are a dark display.
  const shown = /^ *(\d+)$/.exec(digits)?.[1];
  if (shown === undefined) return null;
  const decimals = place - 2;
  if (decimals <= 0) return shown + '0'.repeat(-decimals);
  const padded = shown.padStart(decimals + 1, '0');
  return `${padded.slice(0, -decimals)}.${padded.slice(-decimals)}`;
}

/** In kilograms with three decimals, with checksum; heavier than the six digits have room for is left out. */
function write(reading: DeviceReading): Uint8Array | null {
  if (reading.kind !== 'weight') return null;
  const digits = String(Math.abs(Math.round(reading.grams))).padStart(DIGITS);
  if (digits.length > DIGITS) return null;
  const status = 0x20 | KILOGRAMS | (reading.grams < 0 ? NEGATIVE : 0) | (reading.stable ? 0 : MOTION);
  return frame(5, status, 0x20, digits);
}

/** A frame as scales send it, without a tare. */
function frame(place: number, b: number, c: number, digits: string, checked = true): Uint8Array {
  const words = String.fromCharCode(0x28 | place, b, c);
  const bytes = ascii(`\x02${words}${digits}${'0'.repeat(DIGITS)}\r`);
  return checked ? Uint8Array.from([...bytes, continuousChecksum(bytes)]) : bytes;
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
 * Scales and indicators that send the Toledo continuous format, unasked. Whether the line has 7 bits with parity or 8 without
 * makes no difference here. What is shown is taken, net or gross. Makers who give the bits of the status words another
 * meaning (pounds by word C) are not meant. @see Mettler Toledo Wildcat technical manual, appendix 2
 */
export const toledoContinuous = defineDevice({
  driver: 'toledo-continuous',
  family: 'scale-serial',
  role: 'scale',
  vendor: 'Mettler Toledo and compatible',
  models: ['IND series', 'Wildcat', 'Jaguar', 'KERN FTC', 'Fairbanks FB series', 'Cardinal 225 (8530)'],
  description: 'Scales with the Toledo continuous output',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('grams'),
  settings,
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: createContinuousFramer,
    gapMs: 300,
  },
  decode,
  encode: (readings) => writeEach(readings, write),
  examples: [
    { name: 'kilograms with three decimals', payload: frame(5, 0x30, 0x20, '  2417'), readings: [weight(2_417)] },
    { name: 'without a checksum', payload: frame(5, 0x30, 0x20, '  1234', false), readings: [weight(1_234)] },
    { name: 'a pan that moves', payload: frame(5, 0x38, 0x20, '   902'), readings: [weight(902, false)] },
    { name: 'net, less than the tare', payload: frame(5, 0x33, 0x20, '   160'), readings: [weight(-160)] },
    { name: 'pounds with two decimals', payload: frame(4, 0x20, 0x20, '   150'), readings: [weight(680.388555)] },
    { name: 'grams', payload: frame(2, 0x30, 0x21, '   815'), readings: [weight(815)] },
    { name: 'grams in steps of ten', payload: frame(1, 0x30, 0x21, '    81'), readings: [weight(810)] },
    { name: 'parity in the highest bit', payload: frame(5, 0x30, 0x20, '  3417').map((byte) => byte | 0x80), readings: [weight(3_417)] },
    { name: 'too much on the pan', payload: frame(5, 0x34, 0x20, ' 15000'), readings: [] },
    { name: 'below zero', payload: frame(5, 0x36, 0x20, '   500'), readings: [] },
    { name: 'not zeroed since power-on', payload: frame(5, 0x70, 0x20, '     0'), readings: [] },
    { name: 'shown ten times finer', payload: frame(5, 0x30, 0x30, ' 24170'), readings: [] },
    { name: 'a dark display is not 0 g', payload: frame(5, 0x30, 0x20, '      '), readings: [], rejected: 'unknown-shape' },
    {
      name: 'without a checksum where one is required',
      settings: { checksum: 'required' },
      payload: frame(5, 0x30, 0x20, '  1234', false),
      readings: [],
      rejected: 'bad-checksum',
    },
    {
      name: 'a digit was damaged on the way',
      payload: frame(5, 0x30, 0x20, '  2417').map((byte, at) => (at === 8 ? byte ^ 1 : byte)),
      readings: [],
      rejected: 'bad-checksum',
    },
    { name: 'a unit of the customer', payload: frame(5, 0x30, 0x27, '  2417'), readings: [], rejected: 'unknown-shape' },
  ],
});
