import { expect, test } from 'vitest';
import { DistinctTexts } from '../../../gateway/domain/insight/distinct-texts.ts';

const epcs = (count: number): string[] => Array.from({ length: count }, (_, i) => `30340242201D88${i.toString(16).padStart(10, '0')}`);

test('counts each text once, however often it comes', () => {
  const distinct = new DistinctTexts();
  for (const epc of [...epcs(5_000), ...epcs(5_000)]) distinct.add(epc);
  expect(distinct.size).toBe(5_000);
});

test('begins anew when it is cleared, also after a flood', () => {
  const distinct = new DistinctTexts();
  for (const epc of epcs(50_000)) distinct.add(epc);
  distinct.clear();
  expect([distinct.size, distinct.save()]).toEqual([0, []]);
  distinct.add('30340242201D884000000001');
  expect([distinct.size, distinct.save().length]).toEqual([1, 1]);
});

test('goes on from what it saved, and saves the same as one that was never restored', () => {
  const before = new DistinctTexts();
  for (const epc of epcs(300)) before.add(epc);
  const after = new DistinctTexts(JSON.parse(JSON.stringify(before.save())));
  expect(after.save()).toEqual(before.save());
  for (const epc of epcs(301)) after.add(epc);
  expect(after.size).toBe(301);
});
