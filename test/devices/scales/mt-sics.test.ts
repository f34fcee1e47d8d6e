import { describe, expect, it } from 'vitest';
import { mtSics } from '../../../devices/scales/mt-sics.ts';
import { readStream, weightsOf } from '../../support/listener.ts';

const line = (text: string): string => `${text}\r\n`;
const said = (turn: number, settings: unknown): string[] =>
  (mtSics.stream?.poll?.say(turn, { antennas: [1], settings }) ?? []).map((bytes) => Buffer.from(bytes).toString());

describe('mt-sics', () => {
  it('turns its units into grams', () => {
    const rows: readonly (readonly [string, number])[] = [
      ['S S       1.25 kg', 1_250],
      ['S S     1250.0 mg', 1.25],
      ['S S       0.25 lb', 113.398093],
      ['S S       2.50 oz', 70.873808],
      ['S S      10.00 ct', 2],
      ['S S     -12.50 g', -12.5],
      ['S S       0.00 g', 0],
    ];
    for (const [text, wanted] of rows) {
      const [[value] = []] = weightsOf(readStream(mtSics, line(text)));
      expect(value, text).toBeCloseTo(wanted, 5);
    }
    expect(Object.is(weightsOf(readStream(mtSics, line('S S      -0.00 g')))[0]?.[0], 0)).toBe(true);
  });

  it('says why there is no weight, and never 0 g instead', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['S I', 'busy'],
      ['S +', 'overload'],
      ['S -', 'underload'],
      ['S L', 'command-refused'],
      ['ES', 'command-refused'],
      ['ET', 'command-refused'],
      ['EL', 'command-refused'],
      ['Z A', 'command-reply'],
      ['Z I', 'command-reply'],
      ['ZI S', 'command-reply'],
      ['T S     100.00 g', 'command-reply'],
      ['TA A    100.00 g', 'command-reply'],
      ['TI D    100.00 g', 'command-reply'],
      ['I0 B 0 "I4"', 'command-reply'],
    ];
    for (const [text, why] of rows) expect(readStream(mtSics, line(text)), text).toEqual({ readings: [], none: [why], refused: [] });
  });

  it('takes no weight out of a name', () => {
    for (const text of ['I2 A "MS 3002 S S     100.00 g"', 'I4 A "S S     100.00 g"', 'I3 B "1.10 S D     100.00 kg"']) {
      const outcome = readStream(mtSics, line(text));
      expect(weightsOf(outcome), text).toEqual([]);
      expect(outcome.readings, text).toMatchObject([{ kind: 'info' }]);
    }
  });

  it('refuses what is no whole line of its own', () => {
    for (const text of [
      'S S    100.00 g',
      'S S     100.00',
      'S S     100.00 N',
      'S S     1e2.00 g',
      'S S     10 .00 g',
      'S S',
      'X Y',
      'S S     .100 g ',
      '\u00e9\u00ff',
    ])
      expect(readStream(mtSics, line(text)), text).toMatchObject({ readings: [], refused: [expect.any(String)] });
    // More than any scale weighs: the unit is wrong.
    expect(readStream(mtSics, line('S S  900000.00 kg')).refused).toEqual(['out-of-range']);
  });

  it('takes lines that are not filled up where the shop says so', () => {
    expect(weightsOf(readStream(mtSics, line('S S 100.0 g'), { fixedWidth: false }))).toEqual([[100, true]]);
  });

  it('streams unless it is told otherwise, and reminds a scale that was switched off', () => {
    const settings = (mode: string): unknown => mtSics.settings?.parse({ mode });
    const every = (mode: string) => mtSics.stream?.poll?.everyMs({ antennas: [1], settings: settings(mode) });
    expect([0, 1, 2, 3, 4, 5].flatMap((turn) => said(turn, mtSics.settings?.parse({})))).toEqual(
      ['SIR', 'I4', 'I2', 'I3', 'SIR', 'SIR'].map(line),
    );
    expect([said(0, settings('change')), said(9, settings('poll'))].flat()).toEqual([line('SR'), line('SI')]);
    expect(['stream', 'change', 'poll'].map(every)).toEqual([10_000, 10_000, 250]);
    const stop = (mode: string) => (mtSics.stream?.stop?.({ antennas: [1], settings: settings(mode) }) ?? []).map(String);
    expect([stop('stream').length, stop('poll').length]).toEqual([1, 0]);
  });

  it('gives every value of a stream', () => {
    const stream = Array.from({ length: 200 }, () => line('S S     100.00 g')).join('');
    expect(weightsOf(readStream(mtSics, stream))).toHaveLength(200);
  });
});
