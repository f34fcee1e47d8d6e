import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTagBase64, readTagHex } from '../../../devices/kit/tag-identity.ts';

const HEX = '30340242201D884000000001';

describe('readTagHex', () => {
  it.each([
    HEX,
    HEX.toLowerCase(),
    '3034 0242 201d 8840 0000 0001',
    `0x${HEX}`,
    '3034-0242-201d-8840-0000-0001',
    '30:34:02:42:20:1d:88:40:00:00:00:01',
  ])('takes %s', (text) => expect(readTagHex(text)).toBe(HEX));
  it.each([8, 16, 24, 32, 124])('takes %i digits', (count) => expect(readTagHex('A'.repeat(count))).toBe('A'.repeat(count)));
  it.each(['', 'AAAA', 'A'.repeat(23), 'A'.repeat(26), 'A'.repeat(128), `${HEX.slice(1)}G`, `${HEX}\n`, '    ', null, 30340242, [HEX]])(
    'refuses %s',
    (value) => expect(readTagHex(value)).toBeNull(),
  );
});

describe('readTagBase64', () => {
  it('reads both alphabets, with and without padding', () => {
    const bytes = fc.integer({ min: 2, max: 31 }).chain((words) => fc.uint8Array({ minLength: words * 2, maxLength: words * 2 }));
    fc.assert(
      fc.property(bytes, (raw) => {
        const hex = Buffer.from(raw).toString('hex').toUpperCase();
        expect(readTagBase64(Buffer.from(raw).toString('base64'))).toBe(hex);
        expect(readTagBase64(Buffer.from(raw).toString('base64url'))).toBe(hex);
      }),
    );
  });
  it.each(['', 'MDQC', 'MDQCQiAdiEAAAAABA', 'MDQCQiAdiEAAAA?=', 'A'.repeat(200), null, 5])('refuses %s', (value) =>
    expect(readTagBase64(value)).toBeNull(),
  );
});
