import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBits } from '../../../../devices/kit/epc/bits.ts';
import { withCheckDigit } from '../../../../devices/kit/epc/check-digit.ts';
import { decodeEpc } from '../../../../devices/kit/epc/decode-epc.ts';

type Fields = readonly (readonly [number | bigint, number])[];
/** Company prefix 4912345 of seven digits: partition 5; filter 3. */
const PREFIX: Fields = [
  [3, 3],
  [5, 3],
  [4_912_345, 24],
];
const six = (text: string): Fields => [...text].map((letter) => [letter.charCodeAt(0) & 0x3f, 6] as const);
const ended = (text: string): Fields => [...six(text), [0, 6]];
const eight = (text: string): Fields => [...text].map((letter) => [letter.charCodeAt(0), 8] as const);
const text = (serial: string, bits: number): Fields => [
  ...[...serial].map((letter) => [letter.charCodeAt(0), 7] as const),
  [0n, bits - 7 * serial.length],
];
const read = (...fields: Fields) => decodeEpc(packBits(fields));

describe('codes of free length', () => {
  it('reads a part with letters', () => {
    expect(read([0x3d, 8], ...PREFIX, ...ended('7Q-/#2'), [4_711, 40], [0, 3])).toMatchObject({
      scheme: 'cpi-var',
      filter: 3,
      elementString: '(8010)49123457Q-/#2(8011)4711',
      digitalLinkPath: '/8010/49123457Q-%2F%232/8011/4711',
      tagUri: 'urn:epc:tag:cpi-var:3.4912345.7Q-%2F%232.4711',
      pureUri: 'urn:epc:id:cpi:4912345.7Q-%2F%232.4711',
      identity: 'gs1',
    });
  });

  it('reads an aircraft part, whose maker is no company of GS1', () => {
    expect(read([0x3b, 8], [9, 6], ...six(' 7B4X2'), ...ended('RT-55/1'), ...ended('#A012'))).toMatchObject({
      scheme: 'adi-var',
      filter: 9,
      serial: '#A012',
      tagUri: 'urn:epc:tag:adi-var:9.7B4X2.RT-55%2F1.%23A012',
      pureUri: 'urn:epc:id:adi:7B4X2.RT-55%2F1.%23A012',
      elementString: null,
      identity: 'other',
    });
    expect(read([0x3b, 8], [0, 6], ...six('K7B4X2'), ...ended(''), ...ended('77')).pureUri).toBe('urn:epc:id:adi:K7B4X2..77');
  });

  it('reads supplies of the Department of Defense', () => {
    expect(read([0x2f, 8], [1, 4], ...eight(' 7B4X2'), [987_654, 36])).toMatchObject({
      scheme: 'usdod-96',
      filter: 1,
      serial: '987654',
      tagUri: 'urn:epc:tag:usdod-96:1.7B4X2.987654',
      pureUri: 'urn:epc:id:usdod:7B4X2.987654',
    });
  });

  const GTIN = withCheckDigit('1491234570021');
  it.each([
    ['itip-110', 0x40, [[815, 38]] as Fields, '815'],
    ['itip-212', 0x41, text('A/9', 140), 'A/9'],
  ])('reads a piece of a trade item: %s', (scheme, header, serial, printed) => {
    const urn = `4912345.170021.02.05.${printed.replace('/', '%2F')}`;
    expect(read([header, 8], ...PREFIX, [170_021, 20], [2, 7], [5, 7], ...serial)).toMatchObject({
      scheme,
      elementString: `(8006)${GTIN}0205(21)${printed}`,
      tagUri: `urn:epc:tag:${scheme}:3.${urn}`,
      pureUri: `urn:epc:id:itip:${urn}`,
      serial: printed,
      identity: 'gs1',
    });
  });

  it('reads a document of the withdrawn 113 bits, with the zeros before its serial', () => {
    expect(read([0x3a, 8], ...PREFIX, [7, 17], [1_0042n, 58])).toMatchObject({
      scheme: 'gdti-113',
      elementString: `(253)${withCheckDigit('491234500007')}0042`,
    });
  });

  it.each<[string, Fields]>([
    ['a part without reference', [[0x3d, 8], ...PREFIX, ...ended(''), [1, 40]]],
    ['a part whose reference is too long', [[0x3d, 8], ...PREFIX, ...ended('A'.repeat(24)), [1, 40]]],
    ['a part whose serial has thirteen digits', [[0x3d, 8], ...PREFIX, ...ended('A'), [10n ** 12n, 40]]],
    ['a part with partition 7', [[0x3d, 8], [3, 3], [7, 3], [4_912_345, 24], ...ended('A'), [1, 40]]],
    ['a part with a character of no part', [[0x3d, 8], ...PREFIX, [0x2a, 6], ...ended('A'), [1, 40]]],
    ['a part cut short', [[0x3d, 8], ...PREFIX, ...ended('A'), [1, 20]]],
    ['an aircraft part without serial', [[0x3b, 8], [9, 6], ...six(' 7B4X2'), ...ended('RT'), ...ended('')]],
    ['an aircraft part that never ends', [[0x3b, 8], [9, 6], ...six(' 7B4X2'), ...six('RTRTRT')]],
    ['an aircraft part of a maker with an O', [[0x3b, 8], [9, 6], ...six(' 7BOX2'), ...ended('RT'), ...ended('1')]],
    ['supplies of a maker in small letters', [[0x2f, 8], [1, 4], ...eight(' 7b4x2'), [1, 36]]],
    ['piece 100 of a trade item', [[0x40, 8], ...PREFIX, [170_021, 20], [100, 7], [5, 7], [1, 38]]],
    ['a trade item whose number does not fit its digits', [[0x40, 8], ...PREFIX, [1_000_000, 20], [1, 7], [5, 7], [1, 38]]],
    ['a piece with bits behind it', [[0x40, 8], ...PREFIX, [170_021, 20], [1, 7], [5, 7], [1, 38], [1, 2]]],
  ])('%s is no code', (_name, fields) => expect(read(...fields)).toMatchObject({ scheme: null, pureUri: null, identity: 'other' }));

  it('has no `#` in a serial of a trade item: no GS1 key may hold it', () => {
    expect(read([0x36, 8], ...PREFIX, [170_021, 20], ...text('A#1', 140)).scheme).toBeNull();
  });

  it('never throws, whatever follows these headers', () => {
    const headers = fc.constantFrom('2F', '3A', '3B', '3D', '40', '41');
    const rest = fc.string({ unit: fc.constantFrom(...'0123456789ABCDEF'), maxLength: 122 });
    fc.assert(fc.property(headers, rest, (header, hex) => void decodeEpc(`${header}${hex}`)));
  });
});
