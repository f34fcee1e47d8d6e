import { expect, test } from 'vitest';
import { printableSample, strangeTopic } from '../../gateway/pipeline/printable-sample.ts';

test.each([
  ['{"epc":"30340242201D884000000001","rssi":-61.5}', '{"epc":"30~24","rssi":-61.5}'],
  ['{"epc":"0340242201D884000000001"}', '{"epc":"03~23"}'],
  ['4711081542\r\n', '47~10..'],
  ['4711 0815-42', '47~12'],
  ['{"at":"2026-01-15 09:00:00"}', '{"at":"20~13:00:00"}'],
  ['{"totalIn":812,"totalOut":790', '{"totalIn":812,"totalOut":790'],
  ['{"Card":"vip42"}', ''],
  ['{"memberId":"a1"}', ''],
  ['\u001b[31mred', '.[31mred'],
  ['', ''],
])('%j is shown as %j', (message, shown) => {
  expect(printableSample(Buffer.from(message))).toBe(shown);
});

test('only the beginning of a long message is shown', () => {
  expect(printableSample(Buffer.alloc(100_000, '['))).toBe('['.repeat(200));
});

test('a topic that no device owns loses its long numbers and keeps its words', () => {
  expect(strangeTopic('shop/loyalty/4711081542/card')).toBe('shop/loyalty/47~10/card');
  expect(strangeTopic('zebra/dock-1/d-evt')).toBe('zebra/dock-1/d-evt');
});
