import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBlankCard, readCardHex, toCardFaces, withChecksum } from '../../../../devices/kit/card/em4100.ts';

describe('the faces of a 125 kHz card', () => {
  it('are one card', () => {
    expect(toCardFaces('0A12BEEF42')).toEqual({
      versionHex: '0A',
      idHex: '12BEEF42',
      id32: 314_502_978,
      id24: 12_513_090,
      wiegand26: { facility: 190, number: 61_250 },
    });
  });

  it('fit together whatever the card is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xff }), fc.integer({ min: 0, max: 0xffffffff }), (version, id) => {
        const hex = (n: number, width: number): string => n.toString(16).toUpperCase().padStart(width, '0');
        const card = hex(version, 2) + hex(id, 8);
        const faces = toCardFaces(card);
        expect(faces?.id32).toBe(id);
        expect(`${faces?.versionHex}${faces?.idHex}`).toBe(card);
        expect(hex(faces?.id24 ?? -1, 6)).toBe(card.slice(4));
        expect((faces?.wiegand26.facility ?? -1) * 65_536 + (faces?.wiegand26.number ?? 0)).toBe(faces?.id24);
        expect(readCardHex(withChecksum(card))).toBe(card);
      }),
    );
  });

  it('are those of ten upper-case digits only', () => {
    for (const text of ['', '12BEEF42', '0A12BEEF4', '0A12BEEF42D1', '0a12beef42', '0A12BEEF4G']) expect(toCardFaces(text)).toBeNull();
  });

  it('come from ten digits, or from twelve whose checksum agrees', () => {
    expect(readCardHex('0a12beef42')).toBe('0A12BEEF42');
    expect(readCardHex(withChecksum('0A12BEEF42').toLowerCase())).toBe('0A12BEEF42');
    expect(readCardHex('0A12BEEF4200')).toBe('bad-checksum');
    for (const text of ['', '0A12BEEF4', '0A12BEEF42B', 'member-0815', '0A 12 BEEF42']) expect(readCardHex(text)).toBeNull();
  });

  it('of an unprogrammed card name nobody', () => {
    expect([isBlankCard('0000000000'), isBlankCard('FFFFFFFFFF'), isBlankCard('0000000001')]).toEqual([true, true, false]);
  });
});
