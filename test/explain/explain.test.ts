import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../gateway/domain/events.ts';
import { type AlertCase, explainAlert } from '../../gateway/explain/explain-alert.ts';
import { explainItem, type ItemCase } from '../../gateway/explain/explain-item.ts';
import { explainVisit } from '../../gateway/explain/explain-visit.ts';
import { createTeller } from '../../gateway/explain/teller.ts';
import { EPC, event, GTIN, itemEvent, NINE, names } from './shop.ts';

const teller = createTeller('en', names);
const VISIT = 'v-2-17';
const custody = (id: number, seconds: number, more: object): DomainEvent =>
  event(id, 'outcome' in more ? 'custody.ended' : 'custody.assigned', seconds, {
    visit: VISIT,
    epc: EPC,
    confidence: 0.8,
    why: [],
    ...more,
  });
const itemCase = (events: readonly DomainEvent[], now: Partial<ItemCase['now']> = {}): ItemCase => ({
  epc: EPC,
  now: { state: 'present', zone: 'wall', confidence: 0.97, ...now },
  events,
  gtins: { [EPC]: GTIN },
  isWhole: true,
});
const item = (events: readonly DomainEvent[], now: Partial<ItemCase['now']> = {}) => explainItem(itemCase(events, now), teller, names);
const claimed = (events: readonly DomainEvent[], now: Partial<ItemCase['now']> = {}) => item(events, now).claims.map(({ code }) => code);

describe('the reasons of a claim', () => {
  const why = [
    { code: 'gate-reads', nats: 0.5, facts: { reads: 3 } },
    { code: 'door-counter', nats: -1.5, facts: { seen: 'none' } },
    { code: 'gate-direction', nats: 3.2, facts: { last: 'outer' } },
    { code: 'on-its-way', nats: 0, facts: {} },
  ];
  const claimOf = (more: object) => item([itemEvent(1, 'item.exited', 0, more)], { state: 'exited', zone: null }).claims[0];

  it('come by weight, each with the side on which it speaks', () => {
    expect(claimOf({ why })?.reasons.map(({ code, nats, speaks }) => [code, nats, speaks])).toEqual([
      ['gate-direction', 3.2, 'for'],
      ['door-counter', -1.5, 'against'],
      ['gate-reads', 0.5, 'for'],
      ['on-its-way', 0, 'neither'],
    ]);
  });

  it('lead to the probability by their sum, when it is their sum', () => {
    const weighing = claimOf({ why, confidence: 0.9002 })?.weighing;
    expect(weighing).toMatchObject({ prior: 0, sum: 2.2, isSum: true, text: 'The reasons add up to +2.2 nats: 90%.' });
    expect(weighing?.atFaceValue).toBeCloseTo(0.9002, 3);
  });

  it('are told apart from what was believed before them', () => {
    const prior = { code: 'gate-usual', nats: -1.1, facts: {} };
    const claim = claimOf({ why: [...why, prior], confidence: 0.7503 });
    expect(claim?.weighing?.text).toBe('Before the reasons: -1.1; the reasons: +2.2; together +1.1 nats: 75%.');
    expect(claim?.weighing).toMatchObject({ prior: -1.1, sum: 1.1, isSum: true });
    expect(claim?.reasons.find(({ code }) => code === 'gate-usual')?.speaks).toBe('before');
  });

  it('say how much more carefully it was stated, when it is not their sum', () => {
    const weighing = claimOf({ why, confidence: 0.62 })?.weighing;
    expect(weighing?.isSum).toBe(false);
    expect(weighing?.text).toContain('+2.2 nats, which alone would be 90%; stated as 62%');
  });

  it('are not made up where none were recorded', () => {
    expect(claimOf({ why: [] })?.weighing).toMatchObject({ isSum: false, text: 'No reasons were recorded.' });
  });
});

describe('an item', () => {
  it('is where the newest happening of its state brought it, since then and said then', () => {
    const [place] = item([itemEvent(1, 'item.arrived', 0), itemEvent(9, 'item.put', 60, { confidence: 0.7 })]).claims;
    expect(place).toMatchObject({ code: 'item.present', text: 'Linen shirt is in Coffee wall', probability: 0.7, since: NINE + 60_000 });
    expect(place?.emittedAt).toBe(NINE + 61_500);
  });

  it('that was only heard is not claimed to be anywhere', () => {
    const told = item([], { state: 'heard', zone: null, confidence: 0 });
    expect(told.claims.map(({ text }) => text)).toEqual(['Linen shirt was heard, but is not believed to be in the shop']);
  });

  it('is with the visit of the last word on it, later words first', () => {
    const picked = itemEvent(2, 'item.picked', 5, { visit: VISIT });
    expect(claimed([picked, custody(3, 5, {})], { state: 'picked' })).toEqual(['item.picked', 'held', 'unpaid']);
    // Said later of an earlier moment: it revises.
    expect(claimed([picked, custody(3, 5, {}), custody(4, 1, { outcome: 'left' })])).toContain('ended.left');
  });

  it('is paid by a receipt or by what custody says of it, unless it came back since', () => {
    const sold = itemEvent(5, 'item.sold', 50, { why: [{ code: 'on-receipt', nats: 6, facts: { sale: 'r-88' } }] });
    expect(item([sold], { state: 'sold' }).claims.at(-1)?.reasons[0]?.text).toBe('It is on a receipt: r-88: +6.0');
    expect(claimed([itemEvent(1, 'item.picked', 0), custody(6, 60, { outcome: 'bought' })], { state: 'exited' })).toContain('paid');
    expect(claimed([sold, itemEvent(8, 'item.returned', 90)])).toContain('unpaid');
    expect(claimed([sold, itemEvent(8, 'item.returned', 90)])).not.toContain('paid');
  });

  it('that left unpaid carries the reasons of the alarm', () => {
    const why = [{ code: 'no-receipt', nats: 3.89, facts: { gtin: GTIN } }];
    const raised = event(7, 'alert.raised', 70, {
      alert: 'a-1',
      about: 'unsold-exit',
      epc: EPC,
      visit: null,
      zone: 'door',
      confidence: 0.95,
      why,
    });
    const unpaid = item([itemEvent(6, 'item.exited', 69), raised], { state: 'exited' }).claims.find(({ code }) => code === 'unpaid');
    expect(unpaid).toMatchObject({ probability: 0.95, text: 'No receipt names Linen shirt' });
    expect(unpaid?.reasons[0]?.text).toBe('No receipt covers it so far (Linen shirt); one may still come: +3.9');
  });

  it('has its story in the order of happening, with what was tried', () => {
    const { chain } = item([
      itemEvent(9, 'item.sold', 90, { zone: null }),
      itemEvent(5, 'item.moved', 20, { from: 'wall', zone: 'cabin', visit: VISIT }),
      itemEvent(1, 'item.arrived', 0),
      custody(3, 10, {}),
      itemEvent(2, 'item.picked', 10, { visit: VISIT }),
      event(6, 'offer.decided', 21, { offer: 'second', reason: 'condition-false', epc: EPC, visit: VISIT, display: null }),
      event(7, 'offer.decided', 22, { offer: 'second', reason: 'selected', epc: EPC, visit: VISIT, display: 'gate' }),
      event(8, 'shelf.changed', 23, {}),
      itemEvent(11, 'item.exited', 99, { zone: 'door', visit: VISIT }),
    ]);
    expect(chain.map(({ text }) => text)).toEqual([
      'Linen shirt arrived in Coffee wall',
      'Linen shirt was picked up in Coffee wall by visit v-2-17',
      'Linen shirt is believed to be with visit v-2-17',
      'Linen shirt was taken into Fitting room to try',
      'Offer Second at half price: chosen',
      'Linen shirt was sold',
      'Linen shirt left the shop through Entrance with visit v-2-17',
    ]);
    expect(chain.map(({ id }) => id)).toEqual([1, 2, 3, 5, 7, 9, 11]);
  });
});

describe('a visit', () => {
  const opened = event(1, 'visit.opened', 0, { visit: VISIT, by: 'counter', party: 2, visitor: 'p7Qm2xWc1KfT9sLbZ0aYdA' });
  const identified = event(2, 'visit.identified', 3, { visit: VISIT, visitor: 'p7Qm2xWc1KfT9sLbZ0aYdA', tier: 'gold' });
  const story = { gtins: { [EPC]: GTIN }, isWhole: true };
  const visit = { id: VISIT, start: NINE, end: null, party: 2, zone: 'wall', ...story };

  it('claims itself and the last word on each item', () => {
    const other = '30340789000C0FC0000003EA';
    const events = [opened, identified, custody(3, 10, {}), custody(5, 40, { outcome: 'bought' }), custody(4, 12, { epc: other })];
    const { claims } = explainVisit({ ...visit, events }, teller, names);
    expect(claims.map(({ text }) => text)).toEqual([
      'Visit v-2-17 is in the shop with 2 people, now in Coffee wall',
      'Linen shirt was with visit v-2-17, which bought it',
      'Item …0003EA is with visit v-2-17',
    ]);
    expect(claims[0]).toMatchObject({ probability: null, weighing: null, since: NINE, emittedAt: NINE + 1_500 });
  });

  it('that is over says since when', () => {
    const closed = event(9, 'visit.closed', 300, { visit: VISIT, by: 'counter', opened: NINE });
    const told = explainVisit({ ...visit, end: NINE + 300_000, zone: null, events: [opened, closed] }, teller, names);
    expect(told.claims[0]).toMatchObject({ code: 'visit.closed', since: NINE + 300_000, emittedAt: NINE + 301_500 });
    expect(told.chain.map(({ text }) => text)).toEqual([
      'Visit v-2-17 began, 2 people, seen by the people counter',
      'Visit v-2-17 ended, seen by the people counter',
    ]);
  });

  it('never names the visitor, not even by the pseudonym', () => {
    const told = explainVisit({ ...visit, events: [opened, identified] }, teller, names);
    expect(JSON.stringify(told)).not.toContain('p7Qm2x');
    expect(told.chain[1]?.text).toBe('Visit v-2-17 is that of a member (gold)');
  });
});

describe('an alert', () => {
  const alert: AlertCase = {
    id: 'a-unsold-exit-1',
    type: 'unsold-exit',
    at: NINE,
    emittedAt: NINE + 900,
    confidence: 0.9,
    zone: 'door',
    epc: EPC,
    visit: null,
    device: null,
    why: [{ code: 'no-receipt', nats: 2.2, facts: { gtin: GTIN } }],
    clearedAt: null,
    clearedBecause: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
    events: [itemEvent(1, 'item.arrived', -600), itemEvent(2, 'item.exited', -1, { zone: 'door' })],
    gtins: { [EPC]: GTIN },
    isWhole: true,
  };

  it('claims what it was raised for, with the story before and after', () => {
    const raised = event(3, 'alert.raised', 0, { alert: alert.id, about: 'unsold-exit', epc: EPC, visit: null, confidence: 0.9, why: [] });
    const over = { clearedAt: NINE + 60_000, clearedBecause: 'receipt-came-late', acknowledgedAt: NINE + 9_000, acknowledgedBy: 'mei' };
    const told = explainAlert({ ...alert, ...over, events: [...alert.events, raised] }, teller, names);
    expect(told.claims[0]).toMatchObject({ text: 'Linen shirt left the shop through Entrance unpaid', probability: 0.9, since: NINE });
    expect(told.claims[0]?.weighing?.isSum).toBe(true);
    expect(told.chain.map(({ text }) => text)).toEqual([
      'Linen shirt arrived in Coffee wall',
      'Linen shirt left the shop through Entrance',
      'Alert: unpaid item left the shop',
      'The alert was acknowledged by mei',
      'The alert is over: the receipt came late',
    ]);
    expect(told.chain[2]?.emittedAt).toBe(NINE + 900);
  });

  it('about a device names it, and one of an older gateway keeps its own words', () => {
    const device = { ...alert, epc: null, zone: null, device: 'gate', events: [] };
    expect(explainAlert({ ...device, type: 'device-silent' }, teller, names).claims[0]?.text).toBe('Gate reader is silent');
    expect(explainAlert({ ...device, type: 'moon-full' }, teller, names).claims[0]?.text).toBe('Moon full');
  });
});
