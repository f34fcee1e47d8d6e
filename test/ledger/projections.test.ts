import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { migrate, readMigrations } from '../../gateway/ledger/migrate.ts';
import { createProjection } from '../../gateway/ledger/projections/create-projection.ts';
import { events, MINUTE, NINE, type Told } from './events.ts';

interface Row {
  readonly name: string;
  readonly given: readonly Told[];
  readonly ask: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const at = (minutes: number) => NINE + minutes * MINUTE;

const ROWS: readonly Row[] = [
  {
    name: 'the log keeps what happened, without the transient',
    given: [
      ['device.online'],
      ['reads.summarised'],
      ['occupancy.changed'],
      ['climate.measured'],
      ['device.stated'],
      ['device.measured'],
      ['item.put'],
    ],
    ask: 'SELECT id, type, zone, epc FROM events',
    rows: [
      { id: 1, type: 'device.online', zone: null, epc: null },
      { id: 7, type: 'item.put', zone: 'shelves', epc: 'E1' },
    ],
  },
  {
    name: 'an arrived item is present',
    given: [['item.arrived']],
    ask: 'SELECT epc, state, zone, section, visit, changed_at FROM items',
    rows: [{ epc: 'E1', state: 'present', zone: 'shelves', section: 's1', visit: null, changed_at: NINE }],
  },
  {
    name: 'a picked item that moves stays picked',
    given: [['item.arrived'], ['item.picked'], ['item.moved', { visit: 'v1' }]],
    ask: 'SELECT state, zone, section, visit FROM items',
    rows: [{ state: 'picked', zone: 'fitting', section: null, visit: 'v1' }],
  },
  {
    name: 'an item nobody picked moves and is present there',
    given: [['item.departed'], ['item.moved']],
    ask: 'SELECT state, zone FROM items',
    rows: [{ state: 'present', zone: 'fitting' }],
  },
  {
    name: 'a sold item that leaves through the gate stays sold, a returned one is present again',
    given: [
      ['item.sold', { epc: 'E1' }],
      ['item.exited', { epc: 'E1' }],
      ['item.exited', { epc: 'E2' }],
      ['item.returned', { epc: 'E2' }],
      ['item.exited', { epc: 'E3', gtin: null }],
    ],
    ask: 'SELECT epc, state, gtin FROM items ORDER BY epc',
    rows: [
      { epc: 'E1', state: 'sold', gtin: '04012345000016' },
      { epc: 'E2', state: 'present', gtin: '04012345000016' },
      { epc: 'E3', state: 'exited', gtin: null },
    ],
  },
  {
    name: 'what an item is stays known when a later event does not say it',
    given: [['item.arrived'], ['item.departed', { gtin: null }]],
    ask: 'SELECT state, gtin FROM items',
    rows: [{ state: 'departed', gtin: '04012345000016' }],
  },
  {
    name: 'a visit opens, is identified, moves and closes',
    given: [
      ['visit.opened', { at: at(0), party: 2 }],
      ['visit.identified', { at: at(1) }],
      ['visit.moved', { at: at(2), zone: 'shelves' }],
      ['visit.closed', { at: at(9), by: 'silence' }],
    ],
    ask: 'SELECT * FROM visits',
    rows: [
      {
        visit: 'v1',
        start: at(0),
        finish: at(9),
        opened_by: 'counter',
        closed_by: 'silence',
        visitor: 'visitor-1',
        tier: 'gold',
        party: 2,
        zone: 'shelves',
      },
    ],
  },
  {
    name: 'a stay ends where the next begins, the last one with the visit; other visits go on',
    given: [
      ['visit.moved', { at: at(0), zone: 'door' }],
      ['visit.moved', { at: at(0), zone: 'door', visit: 'v2' }],
      ['visit.moved', { at: at(3), zone: 'shelves' }],
      ['visit.closed', { at: at(9) }],
    ],
    ask: 'SELECT visit, zone, since, until FROM visit_zones ORDER BY visit, event',
    rows: [
      { visit: 'v1', zone: 'door', since: at(0), until: at(3) },
      { visit: 'v1', zone: 'shelves', since: at(3), until: at(9) },
      { visit: 'v2', zone: 'door', since: at(0), until: null },
    ],
  },
  {
    name: 'custody renewed is one row with the newest confidence',
    given: [['custody.assigned'], ['custody.assigned', { confidence: 0.9 }]],
    ask: 'SELECT since, until, outcome, confidence FROM visit_items',
    rows: [{ since: NINE, until: null, outcome: null, confidence: 0.9 }],
  },
  {
    name: 'an item taken twice in one visit has two rows',
    given: [
      ['custody.assigned', { at: at(0) }],
      ['custody.ended', { at: at(1), since: at(0), outcome: 'returned' }],
      ['custody.assigned', { at: at(2) }],
      ['custody.ended', { at: at(3), since: at(2), outcome: 'bought' }],
    ],
    ask: 'SELECT since, until, outcome FROM visit_items ORDER BY event',
    rows: [
      { since: at(0), until: at(1), outcome: 'returned' },
      { since: at(2), until: at(3), outcome: 'bought' },
    ],
  },
  {
    name: 'an end said again corrects the custody of that beginning alone',
    given: [
      ['custody.assigned', { at: at(0) }],
      ['custody.ended', { at: at(1), since: at(0), outcome: 'unknown', confidence: 0.4 }],
      ['custody.assigned', { at: at(2) }],
      ['custody.ended', { at: at(3), since: at(2), outcome: 'returned' }],
      ['custody.ended', { at: at(1), since: at(0), outcome: 'left', confidence: 0.9 }],
    ],
    ask: 'SELECT until, outcome, confidence FROM visit_items ORDER BY event',
    rows: [
      { until: at(1), outcome: 'left', confidence: 0.9 },
      { until: at(3), outcome: 'returned', confidence: 0.95 },
    ],
  },
  {
    name: 'custody that was said to have ended goes on when it is assigned from its beginning again',
    given: [
      ['custody.assigned', { at: at(0) }],
      ['custody.ended', { at: at(1), since: at(0), outcome: 'returned' }],
      ['custody.assigned', { at: at(0) }],
    ],
    ask: 'SELECT since, until, outcome FROM visit_items',
    rows: [{ since: at(0), until: null, outcome: null }],
  },
  {
    name: 'custody taken back is shown with the visit that truly had the item, and with no other',
    given: [
      ['item.arrived', { epc: 'E1' }],
      ['custody.assigned', { at: at(0) }],
      ['custody.ended', { at: at(0), since: at(0), outcome: 'unknown', confidence: 0.1 }],
      ['custody.assigned', { at: at(0), visit: 'v2' }],
    ],
    ask: 'SELECT visit_items.visit AS holder, since, until, items.visit FROM visit_items JOIN items USING (epc)',
    rows: [{ holder: 'v2', since: at(0), until: null, visit: 'v2' }],
  },
  {
    name: 'an end without a beginning is still told',
    given: [['custody.ended', { at: at(4), since: at(3), outcome: 'taken' }]],
    ask: 'SELECT since, until, outcome FROM visit_items',
    rows: [{ since: at(3), until: at(4), outcome: 'taken' }],
  },
  {
    name: 'custody says who holds an item, and lets go only of its own',
    given: [
      ['item.arrived', { epc: 'E1' }],
      ['item.arrived', { epc: 'E2' }],
      ['custody.assigned', { epc: 'E1' }],
      ['custody.assigned', { epc: 'E2' }],
      ['custody.ended', { epc: 'E1' }],
      ['custody.ended', { epc: 'E2', visit: 'v2' }],
    ],
    ask: 'SELECT epc, visit FROM items ORDER BY epc',
    rows: [
      { epc: 'E1', visit: null },
      { epc: 'E2', visit: 'v1' },
    ],
  },
  {
    name: 'a shelf remembers since when it is as it is',
    given: [
      ['shelf.changed', { at: at(0), onShelf: 4, state: 'ok' }],
      ['shelf.changed', { at: at(1), onShelf: 1, state: 'low' }],
      ['shelf.changed', { at: at(2), onShelf: 2, state: 'low', weight: null }],
    ],
    ask: 'SELECT on_shelf, state, since, at, weight FROM shelf_stock',
    rows: [{ on_shelf: 2, state: 'low', since: at(1), at: at(2), weight: null }],
  },
  {
    name: 'people are counted into quarter hours by zone',
    given: [
      ['footfall.counted', { at: at(0), in: 2 }],
      ['footfall.counted', { at: at(14.99), in: 1, out: 1 }],
      ['footfall.counted', { at: at(15), out: 3, in: 0 }],
      ['footfall.counted', { at: at(1), zone: 'back' }],
    ],
    ask: 'SELECT bucket, zone, come, gone FROM footfall',
    rows: [
      { bucket: at(0), zone: 'back', come: 1, gone: 0 },
      { bucket: at(0), zone: 'door', come: 3, gone: 1 },
      { bucket: at(15), zone: 'door', come: 0, gone: 3 },
    ],
  },
  {
    name: 'occupancy keeps the last word of each quarter hour; the whole shop has no name',
    given: [
      ['occupancy.changed', { at: at(1), people: 3 }],
      ['occupancy.changed', { at: at(2), people: 5, uncertainty: 2 }],
      ['occupancy.changed', { at: at(16), people: 1, zone: 'fitting' }],
    ],
    ask: 'SELECT zone, bucket, people, uncertainty FROM occupancy',
    rows: [
      { zone: '', bucket: at(0), people: 5, uncertainty: 2 },
      { zone: 'fitting', bucket: at(15), people: 1, uncertainty: 1 },
    ],
  },
  {
    name: 'a receipt told twice is one sale',
    given: [['sale.recorded'], ['sale.recorded', { total: 1 }]],
    ask: 'SELECT sale, total FROM sales',
    rows: [{ sale: 'r1', total: 590 }],
  },
  {
    name: 'an offer is decided, shown, picked and bought; several bought items add up',
    given: [
      ['offer.decided'],
      ['offer.shown', { at: at(1) }],
      ['offer.converted', { at: at(2), by: 'picked', value: null }],
      ['offer.converted', { at: at(3) }],
      ['offer.converted', { at: at(4), value: 10 }],
    ],
    ask: 'SELECT shown_at, failure, picked_at, bought_at, value FROM offer_decisions',
    rows: [{ shown_at: at(1), failure: null, picked_at: at(2), bought_at: at(3), value: 600 }],
  },
  {
    name: 'what a visit buys that no display reached is kept apart from what exposures bring',
    given: [
      ['offer.decided'],
      ['offer.converted', { at: at(2), by: 'picked', value: null, exposed: false }],
      ['offer.converted', { at: at(3), exposed: false }],
    ],
    ask: 'SELECT unit_by, unit, picked_at, bought_at, value, unseen_picked_at, unseen_bought_at, unseen_value FROM offer_decisions',
    rows: [
      {
        ...{ unit_by: 'visit', unit: 'v1', picked_at: null, bought_at: null, value: null },
        ...{ unseen_picked_at: at(2), unseen_bought_at: at(3), unseen_value: 590 },
      },
    ],
  },
  {
    name: 'each display that proves a decision is kept, once',
    given: [['offer.decided'], ['offer.shown'], ['offer.shown', { at: at(9) }], ['offer.shown', { at: at(1), display: 'display-2' }]],
    ask: 'SELECT decision, display, at FROM proofs_of_play ORDER BY display',
    rows: [
      { decision: 'd1', display: 'display-1', at: at(0) },
      { decision: 'd1', display: 'display-2', at: at(1) },
    ],
  },
  {
    name: 'showings that a display proved are counted, and purchases of those who saw one, not of others',
    given: [
      ['offer.shown', { bill: { brand: 'leaf', cost: 400 } }],
      ['offer.shown', { at: at(14), bill: { brand: 'leaf', cost: 400 } }],
      ['offer.shown', { at: at(15) }],
      ['offer.converted', { at: at(16) }],
      ['offer.converted', { at: at(16), exposed: false }],
      ['offer.converted', { at: at(16), arm: 'control' }],
      ['offer.converted', { at: at(16), by: 'picked', value: null }],
    ],
    ask: 'SELECT bucket, brand, plays, bought, cost FROM plays ORDER BY bucket',
    rows: [
      { bucket: at(0), brand: 'leaf', plays: 2, bought: 0, cost: 800 },
      { bucket: at(15), brand: '', plays: 1, bought: 1, cost: 0 },
    ],
  },
  {
    name: 'what follows a decision touches that decision alone',
    given: [['offer.decided'], ['offer.decided', { decision: 'd2' }], ['offer.failed', { decision: 'd2', reason: 'refused' }]],
    ask: 'SELECT decision, failure FROM offer_decisions ORDER BY decision',
    rows: [
      { decision: 'd1', failure: null },
      { decision: 'd2', failure: 'refused' },
    ],
  },
  {
    name: 'an alert is cleared once',
    given: [['alert.raised'], ['alert.cleared', { at: at(1) }], ['alert.cleared', { at: at(2), because: 'again' }]],
    ask: 'SELECT alert, type, cleared_at, cleared_because FROM alerts',
    rows: [{ alert: 'a1', type: 'unsold-exit', cleared_at: at(1), cleared_because: 'returned' }],
  },
  {
    name: 'the first to see an alert is noted, also when it is cleared already',
    given: [
      ['alert.raised'],
      ['alert.cleared', { at: at(1) }],
      ['alert.acknowledged', { at: at(2) }],
      ['alert.acknowledged', { at: at(3), user: 'lin' }],
    ],
    ask: 'SELECT acknowledged_at, acknowledged_by FROM alerts',
    rows: [{ acknowledged_at: at(2), acknowledged_by: 'mei' }],
  },
  {
    name: 'an alert raised again is open again, and unseen',
    given: [
      ['alert.raised'],
      ['alert.acknowledged'],
      ['alert.cleared', { at: at(1) }],
      ['alert.raised', { at: at(2), severity: 'critical' }],
    ],
    ask: 'SELECT at, severity, cleared_at, acknowledged_by FROM alerts',
    rows: [{ at: at(2), severity: 'critical', cleared_at: null, acknowledged_by: null }],
  },
  {
    name: 'a device is online since the first word of it, and silent is not offline',
    given: [
      ['device.online', { at: at(0) }],
      ['device.online', { at: at(5) }],
      ['device.offline', { at: at(6), device: 'reader-2', because: 'said-so' }],
      ['device.offline', { at: at(7), device: 'reader-3' }],
    ],
    ask: 'SELECT device, state, since FROM devices ORDER BY device',
    rows: [
      { device: 'reader-1', state: 'online', since: at(0) },
      { device: 'reader-2', state: 'offline', since: at(6) },
      { device: 'reader-3', state: 'silent', since: at(7) },
    ],
  },
  {
    name: 'a device describes itself piece by piece, before or after it is online',
    given: [['device.described', { firmware: null }], ['device.online'], ['device.described', { model: null, firmware: '8.1' }]],
    ask: 'SELECT state, model, serial, firmware, address FROM devices',
    rows: [{ state: 'online', model: 'R700', serial: 'S1', firmware: '8.1', address: null }],
  },
  {
    name: 'a device’s battery is the last that it told, and its restarts are counted',
    given: [
      ['device.stated', { values: { batteryPct: 80 } }],
      ['device.stated', { values: { batteryPct: 79.5, on: true } }],
      ['device.stated', { values: { on: false } }],
      ['device.rebooted', { at: at(3), device: 'relay-1' }],
      ['device.rebooted', { at: at(9), device: 'relay-1' }],
    ],
    ask: 'SELECT device, state, battery_pct, reboots, rebooted_at FROM devices',
    rows: [{ device: 'relay-1', state: null, battery_pct: 79.5, reboots: 2, rebooted_at: at(9) }],
  },
  {
    name: 'of each antenna the last minute stays',
    given: [
      ['device.measured'],
      [
        'device.measured',
        {
          at: at(1),
          antennas: [
            { port: 1, reads: 0, usual: 25.5, quiet: true },
            { port: 2, reads: 9, usual: null, quiet: false },
          ],
        },
      ],
    ],
    ask: 'SELECT port, at, reads, usual, quiet FROM antennas ORDER BY port',
    rows: [
      { port: 1, at: at(1), reads: 0, usual: 25.5, quiet: 1 },
      { port: 2, at: at(1), reads: 9, usual: null, quiet: 0 },
    ],
  },
];

test.each(ROWS)('$name', ({ given, ask, rows }) => {
  const db = new DatabaseSync(':memory:');
  migrate(db, readMigrations());
  const project = createProjection(db);
  for (const event of events(given)) project(event);
  expect(db.prepare(ask).all()).toEqual(rows);
});
