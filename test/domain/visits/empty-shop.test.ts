import { expect, test } from 'vitest';
import { crossing, happenings, only, shopOf } from '../support.ts';

/** Many come and go; then somebody comes, and within a second somebody leaves, who must have come uncounted. */
const closedAfter = (customers: number, seconds: number) => {
  const before = Array.from({ length: customers }, (_, i) => [crossing(1 + 60 * i, 1, 0), crossing(41 + 60 * i, 0, 1)]).flat();
  const last = 60 * customers + 100;
  const events = happenings(shopOf(), [...before, crossing(last, 1, 0), crossing(last + 1, 0, 1)], last + seconds);
  return only(events, 'visit.closed').length - customers;
};

test('a counter that has nobody inside is believed the later, the more people it may have missed', () => {
  expect(closedAfter(0, 40)).toBe(0);
  expect(closedAfter(0, 90)).toBe(1);
  expect(closedAfter(20, 90)).toBe(0);
  expect(closedAfter(20, 400)).toBe(1);
});
