import { describe, expect, test } from 'vitest';
import { asId } from '../../../gateway/domain/ids.ts';
import type { Offer } from '../../../gateway/domain/offers/offer.ts';
import type { Reading } from '../../../gateway/domain/readings.ts';
import { ack, at, card, epc, gtin, happenings, offerOf, only, reads, section, shopOf, weighed } from '../support.ts';

const SHIRT = 240;
const scaleAt = (second: number, shirts: number): Reading => weighed(second, SHIRT * shirts);
const anna: Reading[] = [card(1, 'door-card', 'anna'), card(10, 'wall-card', 'anna')];
const ben: Reading[] = [card(2, 'door-card', 'ben'), card(12, 'wall-card', 'ben')];
/** The scale loses a shirt at second 60; the tags of three stay, the first falls silent. */
const shirtTaken: Reading[] = [
  ...Array.from({ length: 60 }, (_, second) => scaleAt(second, 4)),
  ...Array.from({ length: 60 }, (_, second) => scaleAt(60 + second, 3)),
  ...[2, 3, 4].flatMap((n) => reads(n * 0.31, 120, 'walls:1', epc(n), -54 - n)),
  ...reads(1, 59, 'walls:1', epc(1)),
];
const decided = (readings: readonly Reading[], offer: Partial<Offer> = {}, until = 120) =>
  only(happenings(shopOf({ offers: [offerOf(offer)] }), readings, until), 'offer.decided');

describe('goods that leave a scale', () => {
  test('are answered at once, by product, for the only visit that stands there', () => {
    const [first, ...more] = decided([...anna, ...shirtTaken]);
    expect(first).toMatchObject({ at: at(60), on: 'item.picked', sku: 'shirt', epc: null, display: 'screen', reason: 'selected' });
    expect(first?.visit).not.toBeNull();
    // The piece is named later; the offer has answered by then.
    expect(more).toEqual([]);
  });

  test('are of nobody we know when two visits stand there', () => {
    expect(decided([...anna, ...ben, ...shirtTaken])[0]).toMatchObject({ at: at(60), visit: null });
  });

  test('lead to an offer that needs more when the piece and its holder are known', () => {
    const ofPiece = decided([...anna, ...ben, ...shirtTaken], { condition: (c) => ({ ok: true, holds: c.visit.id !== '' }) });
    expect(ofPiece.every((one) => one.at > at(60) && one.visit !== null)).toBe(true);
  });

  test.each([
    { name: 'a weight that is no shirt', grams: 110 },
    { name: 'a breeze', grams: 5 },
    { name: 'goods that are put', grams: -SHIRT },
  ])('$name is no occasion', ({ grams }) => {
    const readings = [
      ...Array.from({ length: 60 }, (_, second) => scaleAt(second, 4)),
      weighed(60, 4 * SHIRT - grams),
      weighed(61, 4 * SHIRT - grams),
    ];
    expect(decided([...anna, ...readings])).toEqual([]);
  });

  test('are no product while another one of the shelf weighs the same', () => {
    const shop = shopOf({ offers: [offerOf()] });
    const twin = {
      ...shop.products.get(gtin(2)),
      gtin: gtin(2),
      sku: asId<never>('scarf'),
      weight: shop.products.get(gtin(1))?.weight ?? null,
    };
    const [wall, ...others] = shop.shelves;
    if (wall === undefined) throw new Error('no shelf');
    const sections = wall.sections.map((one) =>
      one.id === section('wall-1') ? { ...one, planogram: [...one.planogram, { sku: asId<never>('scarf'), facings: 1, minimum: 1 }] } : one,
    );
    const alike = {
      ...shop,
      shelves: [{ ...wall, sections }, ...others],
      products: new Map([...shop.products, [gtin(2), twin as never]]),
    };
    const scale = Array.from({ length: 80 }, (_, second) => scaleAt(second, second < 60 ? 4 : 3));
    expect(only(happenings(alike, [...anna, ...scale], 80), 'offer.decided')).toEqual([]);
  });

  test('are shown and proved like any pick', () => {
    const events = happenings(shopOf({ offers: [offerOf()] }), [...anna, ...shirtTaken, ack(61, 'screen', 'd-1')], 120);
    expect(only(events, 'offer.shown')).toMatchObject([{ decision: 'd-1', at: at(61) }]);
  });
});
