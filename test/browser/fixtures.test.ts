import { describe, expect, it } from 'vitest';
import { availabilityView, blockedTagView, misplacedView, nowView, offerView, refillView, storeView } from '../../gateway/http/contract.ts';
import { accuracyView } from '../../gateway/http/contract-accuracy.ts';
import { busyLists, emptyLists } from './fixture-lists.ts';
import { busyNow, emptyNow, fixtureOffers } from './fixture-now.ts';
import { fixtureStore } from './fixture-shop.ts';

describe('the fixtures of the browser tests', () => {
  it('are what the API would answer', () => {
    expect(storeView.strict().parse(fixtureStore)).toEqual(fixtureStore);
    expect(nowView.strict().parse(busyNow())).toEqual(busyNow());
    expect(nowView.strict().parse(emptyNow())).toEqual(emptyNow());
    expect(offerView.array().parse(fixtureOffers)).toEqual(fixtureOffers);
  });

  it.each([busyLists(), emptyLists()])('are what the API would answer, in lists too (%#)', (lists) => {
    expect(accuracyView.strict().parse(lists['insight/accuracy'])).toEqual(lists['insight/accuracy']);
    expect(misplacedView.strict().array().parse(lists['shelves/misplaced'])).toEqual(lists['shelves/misplaced']);
    expect(refillView.strict().array().parse(lists['shelves/refill'])).toEqual(lists['shelves/refill']);
    expect(availabilityView.strict().parse(lists['shelves/availability'])).toEqual(lists['shelves/availability']);
    expect(blockedTagView.strict().array().parse(lists['security/blocked'])).toEqual(lists['security/blocked']);
  });

  it('hold every state that the page can show', () => {
    const picture = busyNow();
    const states = (values: readonly (string | null)[]) => [...new Set(values)].sort();
    expect(states(picture.devices.map((device) => device.state))).toEqual(['never-seen', 'online', 'silent']);
    expect(states(picture.shelves.flatMap((shelf) => shelf.facings.map((facing) => facing.state)))).toEqual([
      'low',
      'ok',
      'out',
      'unknown',
    ]);
    expect(states(picture.offers.map((offer) => offer.outcome))).toEqual(['expired', 'pending', 'shown', 'unconfirmed', 'withheld']);
  });
});
