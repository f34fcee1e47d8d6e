import type { MinorCurrency } from '../units.ts';
import type { StageRules } from './lifecycle.ts';

/**
 * What a customer may agree to. `profiling`: offers by what they did and bought. `analytics`: the pseudonym is part of analyses of
 * customers (RFM, cohorts, lifetime value). `sharing`: the pseudonym may leave the gateway.
 */
export const PURPOSES = ['profiling', 'analytics', 'sharing'] as const;
export type Purpose = (typeof PURPOSES)[number];

/** What was said of each purpose; a missing one was never spoken of. */
export type Consent = Readonly<Partial<Record<Purpose, boolean>>>;

/** One level of the programme. `points`: earned within the shop's tier months they lead to it; null: given by hand only. */
export interface Tier {
  readonly id: string;
  readonly points: number | null;
}

/** The loyalty programme. Bounds and defaults stand in the config schema, and the reasons for them too. */
export interface LoyaltySettings {
  /** Lowest first. */
  readonly tiers: readonly Tier[];
  /** Calendar months, the present one included, whose points count for a tier. */
  readonly tierMonths: number;
  /** One point for each whole amount of this size on a receipt; null: receipts earn none. */
  readonly pointPer: MinorCurrency | null;
  /** Points expire at the end of this many months after the month in which they were earned; 0: never. */
  readonly pointMonths: number;
  /** Purposes taken for agreed when nobody said anything of a card. */
  readonly assumed: readonly Purpose[];
  readonly maxCustomers: number;
  readonly stages: StageRules;
}
