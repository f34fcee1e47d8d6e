import { describe, expect, it } from 'vitest';
import { nowView, offerView, storeView } from '../../gateway/http/contract.ts';
import { busyNow, emptyNow, fixtureOffers } from './fixture-now.ts';
import { fixtureStore } from './fixture-shop.ts';

describe('the fixtures of the browser tests', () => {
  it('are what the API would answer', () => {
    expect(storeView.strict().parse(fixtureStore)).toEqual(fixtureStore);
    expect(nowView.strict().parse(busyNow())).toEqual(busyNow());
    expect(nowView.strict().parse(emptyNow())).toEqual(emptyNow());
    expect(offerView.array().parse(fixtureOffers)).toEqual(fixtureOffers);
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
