import { expect, test } from 'vitest';
import { auditAsked, beforeIn, CONSOLE, isFiltered } from '../../../dashboards/web/state/audit-filters.ts';

const SPAN = 'from=1&to=2';

test('asks for what the address says, and for everything when it says nothing', () => {
  expect(auditAsked(SPAN, {})).toBe(SPAN);
  expect(auditAsked(SPAN, { range: '7d', what: 'login', q: 'a b&c' })).toBe(`${SPAN}&what=login&text=a+b%26c`);
  expect(auditAsked(SPAN, { who: CONSOLE, outcome: 'refused' })).toBe(`${SPAN}&who=&outcome=refused`);
  expect([isFiltered({ range: '7d' }), isFiltered({ q: 'x' })]).toEqual([false, true]);
});

test.each([
  ['17', 17],
  ['0', null],
  ['-3', null],
  ['1.5', null],
  ['soon', null],
  [undefined, null],
])('a page begins below row %s', (before, seq) => {
  expect(beforeIn(before === undefined ? {} : { before })).toBe(seq);
});
