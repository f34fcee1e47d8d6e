import type { LocalTime, Product } from '../shop.ts';
import { type MinorCurrency, minorCurrency } from '../units.ts';
import type { Offer } from './offer.ts';

/** What the product costs by an offer. `was` is null unless that is less than usual. */
export interface Price {
  readonly price: MinorCurrency | null;
  readonly was: MinorCurrency | null;
}

const rebate = (usual: MinorCurrency, off: number, roundTo: number): Price => {
  // In whole minor units first: 0.7 * 59000 is 41299.999… for a computer.
  const exact = Math.round(usual * (1 - off));
  const price = minorCurrency(Math.max(0, Math.floor(exact / roundTo) * roundTo));
  return { price, was: price < usual ? usual : null };
};

/**
 * The price of a product by an offer at a local time; `onShelf` is what the shop believes to be left, null when it does not know.
 * Null when the offer is a markdown of which no step is due: stock that is not known is enough for steps that ask for none.
 */
export const priceOf = (
  { pricing, roundTo }: Pick<Offer, 'pricing' | 'roundTo'>,
  product: Product | null,
  onShelf: number | null,
  { hour, minute }: Pick<LocalTime, 'hour' | 'minute'>,
): Price | null => {
  const usual = product?.price ?? null;
  if (pricing === null) return { price: usual, was: null };
  if (pricing.by === 'fixed') return { price: pricing.price, was: usual !== null && pricing.price < usual ? usual : null };
  if (pricing.by === 'off') return usual === null ? { price: null, was: null } : rebate(usual, pricing.off, roundTo);
  const now = hour * 60 + minute;
  const due = pricing.steps.filter((step) => now >= step.from && (step.onShelfMin === 0 || (onShelf ?? 0) >= step.onShelfMin));
  if (due.length === 0 || usual === null) return null;
  return rebate(usual, Math.max(...due.map((step) => step.off)), roundTo);
};
