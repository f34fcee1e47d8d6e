import { describe, expect, test } from 'vitest';
import { asId } from '../../../gateway/domain/ids.ts';
import type { Offer } from '../../../gateway/domain/offers/offer.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { minorCurrency, probability } from '../../../gateway/domain/units.ts';
import { ack, at, card, gtin, happenings, offerOf, only, sale, shopOf } from '../support.ts';

const BRAND = asId<NonNullable<Offer['cost']['brand']>>('leaf-and-bean');
const paid = (changes: Partial<Offer> = {}): Offer =>
  offerOf({
    on: 'zone.entered',
    condition: (c) => ({ ok: true, holds: c.visit.zone === 'wall' }),
    cost: { cpm: minorCurrency(400), cpa: minorCurrency(25), brand: BRAND },
    about: { by: 'sku', sku: asId('shirt') },
    ...changes,
  });
const anna: Reading[] = [card(1, 'door-card', 'anna'), card(10, 'wall-card', 'anna')];
const shown = ack(12, 'screen', 'd-1');
const buys = (second: number, who: string) => sale(second, `r-${second}`, [{ gtin: gtin(1) }], who);
const run = (offer: Offer, readings: readonly Reading[], until = 60) => happenings(shopOf({ offers: [offer] }), readings, until);

describe('a brand that pays for an offer', () => {
  test('is billed for what a display proved, and for a purchase of somebody who saw it', () => {
    const events = run(paid(), [...anna, shown, buys(40, 'anna')]);
    // 400 for a thousand showings are 400 thousandths for one.
    expect(only(events, 'offer.shown')).toMatchObject([{ bill: { brand: 'leaf-and-bean', cost: 400 } }]);
    expect(only(events, 'offer.converted')).toMatchObject([
      { by: 'bought', display: 'screen', bill: { brand: 'leaf-and-bean', cost: 25_000 } },
    ]);
  });

  test.each<{ name: string; offer: Offer; readings: readonly Reading[] }>([
    { name: 'no display proved it', offer: paid(), readings: [...anna, buys(40, 'anna')] },
    { name: 'it was held back', offer: paid({ control: probability(1) }), readings: [...anna, buys(40, 'anna')] },
    { name: 'the shop pays itself', offer: paid({ cost: { ...paid().cost, brand: null } }), readings: [...anna, shown, buys(40, 'anna')] },
  ])('is not billed where $name', ({ offer, readings }) => {
    const events = run(offer, readings);
    expect(only(events, 'offer.converted')).toMatchObject([{ by: 'bought', bill: null }]);
    expect(only(events, 'offer.shown').every(({ bill }) => bill === null)).toBe(true);
  });

  test('pays nothing for what is brought back', () => {
    const [line] = [{ epc: null, gtin: gtin(1), quantity: -1, amount: minorCurrency(-59_000) }];
    const refund = { ...buys(40, 'anna'), lines: [line] } as Reading;
    expect(only(run(paid(), [...anna, shown, refund]), 'offer.converted')).toEqual([]);
  });
});

describe('an offer about no visit', () => {
  const low = (changes: Partial<Offer>) =>
    paid({ on: 'shelf.out', condition: (c) => ({ ok: true, holds: c.shelf?.sku === 'shirt' }), ...changes });
  // The empty wall is out once it has been looked at for a while; anna stands there, ben does not.
  const inside: Reading[] = [card(1, 'door-card', 'ben'), card(100, 'door-card', 'anna'), card(150, 'wall-card', 'anna')];
  const decisionOf = (offer: Offer) => only(run(offer, inside, 300), 'offer.decided').find(({ reason }) => reason !== 'condition-error');

  test.each([
    { arm: 'treatment', control: 0 },
    { arm: 'control', control: 1 },
  ])('is measured by whoever stands before the display: $arm', ({ arm, control }) => {
    const offer = low({ control: probability(control) });
    const decided = decisionOf(offer);
    expect(decided).toMatchObject({ visit: null, arm, unit: { by: 'slot' }, display: 'screen' });
    const after = Math.ceil(((decided?.at ?? 0) - at(0)) / 1_000);
    const proof = control === 0 ? [ack(after + 2, 'screen', decided?.decision ?? '')] : [];
    const events = run(offer, [...inside, ...proof, buys(after + 10, 'anna'), buys(after + 11, 'ben')], after + 60);
    expect(only(events, 'offer.converted').map((one) => [one.decision, one.visit.slice(-1), one.by, one.arm, one.exposed])).toEqual([
      [decided?.decision, '2', 'bought', arm, true],
    ]);
  });
});
