import type { DeviceId, Sku } from '../ids.ts';
import type { DurationMs, MinorCurrency } from '../units.ts';

/** A label on a shelf edge: the price of one product while no promotion is on it. */
export interface Label {
  readonly device: DeviceId;
  readonly sku: Sku;
  readonly price: MinorCurrency;
  /** Prices go out together at whole multiples of this: paper is slow to change, and its radio serves many labels at once. */
  readonly batch: DurationMs;
  /** How long it may take to prove what it was sent. */
  readonly confirmWithin: DurationMs;
}
