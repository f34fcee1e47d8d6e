import { unknownVisitor } from '../../../gateway/domain/loyalty/visitor-view.ts';
import type { OfferContext } from '../../../gateway/domain/offers/offer.ts';

/** What a condition may ask when nothing is going on. */
export const contextWith = (changes: Partial<OfferContext> = {}): OfferContext => ({
  visit: { id: '', party: 0, seconds: 0, zone: '', items: [], compared: [] },
  item: null,
  shelf: null,
  visitor: unknownVisitor,
  store: { id: 'corner', occupancy: 0 },
  climate: { temperatureC: Number.NaN, humidityPct: Number.NaN, illuminanceLux: Number.NaN, doorOpen: false },
  now: { hour: 12, minute: 0, weekday: 1, dayPart: '', date: '2026-03-02' },
  recommend: {
    ...{ boughtTogether: () => '', nextItem: () => '', popular: () => '', usual: () => '' },
    ...{ boughtBefore: () => false, confidence: () => 0, lift: () => 0 },
  },
  ...changes,
});
