import { z } from 'zod';
import type { InfoReported } from '../../gateway/domain/readings.ts';
import { accepted, type Decoding, nothing, sensed, startDecoding, warn } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { createWholeLineFramer, readLine } from '../kit/scale/lines.ts';
import { readGrams, writeDecimal } from '../kit/scale/units.ts';
import { ascii, channelSetting, fixedWidthSetting, isFilledUp, pollSetting, weighedOn, writeEach } from '../kit/scale/weight.ts';
import type { StreamOptions } from '../kit/stream.ts';

const LONGEST_LINE = 128;
const VALUE_WIDTH = 10;
/** A scale that was switched off and on has forgotten that it streams: it is told again so often. */
const REMIND_MS = 10_000;

const settings = z.strictObject({
  channel: channelSetting,
  mode: z
    .enum(['stream', 'change', 'poll'])
    .default('stream')
    .describe('`stream`: the scale sends all its values (SIR); `change`: only when the weight changes (SR); `poll`: it is asked (SI)'),
  pollMs: pollSetting,
  fixedWidth: fixedWidthSetting,
});
type Settings = z.output<typeof settings>;

/** Second word of an answer to S, SI, SIR, SR that holds no weight. */
const NO_WEIGHT: ReadonlyMap<string, string> = new Map([
  ['I', 'busy'],
  ['+', 'overload'],
  ['-', 'underload'],
  ['L', 'command-refused'],
]);
/** The scale did not understand us: unknown command, damaged on the way, wrong parameter. */
const ERRORS: ReadonlySet<string> = new Set(['ES', 'ET', 'EL']);
/** Commands whose answers are no weight on the pan, even where they hold one (tare). */
const OTHER_REPLY =
  /^(@|Z|ZI|T|TI|TA|TAC|S|SI|SIR|SIU|SIRU|SR|SRU|SNR|SU|D|DW|K|PWR|R0|R1|UPD|WS|C\d|M\d\d|I\d{1,2}|LX\d\d) [A-Z+-]( [\x20-\x7e]*)?$/;
const WEIGHT = /^S ([SD]) (.*?) ?(\S+) *$/;
const DESCRIPTION = /^I([234]) [AB] "([^"]*)"/;
const TOLD: Readonly<Record<string, 'model' | 'firmware' | 'serial'>> = { 2: 'model', 3: 'firmware', 4: 'serial' };

function decode(message: DeviceMessage, { settings: { channel, fixedWidth } }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const line = readLine(message.bytes);
  const weight = WEIGHT.exec(line);
  if (weight !== null) {
    const [, state, value = '', unit = ''] = weight;
    if (fixedWidth && value.length !== VALUE_WIDTH && isFilledUp(value))
      return refuse('bad-checksum', `a weight that is not ${VALUE_WIDTH} characters wide`);
    return weighedOn(decoding, { channel, grams: readGrams(value.trim(), unit), stable: state === 'S' });
  }
  const none = /^S ([A-Z+-])$/.exec(line.trimEnd());
  if (none !== null) {
    const why = NO_WEIGHT.get(none[1] ?? '');
    return why === undefined ? refuse('unknown-shape', 'a weight without its value') : nothing(decoding, why);
  }
  if (ERRORS.has(line.trim())) {
    warn(decoding, 'command-refused');
    return nothing(decoding, 'command-refused');
  }
  const told = DESCRIPTION.exec(line);
  if (told !== null) return description(decoding, told);
  return OTHER_REPLY.test(line) && !line.startsWith('S ')
    ? nothing(decoding, 'command-reply')
    : refuse('unknown-shape', 'no line of MT-SICS');
}

/** Model, software and serial number; the model often ends in the scale's capacity, which is no weight. */
function description(decoding: Decoding, [, number = '', text = '']: readonly string[]): Decoded {
  const key = TOLD[number];
  const value = text.trim().slice(0, 128);
  if (key === undefined || value === '') return nothing(decoding, 'command-reply');
  const reading: InfoReported = { ...sensed(decoding, null), kind: 'info', [key]: value };
  return accepted(decoding, [reading]);
}

const say = (command: string): Uint8Array => ascii(`${command}\r\n`);
const settingsOf = (options: StreamOptions): Settings => options.settings as Settings;
const ASK: Readonly<Record<Settings['mode'], string>> = { stream: 'SIR', change: 'SR', poll: 'SI' };
const DESCRIBE = ['I4', 'I2', 'I3'] as const;

function write(reading: DeviceReading): readonly Uint8Array[] {
  if (reading.kind === 'weight') {
    const value = writeDecimal(reading.grams, { least: 2, most: 4, width: VALUE_WIDTH });
    return value.length > VALUE_WIDTH ? [] : [say(`S ${reading.stable ? 'S' : 'D'} ${value} g`)];
  }
  if (reading.kind !== 'info') return [];
  const { serial, model, firmware } = reading;
  const told = [serial, model, firmware].map((text, index) => ({ command: DESCRIBE[index], text }));
  return told.flatMap(({ command, text }) =>
    text === undefined || !/^[\x20-\x21\x23-\x7e]+$/.test(text) ? [] : [say(`${command} A "${text}"`)],
  );
}

const at = { at: EXAMPLE_RECEIVED_AT, reportedAt: null };
const weight = (grams: number, stable = true) => ({ ...at, kind: 'weight', channel: '1', grams, stable });

/**
 * Scales that speak MT-SICS (Mettler Toledo) or the same under the name KCP (KERN), on a serial line or over TCP (KERN: port 23).
 * `S` stable, `D` moving, `I` busy, `+` overload, `-` underload; the value stands right-aligned in ten characters.
 * @see MT-SICS Reference Manual, level 0 and 1; KERN Communication Protocol
 */
export const mtSics = defineDevice({
  driver: 'mt-sics',
  family: 'scale-serial',
  role: 'scale',
  vendor: 'Mettler Toledo, KERN',
  models: ['MT-SICS level 0 balances and scales', 'KERN scales with KCP'],
  description: 'Scales with MT-SICS or KERN KCP',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('grams'),
  settings,
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createWholeLineFramer(LONGEST_LINE),
    poll: {
      everyMs: (options) => (settingsOf(options).mode === 'poll' ? settingsOf(options).pollMs : REMIND_MS),
      // One command a turn, the weight first; asking the scale what it is does not end a stream.
      say: (turn, options) => [say(DESCRIBE[turn - 1] ?? ASK[settingsOf(options).mode])],
    },
    // Asking once ends the stream; `@` would too, but takes the tare away.
    stop: (options) => (settingsOf(options).mode === 'poll' ? [] : [say('SI')]),
    gapMs: 1_000,
  },
  decode,
  encode: (readings) => writeEach(readings, write),
  examples: [
    { name: 'a stable weight', payload: 'S S     312.40 g\r\n', readings: [weight(312.4)] },
    { name: 'a pan that moves', payload: 'S D     298.75 g\r\n', readings: [weight(298.75, false)] },
    { name: 'less than the tare', payload: 'S S     -45.10 g\r\n', readings: [weight(-45.1)] },
    { name: 'kilograms', payload: 'S S      2.718 kg\r\n', readings: [weight(2_718)] },
    { name: 'pounds', payload: 'S S        1.5 lb\r\n', readings: [weight(680.388555)] },
    { name: 'ounces', payload: 'S S       8.00 oz\r\n', readings: [weight(226.796185)] },
    { name: 'milligrams', payload: 'S S     1500.0 mg\r\n', readings: [weight(1.5)] },
    { name: 'too much on the pan', payload: 'S +\r\n', readings: [] },
    { name: 'the pan was taken off', payload: 'S -\r\n', readings: [] },
    { name: 'busy', payload: 'S I\r\n', readings: [] },
    { name: 'a command that it does not know', payload: 'ES\r\n', readings: [] },
    { name: 'tared: the tare is no weight on the pan', payload: 'T S     150.00 g\r\n', readings: [] },
    {
      name: 'its serial number, also unasked after power-on',
      payload: 'I4 A "B021002593"\r\n',
      readings: [{ ...at, kind: 'info', serial: 'B021002593' }],
    },
    {
      name: 'a model that ends in its capacity',
      payload: 'I2 A "WMS404C-L 400.0 g"\r\n',
      readings: [{ ...at, kind: 'info', model: 'WMS404C-L 400.0 g' }],
    },
    { name: 'a scale that does not fill up', settings: { fixedWidth: false }, payload: 'S S 312.4 g\r\n', readings: [weight(312.4)] },
    { name: 'a scale that does not fill up, and nobody said so', payload: 'S S 312.4 g\r\n', readings: [weight(312.4)] },
    { name: 'a digit was lost on the way', payload: 'S S    312.40 g\r\n', readings: [], rejected: 'bad-checksum' },
    { name: 'a line without its beginning', payload: '312.40 g\r\n', readings: [], rejected: 'unknown-shape' },
    { name: 'pieces', payload: 'S S         12 PCS\r\n', readings: [], rejected: 'unknown-shape' },
  ],
});
