import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../gateway/config/csv.ts';
import { parseGtin } from '../../gateway/config/gtin.ts';
import { errorsOf, loadShop } from './shop-folder.ts';

const YAML = `
zones: [{ id: tea, kind: shelf }]
shelves: [{ id: wall, zone: tea, sections: [{ id: tea-a, planogram: [{ sku: T1, facings: 2 }] }] }]
products: products.csv
inventory: inventory.csv
loyalty: { members: members.csv }
`;
const PRODUCTS = 'gtin,sku,name,name-en,category,price,weight\n4006381333931,T1,茶,Tea,tea,1200,75\n';
const INVENTORY = 'epc,section\n30352015CC09DD40000C8560,tea-a\n';
const MEMBERS = 'card,tier,profiling\n2D152015CC78C25231000000,gold,yes\n';
const shop = (parts: Readonly<Record<string, string>> = {}) => ({
  'store.yaml': YAML,
  'products.csv': PRODUCTS,
  'inventory.csv': INVENTORY,
  'members.csv': MEMBERS,
  ...parts,
});

describe('the files that store.yaml names', () => {
  it.each([
    ['epc,shelf', 'wall'],
    ['EPC,Home shelf', 'wall'],
    ['epc,home', 'tea-a'],
  ])('a stock count with the columns %s puts %s in its section', (header, place) => {
    const loaded = loadShop(shop({ 'inventory.csv': `${header}\n30352015CC09DD40000C8560,${place}\n` }));
    expect(loaded.inventory).toEqual([{ epc: '30352015CC09DD40000C8560', section: 'tea-a' }]);
  });

  it('are read into rows', () => {
    const loaded = loadShop(shop());
    expect(loaded.products).toEqual([
      { gtin: '04006381333931', sku: 'T1', name: { 'zh-TW': '茶', en: 'Tea' }, category: 'tea', priceMinor: 1_200, weightG: 75 },
    ]);
    expect(loaded.inventory).toEqual([{ epc: '30352015CC09DD40000C8560', section: 'tea-a' }]);
    expect(loaded.members).toEqual([{ card: '2D152015CC78C25231000000', tier: 'gold', consent: { profiling: true } }]);
  });

  it.each([
    {
      name: 'a wrong check digit',
      file: 'products.csv',
      text: PRODUCTS.replace('4006381333931', '4006381333930'),
      errors: ['products.csv:2:1 gtin: check digit must be 1 (got "4006381333930")'],
    },
    {
      name: 'a GTIN of the wrong length',
      file: 'products.csv',
      text: PRODUCTS.replace('4006381333931', '40063813'.concat('9')),
      errors: ['products.csv:2:1 gtin: must have 8, 12, 13 or 14 digits (got "400638139")'],
    },
    {
      name: 'a price with decimals and a weight of nothing',
      file: 'products.csv',
      text: PRODUCTS.replace('1200,75', '12.50,0'),
      errors: [
        'products.csv:2:28 price: must be a whole number of the smallest money unit (got "12.50")',
        'products.csv:2:34 weight: must be grams, more than 0, or empty (got "0")',
      ],
    },
    {
      name: 'one product twice',
      file: 'products.csv',
      text: `${PRODUCTS}4006381333931,T1,茶,Tea,tea,1200,75\n`,
      errors: [
        'products.csv:3:1 gtin: is already given in products.csv:2 (got "4006381333931")',
        'products.csv:3:15 sku: is already given in products.csv:2 (got "T1")',
      ],
    },
    {
      name: 'a missing column',
      file: 'products.csv',
      text: PRODUCTS.replace('price', 'prize'),
      errors: ['products.csv:1:1: lacks the column "price" - did you mean "prize"?'],
    },
    {
      name: 'a planogram with a SKU that nobody sells',
      file: 'products.csv',
      text: PRODUCTS.replace('T1', 'T11'),
      errors: [],
      and: ['store.yaml:3:77 shelves.0.sections.0.planogram.0.sku: no product with that SKU - did you mean "T11"? (got "T1")'],
    },
    {
      name: 'an EPC that is no whole words',
      file: 'inventory.csv',
      text: 'epc,section\n30352015CC09DD40000C856,tea-a\n',
      errors: ['inventory.csv:2:1 epc: must be whole 16-bit words: a multiple of 4 digits, not 23 (got "30352015CC09DD40000C856")'],
    },
    {
      name: 'an EPC twice, in another case',
      file: 'inventory.csv',
      text: `${INVENTORY}30352015cc09dd40000c8560,tea-a\n`,
      errors: ['inventory.csv:3:1 epc: is already given in line 2 (got "30352015cc09dd40000c8560")'],
    },
    {
      name: 'an unknown section',
      file: 'inventory.csv',
      text: INVENTORY.replace('tea-a', 'tea-b'),
      errors: ['inventory.csv:2:26 section: no section of that name - did you mean "tea-a"? (got "tea-b")'],
    },
    {
      name: 'an unknown tier and a consent that is neither yes nor no',
      file: 'members.csv',
      text: MEMBERS.replace('gold,yes', 'glod,perhaps'),
      errors: [
        'members.csv:2:26 tier: no tier of that name - did you mean "gold"? (got "glod")',
        'members.csv:2:31 profiling: must be yes or no (got "perhaps")',
      ],
    },
    {
      name: 'a card twice, without showing it',
      file: 'members.csv',
      text: `${MEMBERS}2d152015CC78C25231000000,basic,no\n`,
      errors: ['members.csv:3:1 card: is already given in line 2'],
    },
  ])('are refused for $name', ({ file, text, errors, and = [] }) => {
    expect(errorsOf(shop({ [file]: text }))).toEqual([...and, ...errors]);
  });
});

describe('CSV', () => {
  it.each([
    { name: 'quotes, doubled quotes and separators inside', text: 'a,b\n"x, ""y""",z\n', rows: [{ a: 'x, "y"', b: 'z' }] },
    {
      name: 'a byte order mark, CRLF and blank lines',
      text: '\uFEFFA,B\r\n1,2\r\n\r\n3,4',
      rows: [
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ],
    },
    { name: 'semicolons', text: 'a;b\n1,5;2\n', rows: [{ a: '1,5', b: '2' }] },
    { name: 'tabs', text: 'a\tb\n1\t2\n', rows: [{ a: '1', b: '2' }] },
    { name: 'a line break inside quotes', text: 'a,b\n"1\n2",3\n', rows: [{ a: '1\n2', b: '3' }] },
    { name: 'missing fields', text: 'a,b\n1\n', rows: [{ a: '1', b: '' }] },
    { name: 'nothing', text: '', rows: [] },
  ])('reads $name', ({ text, rows }) => {
    expect(parseCsv(text).rows.map((row) => row.fields)).toEqual(rows);
  });

  it('keeps count of lines over quoted line breaks', () => {
    const [first, second] = parseCsv('a,b\n"1\n2",3\n4,5\n').rows;
    expect([first?.line, first?.columns.b, second?.line, second?.columns.b]).toEqual([2, 4, 4, 3]);
  });

  it('tells of fields beyond the header and quotes never closed', () => {
    expect(parseCsv('a\n1,2\n').problems).toEqual([{ line: 2, column: 3, message: 'more fields than the 1 columns of the header' }]);
    expect(parseCsv('a\n"1\n').problems).toEqual([{ line: 2, column: 1, message: 'a quote is opened but never closed' }]);
  });
});

describe('a GTIN', () => {
  it.each([
    ['96385074', '00000096385074'],
    ['036000291452', '00036000291452'],
    ['4006381333931', '04006381333931'],
    ['10614141007346', '10614141007346'],
  ])('of %s is %s', (text, gtin) => expect(parseGtin(text)).toEqual({ ok: true, gtin }));

  it('is refused with one digit changed', () => {
    for (let index = 0; index < 13; index++) {
      const digits = [...'4006381333931'];
      digits[index] = String((Number(digits[index]) + 1) % 10);
      expect(parseGtin(digits.join('')).ok).toBe(false);
    }
  });
});
