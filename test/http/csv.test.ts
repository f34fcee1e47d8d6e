import { expect, test } from 'vitest';
import { parseCsv } from '../../gateway/config/csv.ts';
import { toCsv } from '../../gateway/http/csv.ts';

test('a table comes back as it was, whatever stands in it', () => {
  const texts = ['plain', 'with, comma', 'with "quotes"', 'two\nlines', '烏龍茶', ''];
  const csv = toCsv(
    ['text', 'number'],
    texts.map((text, i) => [text, i - 1]),
  );
  expect(csv.startsWith('\uFEFFtext,number\r\n')).toBe(true);
  const { rows, problems } = parseCsv(csv);
  expect(problems).toEqual([]);
  expect(rows.map(({ fields }) => [fields.text, fields.number])).toEqual(texts.map((text, i) => [text, String(i - 1)]));
});

test.each(['=1+1', '+cmd', '@sum', '-cmd', '\tx'])('what a spreadsheet would work out is a text: %s', (text) => {
  expect(toCsv(['a'], [[text]])).toBe(`\uFEFFa\r\n'${text}\r\n`);
});

test('numbers, truths and nothing are written plainly', () => {
  expect(toCsv(['a', 'b', 'c', 'd'], [[-1.5, true, null, '-3']])).toBe('\uFEFFa,b,c,d\r\n-1.5,true,,-3\r\n');
});
