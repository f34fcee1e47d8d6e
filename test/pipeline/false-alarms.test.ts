import { expect, test } from 'vitest';
import type { DomainEvent } from '../../gateway/domain/events.ts';
import { createFalseAlarms } from '../../gateway/pipeline/false-alarms.ts';

const HOUR = 3_600_000;
const SOON = 900_000;
const event = (emittedAt: number, fields: object) => ({ emittedAt, at: emittedAt, id: 1, ...fields }) as DomainEvent;
const alarm = (id: string, about = 'unsold-exit') => event(0, { type: 'alert.raised', alert: id, about });

test.each([
  { given: 'a late receipt', end: { type: 'alert.cleared', because: 'receipt-came-late' }, perDay: 1 },
  { given: 'a return', end: { type: 'alert.cleared', because: 'back-in-shop' }, perDay: 1 },
  { given: 'an operator who says so', end: { type: 'alert.acknowledged', comment: 'False: it was the baker' }, perDay: 1 },
  { given: 'an operator who has seen it', end: { type: 'alert.acknowledged', comment: 'seen' }, perDay: 0 },
  { given: 'calm', end: { type: 'alert.cleared', because: 'calm' }, perDay: 0 },
])('an alarm with $given counts $perDay in a day of two hours', ({ end, perDay }) => {
  const counted = createFalseAlarms();
  counted.add(alarm('a-1'));
  counted.add(event(SOON, { ...end, alert: 'a-1' }));
  counted.add(event(2 * HOUR, { ...end, alert: 'a-1' }));
  expect(counted.perDay()).toBe(perDay);
});

test('over more than a day it is a rate', () => {
  const counted = createFalseAlarms();
  for (const id of ['a-1', 'a-2', 'a-3']) {
    counted.add(alarm(id));
    counted.add(event(SOON, { type: 'alert.cleared', alert: id, because: 'receipt-came-late' }));
  }
  counted.add(event(48 * HOUR, { type: 'item.arrived' }));
  expect(counted.perDay()).toBe(1.5);
});

test('what comes back after a quarter of an hour was away', () => {
  const counted = createFalseAlarms();
  counted.add(alarm('a-1'));
  counted.add(event(SOON + 1, { type: 'alert.cleared', alert: 'a-1', because: 'back-in-shop' }));
  expect(counted.perDay()).toBe(0);
});

test('other alerts, and no alarm at all, count nothing', () => {
  const counted = createFalseAlarms();
  expect(counted.perDay()).toBe(0);
  counted.add(alarm('b-1', 'exit-suspected'));
  counted.add(event(SOON, { type: 'alert.cleared', alert: 'b-1', because: 'back-in-shop' }));
  expect(counted.perDay()).toBe(0);
});
