import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentNumbers } from '../../gateway/pipeline/recent-numbers.ts';

test('the last 256 numbers are known, those before the last 512 are not, whatever numbers they are', () => {
  const numbers = fc.uniqueArray(fc.maxSafeNat(), { minLength: 600, maxLength: 900 });
  fc.assert(
    fc.property(numbers, (all) => {
      const recent = new RecentNumbers();
      for (const number of all) expect(recent.hasOrNotes(number)).toBe(false);
      for (const number of all.slice(-256)) expect(recent.hasOrNotes(number)).toBe(true);
      const [older, newer] = recent.save();
      expect([...older, ...newer]).toEqual(all.slice(-older.length - newer.length));
      expect(older.length + newer.length).toBeLessThanOrEqual(512);
    }),
    { numRuns: 20 },
  );
});

test('numbers that share all the bits by which they are found are told apart', () => {
  const recent = new RecentNumbers();
  for (let i = 0; i < 256; i++) expect(recent.hasOrNotes(i * 1_024)).toBe(false);
  for (let i = 0; i < 256; i++) expect(recent.hasOrNotes(i * 1_024)).toBe(true);
  expect(recent.hasOrNotes(512)).toBe(false);
});

test('what was saved is known again, in the same order', () => {
  const recent = new RecentNumbers();
  for (let i = 0; i < 300; i++) recent.hasOrNotes(i);
  const restored = new RecentNumbers(recent.save());
  expect(restored.save()).toEqual(recent.save());
  expect(restored.hasOrNotes(0)).toBe(true);
  expect(restored.hasOrNotes(300)).toBe(false);
});
