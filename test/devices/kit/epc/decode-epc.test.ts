import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBits } from '../../../../devices/kit/epc/bits.ts';
import { hasValidCheckDigit, withCheckDigit } from '../../../../devices/kit/epc/check-digit.ts';
import { decodeEpc } from '../../../../devices/kit/epc/decode-epc.ts';
import { encodeGsrn96, encodeSgtin96 } from '../../../../devices/kit/epc/encode.ts';
import { identifyEpc } from '../../../../devices/kit/epc/identify-epc.ts';
import { asId, type Epc } from '../../../../gateway/domain/ids.ts';

const identify = (hex: string) => identifyEpc(asId<Epc>(hex));
/** Company prefix 4912345 of seven digits; partition 5. */
const PREFIX: readonly (readonly [number, number])[] = [
  [3, 3],
  [5, 3],
  [4_912_345, 24],
];
const chars = (text: string, bits: number): [bigint, number][] => [
  ...[...text].map((letter): [bigint, number] => [BigInt(letter.charCodeAt(0)), 7]),
  [0n, bits - 7 * text.length],
];
const bcd = (digits: string): [number, number][] => [...digits].map((digit) => [Number(digit), 4]);
const padded = (hex: string): string => hex.padEnd(Math.ceil(hex.length / 4) * 4, '0');

/** Codes put together from their fields, with values of our own. */
const CODES: readonly {
  readonly scheme: string;
  readonly fields: readonly (readonly [number | bigint, number])[];
  readonly element: string;
  readonly uri: string | null;
}[] = [
  {
    scheme: 'sgtin-198',
    fields: [[0x36, 8], ...PREFIX, [170_021, 20], ...chars('A-7/x', 140)],
    element: '(01)14912345700213(21)A-7/x',
    uri: 'urn:epc:id:sgtin:4912345.170021.A-7%2Fx',
  },
  {
    scheme: 'sscc-96',
    fields: [[0x31, 8], ...PREFIX, [1_234_567_890n, 34], [0, 24]],
    element: `(00)${withCheckDigit('14912345234567890')}`,
    uri: 'urn:epc:id:sscc:4912345.1234567890',
  },
  {
    scheme: 'sgln-96',
    fields: [[0x32, 8], ...PREFIX, [77, 17], [0, 41]],
    element: `(414)${withCheckDigit('491234500077')}`,
    uri: 'urn:epc:id:sgln:4912345.00077.0',
  },
  {
    scheme: 'grai-96',
    fields: [[0x33, 8], ...PREFIX, [42, 20], [99, 38]],
    element: `(8003)0${withCheckDigit('491234500042')}99`,
    uri: 'urn:epc:id:grai:4912345.00042.99',
  },
  {
    scheme: 'grai-170',
    fields: [[0x37, 8], ...PREFIX, [42, 20], ...chars('b&1', 112)],
    element: `(8003)0${withCheckDigit('491234500042')}b&1`,
    uri: 'urn:epc:id:grai:4912345.00042.b%261',
  },
  { scheme: 'giai-96', fields: [[0x34, 8], ...PREFIX, [31, 58]], element: '(8004)491234531', uri: 'urn:epc:id:giai:4912345.31' },
  {
    scheme: 'gdti-96',
    fields: [[0x2c, 8], ...PREFIX, [7, 17], [12, 41]],
    element: `(253)${withCheckDigit('491234500007')}12`,
    uri: 'urn:epc:id:gdti:4912345.00007.12',
  },
  {
    scheme: 'gdti-174',
    fields: [[0x3e, 8], ...PREFIX, [7, 17], ...chars('Q9', 119)],
    element: `(253)${withCheckDigit('491234500007')}Q9`,
    uri: 'urn:epc:id:gdti:4912345.00007.Q9',
  },
  {
    scheme: 'sgcn-96',
    fields: [[0x3f, 8], ...PREFIX, [7, 17], [10_042, 41]],
    element: `(255)${withCheckDigit('491234500007')}0042`,
    uri: 'urn:epc:id:sgcn:4912345.00007.0042',
  },
  {
    scheme: 'cpi-96',
    fields: [[0x3c, 8], ...PREFIX, [815, 27], [6, 31]],
    element: '(8010)4912345815(8011)6',
    uri: 'urn:epc:id:cpi:4912345.815.6',
  },
  {
    scheme: 'sgtin+',
    fields: [[0xf7, 8], [1, 4], ...bcd('14912345700213'), [0, 3], [3, 5], [42, 10]],
    element: '(01)14912345700213(21)042',
    uri: null,
  },
  {
    scheme: 'sgtin+',
    fields: [[0xf7, 8], [1, 4], ...bcd('14912345700213'), [1, 3], [2, 5], [0xab, 8]],
    element: '(01)14912345700213(21)AB',
    uri: null,
  },
  {
    scheme: 'sgtin+',
    fields: [[0xf7, 8], [1, 4], ...bcd('14912345700213'), [2, 3], [2, 5], [0xab, 8]],
    element: '(01)14912345700213(21)ab',
    uri: null,
  },
  {
    scheme: 'sgtin+',
    fields: [[0xf7, 8], [1, 4], ...bcd('14912345700213'), [3, 3], [2, 5], [1, 6], [63, 6]],
    element: '(01)14912345700213(21)B_',
    uri: null,
  },
  {
    scheme: 'sgtin+',
    fields: [[0xf7, 8], [1, 4], ...bcd('14912345700213'), [5, 3], [2, 5], [1_600 + 40 * 31 + 1, 16]],
    element: '(01)14912345700213(21)A1',
    uri: null,
  },
  {
    scheme: 'dsgtin+',
    fields: [[0xfb, 8], [1, 4], [4, 4], [26, 7], [1, 4], [15, 5], ...bcd('14912345700213'), [0, 3], [1, 5], [7, 4]],
    element: '(01)14912345700213(21)7',
    uri: null,
  },
  {
    scheme: 'sgln+',
    fields: [[0xf2, 8], [1, 4], ...bcd(withCheckDigit('491234500077')), [0, 3], [1, 5], [0, 4]],
    element: `(414)${withCheckDigit('491234500077')}`,
    uri: null,
  },
  { scheme: 'giai+', fields: [[0xfa, 8], [1, 4], ...bcd('491234531'), [15, 4]], element: '(8004)491234531', uri: null },
  {
    scheme: 'giai+',
    fields: [[0xfa, 8], [1, 4], ...bcd('4912345'), [14, 4], [4, 3], [2, 5], [0x78, 7], [0x79, 7]],
    element: '(8004)4912345xy',
    uri: null,
  },
  {
    scheme: 'gsrn+',
    fields: [[0xf4, 8], [1, 4], ...bcd(withCheckDigit('49123450000000017'))],
    element: `(8018)${withCheckDigit('49123450000000017')}`,
    uri: null,
  },
  {
    scheme: 'cpi+',
    fields: [[0xf0, 8], [1, 4], ...bcd('4912345815'), [15, 4], [2, 4], [6, 7]],
    element: '(8010)4912345815(8011)06',
    uri: null,
  },
  {
    scheme: 'sscc++',
    fields: [[0xef, 8], [1, 4], ...bcd(withCheckDigit('14912345234567890'))],
    element: `(00)${withCheckDigit('14912345234567890')}`,
    uri: null,
  },
];

describe('decodeEpc', () => {
  it.each(CODES.map((code) => [`${code.scheme} ${code.element}`, code] as const))('reads %s', (_name, { scheme, fields, element, uri }) => {
    const facts = decodeEpc(padded(packBits(fields)));
    expect(facts).toMatchObject({ scheme, elementString: element, pureUri: uri, identity: 'gs1' });
  });

  it('escapes in a digital link what a path may not hold', () => {
    const hex = padded(packBits([[0x36, 8], ...PREFIX, [170_021, 20], ...chars("a(b)*c!d'+", 140)]));
    expect(decodeEpc(hex).digitalLinkPath).toBe('/01/14912345700213/21/a%28b%29%2Ac%21d%27%2B');
  });

  it('gives the digital link of a ++ code no domain, since the code holds it', () => {
    const code = CODES.find(({ scheme }) => scheme === 'sscc++');
    expect(decodeEpc(packBits(code?.fields ?? []))).toMatchObject({ digitalLink: null, digitalLinkPath: expect.stringMatching(/^\/00\//) });
  });

  it('reads general identifiers without calling them GS1 keys', () => {
    const hex = packBits([
      [0x35, 8],
      [952, 28],
      [27, 24],
      [14, 36],
    ]);
    expect(decodeEpc(hex)).toMatchObject({ scheme: 'gid-96', pureUri: 'urn:epc:id:gid:952.27.14', identity: 'other', gtin14: null });
  });

  it.each([
    [
      'partition 7',
      packBits([
        [0x30, 8],
        [1, 3],
        [7, 3],
        [1, 44],
        [1, 38],
      ]),
    ],
    [
      'a company prefix that does not fit its digits',
      packBits([
        [0x30, 8],
        [1, 3],
        [5, 3],
        [10_000_000, 24],
        [1, 20],
        [1, 38],
      ]),
    ],
    [
      'an item reference that does not fit its digits',
      packBits([
        [0x30, 8],
        [1, 3],
        [5, 3],
        [1, 24],
        [1_000_000, 20],
        [1, 38],
      ]),
    ],
    ['a code that ends too early', '3034024220'],
    ['bits behind the end', '30340242201D8840000000010001'],
    ['a wrong check digit', packBits([[0xf7, 8], [1, 4], ...bcd('14912345700218'), [0, 3], [1, 5], [7, 4]])],
    ['a digit above nine', packBits([[0xf7, 8], [1, 4], ...bcd('1491234570021'), [10, 4], [0, 3], [1, 5], [7, 4]])],
    ['a word that is no three characters', padded(packBits([[0xf7, 8], [1, 4], ...bcd('14912345700213'), [5, 3], [2, 5], [0xffff, 16]]))],
    ['a coupon whose serial has no guard', packBits([[0x3f, 8], ...PREFIX, [7, 17], [42, 41]])],
    ['text with something behind its end', packBits([[0x36, 8], ...PREFIX, [170_021, 20], [65, 7], [0, 7], [65, 7], [0, 119], [0, 10]])],
    ['an empty serial', packBits([[0x36, 8], ...PREFIX, [170_021, 20], [0, 140], [0, 10]])],
    ['an unknown header', 'AA0102030405060708090A0B'],
    ['no hex at all', 'member 0815'],
    ['nothing', ''],
  ])('takes %s for no GS1 code', (_name, hex) => {
    expect(decodeEpc(hex)).toMatchObject({ scheme: null, identity: 'other', gtin14: null, elementString: null });
  });

  it.each([
    ['the number of a chip', 'E28011602000000000000001'],
    ['a protocol control word glued to such a number', '3000E2801160200000000001'],
    ['a trade item with serial 0', encodeSgtin96({ gtin14: '14912345700213', serial: 0 })],
    ['an empty memory', '000000000000000000000000'],
  ])('calls %s a factory code', (_name, hex) => {
    expect(decodeEpc(hex).identity).toBe('factory');
    expect(identify(hex)).toEqual({ kind: 'factory', gtin: null });
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void decodeEpc(text)));
    fc.assert(fc.property(fc.stringMatching(/^(2C|2D|30|36|38|3F|F[0-9A-D]|E[6-9A-F])[0-9A-F]{0,60}$/), (hex) => void decodeEpc(hex)));
  });
});

const digits = (count: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((list) => list.join(''));
const prefixDigits = fc.integer({ min: 6, max: 12 });

describe('trade items', () => {
  const item = fc.record({
    gtin14: digits(13).map(withCheckDigit),
    serial: fc.bigInt({ min: 1n, max: (1n << 38n) - 1n }),
    filter: fc.integer({ min: 0, max: 7 }),
    prefixDigits,
  });

  it('come back from their code as they were', () => {
    fc.assert(
      fc.property(item, (wanted) => {
        const facts = decodeEpc(encodeSgtin96(wanted));
        expect(facts).toMatchObject({ scheme: 'sgtin-96', gtin14: wanted.gtin14, serial: String(wanted.serial), filter: wanted.filter });
      }),
    );
  });

  it('have the same GTIN the quick way', () => {
    fc.assert(
      fc.property(item, (wanted) => {
        expect(identifyEpc(encodeSgtin96(wanted)).gtin).toBe(wanted.gtin14);
      }),
    );
  });

  it('are judged alike by the quick way and the whole one, whatever the bits', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(30|36|F7|2D|E2)[0-9A-F]{22}$/), (hex) => {
        const facts = decodeEpc(hex);
        const kind = facts.identity === 'factory' ? 'factory' : facts.gtin14 === null ? 'other' : 'gs1';
        expect(identify(hex)).toEqual({ kind, gtin: kind === 'gs1' ? facts.gtin14 : null });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['a wrong check digit', { gtin14: '14912345700218', serial: 1 }],
    ['a serial of 39 bits', { gtin14: '14912345700213', serial: 2 ** 38 }],
    ['a negative serial', { gtin14: '14912345700213', serial: -1 }],
    ['a filter of 8', { gtin14: '14912345700213', serial: 1, filter: 8 }],
    ['a company prefix of five digits', { gtin14: '14912345700213', serial: 1, prefixDigits: 5 }],
  ])('cannot be written with %s', (_name, wanted) => {
    expect(() => encodeSgtin96(wanted)).toThrow(RangeError);
  });
});

describe('service cards', () => {
  it('come back from their code, as candidates for a loyalty card', () => {
    fc.assert(
      fc.property(digits(17).map(withCheckDigit), prefixDigits, (gsrn18, prefix) => {
        const hex = encodeGsrn96({ gsrn18, prefixDigits: prefix });
        expect(decodeEpc(hex)).toMatchObject({ scheme: 'gsrn-96', gsrn18, loyaltyCandidate: true });
        expect(identifyEpc(hex)).toEqual({ kind: 'other', gtin: null });
      }),
    );
  });
});

describe('check digits', () => {
  it.each(['4006381333931', '96385074', '012345678905'])('%s is valid', (key) => expect(hasValidCheckDigit(key)).toBe(true));
  it.each(['4006381333932', '', '5', 'x006381333931'])('"%s" is not', (key) => expect(hasValidCheckDigit(key)).toBe(false));
});
