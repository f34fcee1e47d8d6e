import type { OfferContext } from '../offers/offer.ts';

/** What a rule's condition may ask: what an offer's may, and the event of the house; the parts that it has not are empty. */
export interface RuleContext extends OfferContext {
  readonly alert: {
    readonly type: string;
    readonly severity: string;
    readonly zone: string;
    readonly device: string;
    readonly confidence: number;
  } | null;
  readonly sale: { readonly totalMinor: number; readonly lines: number } | null;
  readonly button: { readonly name: string; readonly zone: string; readonly device: string } | null;
}
