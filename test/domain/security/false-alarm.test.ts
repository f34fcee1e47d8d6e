import { expect, test } from 'vitest';
import type { Fact } from '../../../gateway/domain/events.ts';
import { FALSE_ALARM_RULE, isAlarm, refutes } from '../../../gateway/domain/security/false-alarm.ts';

const QUARTER = 900_000;
const acknowledged = (comment: string, at = 0) => ({ type: 'alert.acknowledged', at, alert: 'a', user: 'mei', comment }) as Fact;
const cleared = (because: string, at: number) => ({ type: 'alert.cleared', at, alert: 'a', because }) as Fact;

test.each([
  ['False alarm', true],
  ['  false', true],
  ['誤報：店員', true],
  ['误报', true],
  ['not false', false],
  ['', false],
])('an operator who says %j: refuted %s', (comment, is) => {
  expect(refutes(acknowledged(comment, 90 * QUARTER), 0)).toBe(is);
});

test.each([
  ['receipt-came-late', QUARTER, true],
  ['back-in-shop', QUARTER, true],
  ['back-in-shop', QUARTER + 1, false],
  ['calm', 1, false],
])('cleared because %s after %d ms: refuted %s', (because, at, is) => {
  expect(refutes(cleared(because, 5_000 + at), 5_000)).toBe(is);
});

test('only alarms about goods count, and the rule names each', () => {
  expect((['unsold-exit', 'bulk', 'clone', 'flood'] as const).every((about) => isAlarm(about) && FALSE_ALARM_RULE.includes(about))).toBe(
    true,
  );
  expect((['exit-suspected', 'bulk-muted', 'device-silent'] as const).some(isAlarm)).toBe(false);
});
