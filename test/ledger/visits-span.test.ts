import { expect, test } from 'vitest';
import type { AskedVisits } from '../../gateway/http/ports.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const DAY = 24 * 60 * MINUTE;
const at = (minute: number): number => NINE + minute * MINUTE;

const told: Told[] = [
  ['visit.opened', { visit: 'old', at: NINE - 8 * DAY }],
  ['visit.closed', { visit: 'old', at: NINE - 8 * DAY + MINUTE }],
  ['visit.opened', { visit: 'looks', at: at(0) }],
  ['visit.moved', { visit: 'looks', at: at(0), zone: 'door' }],
  ['visit.moved', { visit: 'looks', at: at(1), zone: 'shelves' }],
  ['visit.moved', { visit: 'looks', at: at(2), zone: 'door' }],
  ['visit.closed', { visit: 'looks', at: at(3) }],
  ['visit.opened', { visit: 'buys', at: at(4), party: 2 }],
  ['visit.identified', { visit: 'buys', at: at(4), visitor: 'visitor-1', tier: 'gold' }],
  ['visit.moved', { visit: 'buys', at: at(4), zone: 'shelves' }],
  ['custody.assigned', { visit: 'buys', epc: 'E1', at: at(5) }],
  ['custody.assigned', { visit: 'buys', epc: 'E2', at: at(5) }],
  ['custody.ended', { visit: 'buys', epc: 'E2', since: at(5), at: at(6), outcome: 'returned' }],
  ['custody.assigned', { visit: 'buys', epc: 'E2', at: at(7) }],
  ['custody.ended', { visit: 'buys', epc: 'E1', since: at(5), at: at(8), outcome: 'bought' }],
  ['offer.decided', { visit: 'buys', at: at(5) }],
  ['offer.shown', { visit: 'buys', at: at(5) }],
  ['sale.recorded', { visit: 'buys', at: at(8), total: 590 }],
  ['visit.closed', { visit: 'buys', at: at(9) }],
  // Something without a tag, at the till.
  ['visit.opened', { visit: 'coffee', at: at(10) }],
  ['sale.recorded', { sale: 'r2', visit: 'coffee', at: at(11), total: 60 }],
];

function ledger() {
  const opened = openLedger({ file: ':memory:', clock: () => at(60) });
  opened.ledger.commit(commitOf(1, events(told)));
  const queries = opened.queries(CATALOGUE);
  const rows = (asked: AskedVisits = {}, page = { limit: 10, skip: 0 }) => queries.visitRows(asked, page);
  return { rows, ids: (asked?: AskedVisits, page?: { limit: number; skip: number }) => rows(asked, page).map(({ id }) => id), queries };
}

test('visits of the newest seven days, newest first, page by page', () => {
  const { ids, queries } = ledger();
  expect(ids()).toEqual(['coffee', 'buys', 'looks']);
  expect(ids({}, { limit: 2, skip: 1 })).toEqual(['buys', 'looks']);
  expect(queries.visitSums({})).toEqual({ from: '2026-11-17', to: '2026-11-23', visits: 3, open: 1, bought: 2 });
  expect(queries.visitSums({ from: '2026-11-15', to: '2026-11-15' })).toMatchObject({ visits: 1, open: 0, bought: 0 });
});

test('a row tells how far the visit came: zones and items each once', () => {
  const [, buys, looks] = ledger().rows();
  expect(buys).toEqual({
    id: 'buys',
    start: at(4),
    end: at(9),
    isMember: true,
    tier: 'gold',
    party: 2,
    zone: 'shelves',
    zones: 1,
    picked: 2,
    bought: 1,
    offers: 1,
    spentMinor: 590,
  });
  expect(looks).toMatchObject({ isMember: false, zones: 2, picked: 0, spentMinor: null });
});

test.each([
  [{ open: true }, ['coffee']],
  [{ open: false }, ['buys', 'looks']],
  [{ member: true }, ['buys']],
  [{ member: false }, ['coffee', 'looks']],
  [{ items: true }, ['buys']],
  [{ items: false }, ['coffee', 'looks']],
  [{ bought: true }, ['coffee', 'buys']],
  [{ bought: false }, ['looks']],
  [{ zone: 'door' }, ['looks']],
  [{ zone: 'shelves', bought: true }, ['buys']],
  [{ zone: 'nowhere' }, []],
])('%o keeps %j', (asked, kept) => {
  const { ids, queries } = ledger();
  expect(ids(asked)).toEqual(kept);
  expect(queries.visitSums(asked).visits).toBe(kept.length);
});

test('one visit tells its receipts', () => {
  expect(ledger().queries.visit('buys')?.receipts).toEqual([{ sale: 'r1', at: at(8), totalMinor: 590, pieces: 1 }]);
});
