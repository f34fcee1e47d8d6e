/** What is expected before the shop has shown it. */
interface Usual {
  /** Of the items that leave without a receipt, so many get one a little later; worth so many exits. */
  readonly share: number;
  readonly exits: number;
  readonly most: number;
  /** Mean delay of a late receipt, ms. */
  readonly delay: number;
}

/** Goods that nobody saw at a till. */
export const ANY_GOODS: Usual = { share: 0.02, exits: 25, most: 0.5, delay: 15_000 };
/** Who takes goods to the till pays for them: a missing receipt is late. */
export const FROM_THE_TILL: Usual = { share: 0.9, exits: 10, most: 0.95, delay: 40_000 };
/** Weight of the newest delay. */
const WEIGHT = 0.15;
/** Exits after which old ones are forgotten by halves. */
const HALVE_AT = 400;

interface State {
  exits: number;
  late: number;
  delay: number;
}

/** How often and how late this shop's tills speak of goods that have left already; learned from every receipt that came after its goods. */
export interface LateReceipts {
  /** An item left without a receipt. */
  missed(): void;
  /** Its receipt came after all, so many ms after it had left. */
  came(after: number): void;
  /** The probability that a receipt still comes, when none has come `waited` ms after the item left; exponential delays. */
  mayCome(waited: number): number;
  save(): unknown;
}

export const createLateReceipts = (usual: Usual, saved?: unknown): LateReceipts => {
  const state: State = { ...((saved as State | undefined) ?? { exits: 0, late: 0, delay: usual.delay }) }; // Written by save() below.
  return {
    missed: () => {
      state.exits++;
      if (state.exits <= HALVE_AT) return;
      state.exits /= 2;
      state.late /= 2;
    },
    came: (after) => {
      state.late++;
      state.delay += WEIGHT * (Math.max(1_000, after) - state.delay);
    },
    mayCome: (waited) => {
      const share = Math.min(usual.most, (usual.share * usual.exits + state.late) / (usual.exits + state.exits));
      const still = share * Math.exp(-Math.max(0, waited) / state.delay);
      return still / (still + 1 - share);
    },
    save: (): State => ({ ...state }),
  };
};
