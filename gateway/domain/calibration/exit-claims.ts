import type { Epc } from '../ids.ts';

/** An item that left and is in the shop again within this time had not left; one that stays away had. */
const PROVED_AFTER_MS = 900_000;
const KEPT = 2_000;

interface Claim {
  readonly claimed: number;
  readonly at: number;
}

/** Exits that were claimed and not yet proved. Bounded; the oldest are given up first. */
export interface ExitClaims {
  claim(epc: Epc, claimed: number, at: number): void;
  /** The item is back: what was claimed of its exit, or null when that was long ago or never. */
  disproved(epc: Epc, at: number): number | null;
  /** Takes out the claims that have stood long enough. */
  proved(now: number): readonly Claim[];
  save(): SavedClaims;
}

export type SavedClaims = readonly (readonly [Epc, Claim])[];

const none: readonly Claim[] = Object.freeze([]);

export const createExitClaims = (saved?: SavedClaims): ExitClaims => {
  const claims = new Map(saved);
  return {
    claim: (epc, claimed, at) => {
      claims.delete(epc);
      claims.set(epc, { claimed, at });
      for (const oldest of claims.keys()) {
        if (claims.size <= KEPT) break;
        claims.delete(oldest);
      }
    },
    disproved: (epc, at) => {
      const claim = claims.get(epc);
      claims.delete(epc);
      return claim === undefined || at - claim.at > PROVED_AFTER_MS ? null : claim.claimed;
    },
    proved: (now) => {
      if (claims.size === 0) return none;
      const taken: Claim[] = [];
      for (const [epc, claim] of claims) {
        if (now - claim.at <= PROVED_AFTER_MS) break;
        claims.delete(epc);
        taken.push(claim);
      }
      return taken.length === 0 ? none : taken;
    },
    save: () => [...claims],
  };
};
