import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withCheckDigit } from '../../../../devices/kit/epc/check-digit.ts';
import { decodeEpc } from '../../../../devices/kit/epc/decode-epc.ts';
import { epcFromUri } from '../../../../devices/kit/epc/from-uri.ts';
import { readEpc } from '../../../../devices/kit/tag-identity.ts';

const hints = { filter: 1, prefixDigits: 7 };

describe('the EPC of a URI', () => {
  it('says the same URI again, whatever prefix, item and serial', () => {
    const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
    const serial = fc.oneof(fc.bigInt({ min: 1n, max: 2n ** 38n - 1n }).map(String), fc.stringMatching(/^[A-Z0-9_a-z+.-]{1,20}$/));
    const parts = fc.integer({ min: 6, max: 12 }).chain((length) => fc.tuple(digits(length), digits(13 - length), serial));
    fc.assert(
      fc.property(parts, ([prefix, item, ending]) => {
        fc.pre(!ending.startsWith('.'));
        const uri = `urn:epc:id:sgtin:${prefix}.${item}.${ending}`;
        const epc = epcFromUri(uri, hints);
        expect(readEpc(epc)).toBe(epc);
        expect(decodeEpc(epc ?? '')).toMatchObject({ pureUri: uri, filter: 1, serial: ending });
      }),
    );
  });

  it('is that of the Digital Link of the same item, at any domain', () => {
    const gtin = withCheckDigit('0950110153000');
    const wanted = epcFromUri('urn:epc:id:sgtin:9501101.053000.32a%2Fb', hints);
    expect(wanted).toHaveLength(52);
    expect(epcFromUri(`https://id.gs1.org/01/${gtin}/21/32a%2Fb`, hints)).toBe(wanted);
    expect(epcFromUri(`http://example.com/shop/01/${gtin}/22/2A/10/L1/21/32a%2Fb?17=261231`, hints)).toBe(wanted);
    expect(epcFromUri('urn:epc:tag:sgtin-198:1.9501101.053000.32a%2Fb', { ...hints, filter: 0 })).toBe(wanted);
  });

  it.each([
    ['an item with leading zeros in its serial', 'urn:epc:id:sgtin:9501101.053000.007', '36'],
    ['a serial of the largest number', `urn:epc:id:sgtin:9501101.053000.${2n ** 38n - 1n}`, '30'],
    ['a serial one larger', `urn:epc:id:sgtin:9501101.053000.${2n ** 38n}`, '36'],
  ])('takes the scheme that holds %s', (_name, uri, header) => expect(epcFromUri(uri, hints)?.slice(0, 2)).toBe(header));

  it.each([
    'urn:epc:id:sgtin:9501101.05300.17',
    'urn:epc:idpat:sgtin:9501101.053000.*',
    'urn:epc:id:sgtin:9501101.053000.%',
    'urn:epc:id:sgtin:9501101.053000.123456789012345678901',
    'urn:epc:id:sscc:9501101.1234567890',
    'urn:epc:id:gsrn:9501101.0000012345',
    'https://id.gs1.org/01/09501101530004/21/17',
    'https://id.gs1.org/01/09501101530003',
    'https://id.gs1.org/8018/950110153000123456',
    '',
    'x'.repeat(600),
  ])('is none for %s', (uri) => expect(epcFromUri(uri, hints)).toBeNull());

  it('never throws', () => {
    fc.assert(fc.property(fc.string({ maxLength: 80 }), (text) => void epcFromUri(`urn:epc:id:sgtin:9501101.053000.${text}`, hints)));
  });
});
