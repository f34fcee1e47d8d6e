import type { ToldStep } from './chain.ts';
import type { Facts, ReadableEvidence, Teller } from './teller.ts';
import { type TellableReason, tellReasons, type Weighing, weigh } from './weigh.ts';
import type { ClaimCode, Language } from './words.ts';

/** A claim of this gateway, or an alert of an older one. */
export type SaidClaim = ClaimCode | `alert.${string}`;

/** One thing that the gateway states, and what it rests on. */
export interface Claim {
  readonly code: SaidClaim;
  readonly text: string;
  /** 0..1 as it was stated; null for what is counted, not estimated. */
  readonly probability: number | null;
  /** Since when it has been so, epoch ms, as far as the evidence tells; null when nobody knows. */
  readonly since: number | null;
  /** When the gateway first said so, epoch ms. */
  readonly emittedAt: number | null;
  readonly zone: string | null;
  readonly epc: string | null;
  readonly visit: string | null;
  /** The heaviest first. */
  readonly reasons: readonly TellableReason[];
  /** Null for a claim without a probability. */
  readonly weighing: Weighing | null;
}

/** Everything that can be said for one item, visit or alert. */
export interface Explanation {
  readonly about: 'item' | 'visit' | 'alert';
  readonly id: string;
  readonly language: Language;
  readonly claims: readonly Claim[];
  /** What happened, the oldest first. */
  readonly chain: readonly ToldStep[];
  /** False when older events were left out, because there are too many. */
  readonly isWhole: boolean;
}

/** What a claim is made from: an event that carries reasons, or figures that need none. */
export interface Ground {
  readonly at: number | null;
  readonly emittedAt: number | null;
  readonly confidence: number | null;
  readonly why: readonly ReadableEvidence[];
  readonly zone?: string | null;
  readonly epc?: string | null;
  readonly visit?: string | null;
}

/** Puts one claim into words; `facts` fill its sentence. */
export const tellClaim = (code: SaidClaim, facts: Facts, ground: Ground, teller: Teller): Claim => ({
  code,
  text: teller.claim(code, facts),
  probability: ground.confidence,
  since: ground.at,
  emittedAt: ground.emittedAt,
  zone: ground.zone ?? null,
  epc: ground.epc ?? null,
  visit: ground.visit ?? null,
  reasons: tellReasons(ground.why, teller),
  weighing: ground.confidence === null ? null : weigh(ground.why, ground.confidence, teller),
});
