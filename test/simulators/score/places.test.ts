import { describe, expect, it } from 'vitest';
import { type PlaceLine, scorePlaces } from '../../../simulators/score/places.ts';
import type { ItemEventType, ItemLine } from '../../../simulators/truth/lines.ts';

const S = 1_000;
const place = (at: number, zone: string | null, held = false, epc = 'A'): PlaceLine => ({ at: at * S, epc, zone, held });
const says = (at: number, type: ItemEventType, zone: string | null, emitted = at, epc = 'A'): ItemLine => ({
  at: at * S,
  emittedAt: emitted * S,
  epc,
  type,
  zone,
  confidence: 1,
});
/** At home in tea until 100, carried through the aisle to gifts, gone at 300. Home 10 samples, away 20, gone 10. */
const trip = [place(0, 'tea'), place(100, 'aisle', true), place(200, 'gifts', true), place(300, null)];
const score = (claims: readonly ItemLine[], places: readonly PlaceLine[] = trip, items: readonly ItemLine[] = []) =>
  scorePlaces({ places, items }, claims, 400 * S);
const arrived = says(0, 'arrived', 'tea');

describe('the place of goods away from home', () => {
  it('is found fully by claims that follow the truth', () => {
    const perfect = score([arrived, says(100, 'moved', 'aisle'), says(200, 'moved', 'gifts'), says(300, 'exited', 'door')]);
    expect(perfect?.away).toMatchObject({ truth: 20, claimed: 20, matched: 20, f1: 1 });
    expect(perfect?.held).toBe(1);
  });

  it('is missed, not mistaken, by a claim that all lies at home for ever', () => {
    const planogram = score([arrived]);
    expect(planogram?.away).toMatchObject({ truth: 20, claimed: 0, recall: 0, precision: null, f1: 0 });
    expect(planogram?.held).toBe(0);
  });

  it('costs precision where goods at home or long gone are said to be elsewhere', () => {
    const wrong = score([arrived, says(50, 'moved', 'aisle')]);
    // Said from 50 to the end, 35 samples; right from 100 to 200.
    expect(wrong?.away).toMatchObject({ truth: 20, claimed: 35, matched: 10 });
  });

  it('ends with a departure and comes back with a return', () => {
    const lost = score([arrived, says(100, 'moved', 'aisle'), says(150, 'departed', null), says(250, 'returned', 'gifts')]);
    expect(lost?.away).toMatchObject({ claimed: 20, matched: 10 });
  });

  it('does not change zone with a sale', () => {
    expect(score([arrived, says(100, 'moved', 'aisle'), says(120, 'sold', 'till')])?.away.matched).toBe(10);
  });

  it('tells what was known at that moment apart from what was true of it', () => {
    const late = score([arrived, says(100, 'moved', 'aisle', 150), says(200, 'moved', 'gifts', 250), says(300, 'exited', 'door')]);
    expect(late?.away.matched).toBe(20);
    expect(late?.awayAsSaid.matched).toBe(10);
  });

  it('counts goods in hands in their own zone as held, and not as away', () => {
    const browsed = score([arrived], [place(0, 'tea'), place(100, 'tea', true), place(200, 'tea')]);
    expect(browsed?.away.truth).toBe(0);
    expect(browsed?.held).toBe(1);
  });

  it('takes the first arrival on a shelf for home, before the store room where it was seen first', () => {
    const fill = [place(0, 'storage'), place(100, 'tea')];
    expect(score([], fill)?.away.truth).toBe(30);
    expect(score([], fill, [says(100, 'arrived', 'tea')])?.away.truth).toBe(10);
  });

  it('knows nothing of goods that the truth does not know', () => {
    expect(score([says(0, 'moved', 'aisle', 0, 'FOREIGN')])?.away.claimed).toBe(0);
  });

  it('is null when the truth does not say where things were', () => {
    expect(score([arrived], [])).toBeNull();
  });
});
