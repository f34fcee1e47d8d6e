import { signal } from '@preact/signals';

/** Pages ask again at this pace while the shop moves, ms: their questions are over days, and cost the gateway more than a picture. */
const PACE_MS = 15_000;

const count = signal(0);
let timer: ReturnType<typeof setTimeout> | undefined;

/** Rises when what pages have asked for is no longer new. */
export const asOf = (): number => count.value;

function rise(): void {
  clearTimeout(timer);
  timer = undefined;
  count.value++;
}

export const moved = {
  /** Something happened in the shop: at the pace of pages, at most. */
  soon(): void {
    timer ??= setTimeout(rise, PACE_MS);
  },
  /** Something was missed. */
  now: rise,
};
