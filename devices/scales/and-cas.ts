import { z } from 'zod';
import { nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DeviceReading, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { refuse } from '../kit/json.ts';
import { pickQuantities } from '../kit/quantities.ts';
import { createWholeLineFramer, readLine } from '../kit/scale/lines.ts';
import { readGrams, writeDecimal } from '../kit/scale/units.ts';
import { ascii, channelSetting, fixedWidthSetting, isFilledUp, pollSetting, weighedOn, writeEach } from '../kit/scale/weight.ts';
import type { StreamOptions } from '../kit/stream.ts';

const LONGEST_LINE = 64;
const NOT_ASKED_MS = 60_000;

const settings = z.strictObject({
  channel: channelSetting,
  take: z
    .enum(['any', 'gross', 'net'])
    .default('any')
    .describe('Which weight counts where a scale sends both; a line that does not say which is always taken'),
  ask: z.boolean().default(false).describe('Ask for each weight (Q), for A&D scales in command mode; otherwise the scale sends unasked'),
  pollMs: pollSetting,
  fixedWidth: fixedWidthSetting,
});
type Settings = z.output<typeof settings>;

/** Head, gross or net, device id and lamps of CAS' 22 bytes, then sign, value and unit as wide as the form has them. */
const LINE = /^(ST|US|OL|UL|QT)(?:,(GS|NT|TR))?(,.,[^\r\n],)?,?(.*)$/s;
const FIELD = /^ *([+-]?) *(\d{1,9}(?:\.\d{1,7})?) *([A-Za-z]{1,3}) *$/;
/** Width of value and unit: CAS' 22 bytes 8 + blank + 2; the 18 bytes 8 + 2; A&D's own 9 + 3. */
const CAS_WIDTH = 11;
const OTHER_WIDTHS: readonly number[] = [10, 12];
const MODE: Readonly<Record<string, Settings['take']>> = { GS: 'gross', NT: 'net' };

function decode(message: DeviceMessage, { settings: { channel, take, fixedWidth } }: DriverContext<Settings>): Decoded {
  const decoding = startDecoding(message);
  const line = LINE.exec(readLine(message.bytes));
  if (line === null) return refuse('unknown-shape', 'no line of A&D or CAS');
  const [, head, mode, cas, field = ''] = line;
  if (head === 'QT') return nothing(decoding, 'piece-count');
  // A&D: an overload is +9999999E+19, the other way -9999999E+19.
  if (head === 'OL') return nothing(decoding, /^ *-/.test(field) ? 'underload' : 'overload');
  if (head === 'UL') return nothing(decoding, 'underload');
  if (mode === 'TR') return nothing(decoding, 'tare');
  if (mode !== undefined && take !== 'any' && MODE[mode] !== take) return nothing(decoding, `not-${take}`);
  // With a blank before the unit the 18 bytes are 19, filled up with blanks; A&D's own form has zeros there.
  const isSpaced = field.length === CAS_WIDTH && /^[+-] /.test(field) && /\d [A-Za-z]/.test(field);
  const isAsWide = cas === undefined ? OTHER_WIDTHS.includes(field.length) || isSpaced : field.length === CAS_WIDTH;
  if (fixedWidth && !isAsWide && isFilledUp(field)) return refuse('bad-checksum', 'a weight that is not as wide as the form has it');
  const [, sign = '', value = '', unit = ''] = FIELD.exec(field) ?? [];
  return weighedOn(decoding, { channel, grams: readGrams(sign + value, unit), stable: head === 'ST' });
}

const settingsOf = (options: StreamOptions): Settings => options.settings as Settings;

function write(reading: DeviceReading): Uint8Array | null {
  if (reading.kind !== 'weight') return null;
  const sign = reading.grams < 0 ? '-' : '+';
  const value = writeDecimal(Math.abs(reading.grams) / 1_000, { least: 3, most: 5, width: 7 });
  return value.length > 7 ? null : ascii(`${reading.stable ? 'ST' : 'US'},GS,${sign}${value}kg\r\n`);
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
 * Scales and indicators with the line format of A&D and CAS: `ST` stable, `US` unstable, `OL` overload; `GS` gross, `NT` net.
 * A&D balances are delivered with 2400 baud 7E1, CAS indicators with 9600 8N1, which stands here; store.yaml says otherwise.
 * @see A&D "standard format"; CAS CI series manuals, "22 bytes" and "18 bytes"
 */
export const andCas = defineDevice({
  driver: 'and-cas',
  family: 'scale-serial',
  role: 'scale',
  vendor: 'A&D, CAS',
  models: ['A&D balances and indicators', 'CAS CI, NT and PB indicators'],
  description: 'Scales with the line format of A&D and CAS (ST,GS,+  1.240kg)',
  transports: ['serial'],
  topics: [],
  quantities: pickQuantities('grams'),
  settings,
  stream: {
    line: { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 },
    createFramer: () => createWholeLineFramer(LONGEST_LINE),
    poll: {
      everyMs: (options) => (settingsOf(options).ask ? settingsOf(options).pollMs : NOT_ASKED_MS),
      say: (_turn, options) => (settingsOf(options).ask ? [ascii('Q\r\n')] : []),
    },
    gapMs: 1_000,
  },
  decode,
  encode: (readings) => writeEach(readings, write),
  examples: [
    { name: 'a stable gross weight', payload: 'ST,GS,+  2.615kg\r\n', readings: [weight(2_615)] },
    { name: 'a pan that moves', payload: 'US,GS,+  0.475kg\r\n', readings: [weight(475, false)] },
    { name: 'less than the tare', payload: 'ST,NT,-  0.330kg\r\n', readings: [weight(-330)] },
    { name: 'the long form of A&D, which does not say gross or net', payload: 'ST,+00512.75  g\r\n', readings: [weight(512.75)] },
    { name: 'pounds', payload: 'ST,GS,+   2.00lb\r\n', readings: [weight(907.18474)] },
    {
      name: 'the 22 bytes of CAS with device id and lamps',
      payload: Buffer.from('ST,GS,1,\xc4,000013.5 kg\r\n', 'latin1'),
      readings: [weight(13_500)],
    },
    { name: 'a blank before the unit', payload: 'ST,NT,+  1.240 kg\r\n', readings: [weight(1_240)] },
    { name: 'a scale that does not fill up', payload: 'ST,GS,-1.24kg\r\n', readings: [weight(-1_240)] },
    { name: 'overload of CAS', payload: 'OL,GS,+  9.999kg\r\n', readings: [] },
    { name: 'overload of A&D', payload: 'OL,+9999999E+19\r\n', readings: [] },
    { name: 'the pan was taken off an A&D scale', payload: 'OL,-9999999E+19\r\n', readings: [] },
    { name: 'a tare is no weight on the pan', payload: 'ST,TR,+  0.330kg\r\n', readings: [] },
    { name: 'pieces', payload: 'QT,+00000012 PC\r\n', readings: [] },
    { name: 'gross where net counts', settings: { take: 'net' }, payload: 'ST,GS,+  2.615kg\r\n', readings: [] },
    { name: 'a digit was lost on the way', payload: 'ST,GS,+ 2.615kg\r\n', readings: [], rejected: 'bad-checksum' },
    { name: 'a unit that nobody knows', payload: 'ST,GS,+  2.615xy\r\n', readings: [], rejected: 'unknown-shape' },
    { name: 'a line without its beginning', payload: '+  2.615kg\r\n', readings: [], rejected: 'unknown-shape' },
  ],
});
