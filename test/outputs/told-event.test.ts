import { describe, expect, test } from 'vitest';
import type { EventType } from '../../gateway/domain/events.ts';
import { asId, type Gtin } from '../../gateway/domain/ids.ts';
import { TELLABLE, typesLike } from '../../gateway/domain/told.ts';
import { type Audience, tellEvent, visitorIn } from '../../gateway/outputs/told-event.ts';
import { aDay, EVENT_TYPES, events } from '../ledger/events.ts';

const GTIN = asId<Gtin>('04012345000016');
const names = { skuOf: (gtin: string) => (gtin === GTIN ? 'TEE' : null), gtinOf: (epc: string) => (epc === 'E1' ? GTIN : null) };

const told = (type: EventType, differs: Record<string, unknown> = {}, audience: Audience = 'goods') => {
  const [event] = events([[type, differs]]);
  return event ? tellEvent(event, audience, names) : null;
};

describe('what others are told of an event', () => {
  test('are the fields of the list, with the product beside the EPC', () => {
    expect(told('item.moved')).toEqual({
      at: expect.any(Number),
      epc: 'E1',
      gtin: GTIN,
      sku: 'TEE',
      zone: 'fitting',
      from: 'shelves',
      section: null,
      visit: null,
      confidence: 0.8,
      why: expect.any(Array),
    });
    expect(told('custody.assigned')).toMatchObject({ visit: 'v1', epc: 'E1', gtin: GTIN, sku: 'TEE' });
    expect(told('footfall.counted')).toEqual({ at: expect.any(Number), zone: 'door', device: 'counter-1', in: 1, out: 0 });
  });

  test('is nothing of the inner life of devices', () => {
    for (const type of ['reads.summarised', 'device.stated', 'device.measured'] as const) expect(told(type)).toBeNull();
  });

  test('never names a visitor, an operator, or their comment, to anybody', () => {
    const secrets = { visitor: 'PSEUDONYM', user: 'PSEUDONYM', comment: 'PSEUDONYM', detail: 'PSEUDONYM', serial: 'PSEUDONYM' };
    expect(EVENT_TYPES.length).toBeGreaterThan(40);
    for (const type of EVENT_TYPES)
      for (const audience of ['goods', 'people'] as const) expect(JSON.stringify(told(type, secrets, audience))).not.toContain('PSEUDONYM');
  });
});

describe('a receiver that may know visitors', () => {
  test('is told products, and never which piece of them', () => {
    for (const event of aDay(2_000)) {
      const text = JSON.stringify(tellEvent(event, 'people', names));
      expect(text, event.type).not.toMatch(/"epc"|"E\d+"|"why"/);
    }
    expect(told('item.picked', {}, 'people')).toMatchObject({ visit: 'v1', gtin: GTIN, sku: 'TEE' });
    expect(told('sale.recorded', {}, 'people')).toEqual({
      at: expect.any(Number),
      sale: 'r1',
      visit: 'v1',
      total: 590,
      lines: [{ gtin: GTIN, sku: 'TEE', quantity: 1, amount: 590 }],
    });
  });
});

describe('a receiver that is told EPCs', () => {
  test.each([
    ['sale.recorded', {}],
    ['item.sold', {}],
    ['custody.ended', { outcome: 'bought' }],
    ['offer.converted', { by: 'bought' }],
  ] as const)('is not told of which visit a sold item is (%s)', (type, differs) => {
    expect(told(type, differs)).not.toHaveProperty('visit');
    expect(JSON.stringify(told(type, differs))).toContain('"E1"');
  });

  test('is told it of goods that are not sold', () => {
    expect(told('custody.ended', { outcome: 'returned' })).toHaveProperty('visit', 'v1');
    expect(told('offer.converted', { by: 'picked' })).toHaveProperty('visit', 'v1');
  });
});

test('the visitor of an event stands apart', () => {
  const [identified, moved] = events([['visit.identified'], ['visit.moved']]);
  expect([identified && visitorIn(identified), moved && visitorIn(moved)]).toEqual(['visitor-1', null]);
});

test('patterns mean types', () => {
  expect(typesLike('item.sold')).toEqual(['item.sold']);
  expect(typesLike('exit.*')).toEqual(['exit.suspected', 'exit.withdrawn']);
  expect(typesLike('*')).toEqual(TELLABLE);
  for (const none of ['item', 'item.', 'ite*', 'reads.summarised', '', '.*']) expect(typesLike(none), none).toEqual([]);
});
