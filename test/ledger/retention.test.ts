import { expect, test } from 'vitest';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { aDay, commitOf, events, NINE, outboxRow, quarantined, type Told } from './events.ts';

const DAY = 86_400_000;
const opened = () => openLedger({ file: ':memory:', clock: () => NINE });

/** One visit with all that belongs to it. */
const visit = (id: string, at: number, isOver: boolean): Told[] => [
  ['visit.opened', { at, visit: id }],
  ['visit.moved', { at, visit: id }],
  ['item.picked', { at, epc: `item-of-${id}`, visit: id }],
  ['custody.assigned', { at, epc: `item-of-${id}`, visit: id }],
  ['offer.decided', { at, decision: `offer-to-${id}`, visit: id, unit: { by: 'visit', id } }],
  ['offer.shown', { at, decision: `offer-to-${id}`, visit: id }],
  ['alert.raised', { at, alert: `alert-of-${id}`, visit: id }],
  ...(isOver
    ? ([
        ['alert.cleared', { at, alert: `alert-of-${id}` }],
        ['sale.recorded', { at, sale: `sale-to-${id}`, visit: id }],
        ['item.sold', { at, epc: `item-of-${id}`, visit: id }],
        ['visit.closed', { at, visit: id }],
      ] as const satisfies Told[])
    : []),
];

test('what is older than the policy goes, with all that belongs to it; what is younger or still open stays', async () => {
  const all = opened();
  const [old, young] = [NINE - 31 * DAY, NINE - 29 * DAY];
  const told = [...visit('old', old, true), ...visit('open', old, false), ...visit('young', young, true)];
  all.ledger.commit(commitOf(1, events(told), { quarantine: [quarantined({ at: old as never }), quarantined()] }));
  expect(await all.expire({ visitDays: 30, now: NINE })).toEqual({
    visit_items: 1,
    visit_zones: 1,
    visits: 1,
    sales: 1,
    offer_decisions: 2,
    offers_considered: 0,
    proofs_of_play: 2,
    alert_notes: 0,
    alert_reads: 0,
    alerts: 1,
    items: 1,
    quarantine: 1,
    dead_letters: 0,
    feedback: 0,
    events: 18,
    waiting: 0,
  });
  const pages = all.queries(CATALOGUE);
  expect(pages.visits({ limit: 10 }).map(({ id, items }) => [id, items.length])).toEqual([
    ['open', 1],
    ['young', 1],
  ]);
  expect(pages.visit('old')).toBeNull();
  expect(pages.alerts({ limit: 10 }).map(({ id }) => id)).toEqual(['alert-of-young', 'alert-of-open']);
  expect(pages.itemHistory('item-of-old')).toEqual({ history: [], visit: null });
  expect(pages.itemHistory('item-of-young').history.length).toBeGreaterThan(0);
});

test('counts of people stay: they name nobody', async () => {
  const all = opened();
  all.ledger.commit(commitOf(1, events([['footfall.counted', { at: NINE - 90 * DAY, in: 4 }]])));
  await all.expire({ visitDays: 1, now: NINE });
  expect(all.queries(CATALOGUE).footfall('2026-08-25').in).toBe(4);
});

test('what was deleted does not come back when the journal is applied again', async () => {
  const all = opened();
  const day = aDay(3_000);
  all.ledger.commit(commitOf(9, day));
  const expired = await all.expire({ visitDays: 1, now: NINE + 3 * DAY });
  expect(expired.events).toBeGreaterThan(2_000);
  const after = all.ledger.digest();
  all.ledger.commit(commitOf(9, day));
  expect(all.ledger.digest()).toBe(after);
});

test('readings come in between the chunks', async () => {
  const all = opened();
  all.ledger.commit(commitOf(1, aDay(3_000)));
  const cleaning = all.expire({ visitDays: 1, now: NINE + 3 * DAY });
  let isDone = false;
  const done = cleaning.then(() => {
    isDone = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(isDone).toBe(false);
  all.ledger.commit(commitOf(2, events([['device.online', { at: NINE + 3 * DAY }]], 3_001)));
  await done;
  expect(all.ledger.lastEventId()).toBe(3_001);
});

test('a ledger that is closed meanwhile ends the cleaning', async () => {
  const all = opened();
  all.ledger.commit(commitOf(1, aDay(3_000)));
  const cleaning = all.expire({ visitDays: 1, now: NINE + 3 * DAY });
  all.close();
  await expect(cleaning).resolves.toBeDefined();
});

test('the key of a finished row goes when the journal no longer holds what made it', async () => {
  const all = opened();
  all.ledger.commit(commitOf(10, [], { outbox: [outboxRow('early'), outboxRow('waiting')] }));
  all.ledger.commit(commitOf(20, [], { outbox: [outboxRow('late')] }));
  all.outbox.delivered([1, 3]);
  expect(await all.expire({ visitDays: 30, now: NINE })).not.toHaveProperty('outbox');
  expect(await all.expire({ visitDays: 30, now: NINE, journalFirstSeq: 11 })).toMatchObject({ outbox: 1 });
  all.ledger.commit(commitOf(20, [], { outbox: [outboxRow('late'), outboxRow('waiting')] }));
  expect(all.outbox.pending('influx', 10).map(({ key }) => key)).toEqual(['waiting']);
  expect(all.queries(CATALOGUE).ledger().outbox).toEqual({ influx: { waiting: 1, delivered: 2, failed: 0 } });
});
