/**
 * The shop's time on a machine whose own clock may be wrong: deadlines are the gateway's, and a display that is five minutes
 * ahead would otherwise call every offer expired.
 */
export interface ShopClock {
  /** Epoch ms of the shop; the machine's own time until the gateway was heard. */
  readonly now: () => number;
  /** An answer of the gateway carried this `Date` header; asked and answered at these times of the machine. */
  heard(date: string | null, askedAt: number, answeredAt: number): void;
  /** How much the machine's clock is ahead, ms. */
  skewMs(): number;
}

/** The header knows whole seconds: a difference below this is none. */
const SURE_MS = 1_500;

export function createShopClock(machine: () => number): ShopClock {
  let skew = 0;
  return {
    now: () => machine() - skew,
    heard(date, askedAt, answeredAt) {
      // It was written somewhere between question and answer, and its second began up to one before that.
      const told = date === null ? Number.NaN : Date.parse(date) + 500;
      if (Number.isNaN(told)) return;
      const ahead = (askedAt + answeredAt) / 2 - told;
      skew = Math.abs(ahead) < SURE_MS + (answeredAt - askedAt) / 2 ? 0 : Math.round(ahead);
    },
    skewMs: () => skew,
  };
}
