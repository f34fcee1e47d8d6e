import { z } from 'zod';
import type { InfoReported } from '../../gateway/domain/readings.ts';
import { accepted, nothing, sensed, startDecoding } from '../kit/decoding.ts';
import {
  type Decoded,
  type DeviceMessage,
  type DeviceReading,
  type DriverContext,
  defineDevice,
  type Quantity,
} from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { refuse } from '../kit/json.ts';
import { createWholeLineFramer, readLine } from '../kit/scale/lines.ts';
import { isSteadyWidth } from '../kit/scale/steady-width.ts';
import { readGrams, writeDecimal } from '../kit/scale/units.ts';
import { ascii, channelSetting, pollSetting, weighedOn, writeEach } from '../kit/scale/weight.ts';
import type { StreamOptions } from '../kit/stream.ts';

const LONGEST_LINE = 64;
/** Indicators that speak SMA also stand under vehicles: 100 t. */
const GRAMS: Quantity = { kind: 'weight', unit: 'g', min: -100_000_000, max: 100_000_000 };

const settings = z.strictObject({ channel: channelSetting, pollMs: pollSetting });
type Settings = z.output<typeof settings>;

/** Status, range, gross or net, motion, a reserved character; weight (10 characters, some makers 9 or 11); unit (3). */
const WEIGHT = /^([ ZOUEITe])([0-9 ])([GNTgn])([M ])(.)([ \d.+-]{9,11})([A-Za-z/][A-Za-z/ ]{2})$/;
const NO_WEIGHT: ReadonlyMap<string, string> = new Map([
  ['O', 'overload'],
  ['U', 'underload'],
  ['E', 'scale-error'],
  ['I', 'scale-error'],
  ['T', 'scale-error'],
  ['e', 'no-weight'],
]);
/** Answers to A(bout), B, I(nformation), N: name and text. */
const ABOUT = /^([A-Z]{3}):([\x20-\x7e]*)$/;

function decode(message: DeviceMessage, { settings: { channel }, memory }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const line = readLine(message.bytes);
  if (line === '?' || line === '!') return nothing(decoding, 'command-refused');
  const about = ABOUT.exec(line);
  if (about !== null) {
    const key = about[1] === 'MOD' ? 'model' : about[1] === 'REV' ? 'firmware' : null;
    const text = (about[2] ?? '').trim();
    if (key === null || text === '') return nothing(decoding, 'command-reply');
    const reading: InfoReported = { ...sensed(decoding, null), kind: 'info', [key]: text };
    return accepted(decoding, [reading]);
  }
  // A weight that could not settle in time comes as dashes without a unit.
  if (/^[ ZOUEITe][0-9 ][GNTgn][M ].-{9,11} *$/.test(line)) return nothing(decoding, NO_WEIGHT.get(line.charAt(0)) ?? 'no-weight');
  const weight = WEIGHT.exec(line);
  if (weight === null) return refuse('unknown-shape', 'no line of SMA');
  const [, status = '', , mode, motion, , value = '', unit = ''] = weight;
  const why = NO_WEIGHT.get(status);
  if (why !== undefined) return nothing(decoding, why);
  if (mode === 'T') return nothing(decoding, 'tare');
  if (!isSteadyWidth(memory, value.length)) return refuse('bad-checksum', 'a weight of another width than before');
  return weighedOn(decoding, { channel, grams: readGrams(value.trim(), unit.trim()), stable: motion !== 'M', range: GRAMS });
}

const say = (command: string): Uint8Array => ascii(`\n${command}\r`);
/** What it is (four lines, one per question), then its weight for ever. */
const ABOUT_TURNS = ['A', 'B', 'B', 'B'] as const;

function write(reading: DeviceReading): readonly Uint8Array[] {
  if (reading.kind === 'info')
    return [
      ...(reading.model === undefined ? [] : [say(`MOD:${reading.model}`)]),
      ...(reading.firmware === undefined ? [] : [say(`REV:${reading.firmware}`)]),
    ];
  if (reading.kind !== 'weight') return [];
  const value = writeDecimal(reading.grams / 1_000, { least: 3, most: 6, width: 10 });
  return value.length > 10 ? [] : [say(`${reading.grams === 0 ? 'Z' : ' '}1G${reading.stable ? ' ' : 'M'} ${value}kg `)];
}

const at = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };
const weighed = (grams: number, stable = true) => ({ ...at, kind: 'weight', channel: '1', grams, stable });

/**
 * Scales with the protocol of the Scale Manufacturers Association: asked with LF W CR, each answer has every field in its place.
 * @see SMA Scale Serial Communication Protocol, level 1: LF s r n m f weight unit CR
 */
export const sma = defineDevice({
  driver: 'sma',
  family: 'scale-serial',
  role: 'scale',
  vendor: 'any (Scale Manufacturers Association)',
  models: ['Fairbanks', 'Cardinal', 'Sartorius PR', 'B-TEK and others with SMA level 1'],
  description: 'Scales with the SMA protocol, level 1',
  transports: ['serial'],
  topics: [],
  quantities: { grams: GRAMS },
  settings,
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createWholeLineFramer(LONGEST_LINE),
    poll: {
      everyMs: ({ settings: given }: StreamOptions) => (given as Settings).pollMs,
      say: (turn) => [say(ABOUT_TURNS[turn] ?? 'W')],
    },
    gapMs: 1_000,
  },
  decode,
  encode: (readings) => writeEach(readings, write),
  examples: [
    { name: 'a stable weight', payload: '\n 1G       3.205kg \r', readings: [weighed(3_205)] },
    { name: 'a pan that moves', payload: '\n 1GM      3.190kg \r', readings: [weighed(3_190, false)] },
    { name: 'an empty pan', payload: '\nZ1G       0.000kg \r', readings: [weighed(0)] },
    { name: 'a net weight in pounds, less than the tare', payload: '\n 1N       -0.25lb \r', readings: [weighed(-113.398092)] },
    { name: 'too much on the pan', payload: '\nO1G      15.000kg \r', readings: [] },
    { name: 'below zero', payload: '\nU1G      -0.500kg \r', readings: [] },
    { name: 'an error comes with dashes', payload: '\nE1G  ----------kg \r', readings: [] },
    { name: 'it did not settle in time', payload: '\n 1G  ----------   \r', readings: [] },
    { name: 'a tare is no weight on the pan', payload: '\n 1T       0.330kg \r', readings: [] },
    { name: 'its software', payload: '\nREV:1.4\r', readings: [{ ...at, kind: 'info', firmware: '1.4' }] },
    {
      name: 'a model that ends in its capacity',
      payload: '\nMOD:FB 15 000 g\r',
      readings: [{ ...at, kind: 'info', model: 'FB 15 000 g' }],
    },
    { name: 'a command that it does not know', payload: '\n?\r', readings: [] },
    { name: 'two characters were lost on the way', payload: '\n 1G     3.205kg \r', readings: [], rejected: 'unknown-shape' },
    { name: 'a line without its beginning', payload: '3.205kg \r', readings: [], rejected: 'unknown-shape' },
  ],
});
