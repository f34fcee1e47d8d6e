import { describe, expect, it } from 'vitest';
import { andCas } from '../../../devices/scales/and-cas.ts';
import { readStream, weightsOf } from '../../support/listener.ts';

const read = (text: string, settings: unknown = {}) => readStream(andCas, `${text}\r\n`, settings);

describe('and-cas', () => {
  it('turns its units into grams', () => {
    const rows: readonly (readonly [string, number])[] = [
      ['ST,GS,+  0.500kg', 500],
      ['ST,GS,-  0.500kg', -500],
      ['ST,GS,+   1.00lb', 453.59237],
      ['ST,GS,+   1.00oz', 28.349523],
      ['ST,+00000.00  g', 0],
      ['ST,-00123.45  g', -123.45],
      ['ST,NT,-000.2500 kg', -250],
    ];
    for (const [text, wanted] of rows) expect(weightsOf(read(text))[0]?.[0], text).toBeCloseTo(wanted, 5);
  });

  it('reads the lamps of CAS as lamps, whatever they show', () => {
    for (let lamps = 0x80; lamps <= 0xff; lamps++)
      expect(weightsOf(read(`US,NT,7,${String.fromCharCode(lamps)},-0012.50 kg`))).toEqual([[-12_500, false]]);
  });

  it('says why there is no weight, and never 0 g instead', () => {
    const rows: readonly (readonly [string, string])[] = [
      ['OL,GS,+  0.000kg', 'overload'],
      ['OL,GS,1,\xc0,00000000 kg', 'overload'],
      ['OL,+9999999E+19', 'overload'],
      ['OL,-9999999E+19', 'underload'],
      ['UL,GS,-  0.000kg', 'underload'],
      ['ST,TR,+  0.330kg', 'tare'],
      ['QT,+00000012 PC', 'piece-count'],
    ];
    for (const [text, why] of rows) expect(read(text), text).toEqual({ readings: [], none: [why], refused: [] });
  });

  it('takes the weight that the shop wants where a scale sends both', () => {
    const both = 'ST,GS,+  1.000kg\r\nST,NT,+  0.800kg';
    expect(weightsOf(read(both))).toEqual([
      [1_000, true],
      [800, true],
    ]);
    expect(weightsOf(read(both, { take: 'net' }))).toEqual([[800, true]]);
    expect(weightsOf(read(both, { take: 'gross' }))).toEqual([[1_000, true]]);
    expect(weightsOf(read('ST,+00123.45  g', { take: 'net' }))).toEqual([[123.45, true]]);
  });

  it('refuses what is not as wide as its form, unless the shop says so', () => {
    for (const text of ['ST,GS,+ 1.240kg', 'ST,+0123.45  g', 'ST,GS,1,\xc0,00012.5 kg'])
      expect(read(text), text).toEqual({ readings: [], none: [], refused: ['bad-checksum'] });
    expect(weightsOf(read('ST,GS,+ 1.24kg', { fixedWidth: false }))).toEqual([[1_240, true]]);
    // Nothing was filled up, so nothing tells that a character was lost.
    expect(weightsOf(read('ST,GS,1.24 kg'))).toEqual([[1_240, true]]);
  });

  it('refuses what is none of its lines', () => {
    for (const text of ['', 'ERR 01', 'model ST,GS,+  1.240kg', 'ST', 'ST,GS,', 'ST,GS,+  1.2.0kg', 'ST,GS,+   OFF kg', 'ST,GS,+  1.240pc'])
      if (text !== '') expect(read(text), text).toMatchObject({ readings: [], none: [], refused: [expect.any(String)] });
  });

  it('asks only where it is told to', () => {
    const poll = andCas.stream?.poll;
    const options = (ask: boolean) => ({ antennas: [1], settings: andCas.settings?.parse({ ask, pollMs: 500 }) });
    expect(poll?.say(0, options(false))).toEqual([]);
    expect(poll?.say(0, options(true)).map((bytes) => Buffer.from(bytes).toString())).toEqual(['Q\r\n']);
    expect([poll?.everyMs(options(true)), poll?.everyMs(options(false))]).toEqual([500, 60_000]);
  });
});
