import { describe, expect, it } from 'vitest';
import { readGrams, writeDecimal } from '../../../../devices/kit/scale/units.ts';

describe('weights in words', () => {
  it('are grams of a number and a unit in either case', () => {
    expect(readGrams('1.240', 'kg')).toBe(1_240);
    expect(readGrams('+1.240', 'KG')).toBe(1_240);
    expect(readGrams('-0.1', 'g')).toBe(-0.1);
    expect(readGrams('0.3', 'kg')).toBe(300);
    expect(readGrams('2', 't')).toBe(2_000_000);
    expect(readGrams('1', 'ozt')).toBe(31.103477);
    expect(Object.is(readGrams('-0.000', 'kg'), 0)).toBe(true);
  });

  it('are nothing when one of them is not known', () => {
    for (const text of ['', '.5', '5.', '1,5', '1e3', ' 1', '--1', '0x10', 'Infinity', '1234567890'])
      expect(readGrams(text, 'g')).toBeNull();
    for (const unit of ['', 'N', 'pcs', 'l/o', 'k', 'm', 'tn']) expect(readGrams('1', unit)).toBeNull();
  });

  it('are written with as many decimals as they need and the field has room for', () => {
    const form = { least: 2, most: 4, width: 8 };
    expect(writeDecimal(1.5, form)).toBe('    1.50');
    expect(writeDecimal(-1.2345, form)).toBe(' -1.2345');
    expect(writeDecimal(12_345.678, form)).toBe('12345.68');
    expect(writeDecimal(123_456_789, form)).toBe('123456789');
  });
});
