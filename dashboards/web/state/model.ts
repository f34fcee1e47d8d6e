import { computed, effect, signal } from '@preact/signals';
import type { NowView, OfferView, StoreView } from '../../../gateway/http/contract.ts';
import type { LinkState, LiveEvent } from './live-feed.ts';

/** Everything that the page shows, replaced as a whole by each message of the live feed. */
export const store = signal<StoreView | null>(null);
export const now = signal<NowView | null>(null);
/** Null until the gateway has said them. */
export const offers = signal<readonly OfferView[] | null>(null);
export const link = signal<LinkState>('connecting');
export const ticker = signal<readonly LiveEvent[]>([]);
export const page = signal<'shop' | 'login'>('shop');
/** Why the page could not be filled, in the gateway's words; null while all is well. */
export const failure = signal<{ readonly detail: string; readonly next: string } | null>(null);

/** Whether there is something to show. */
export const isFilled = computed(() => store.value !== null && now.value !== null);

/** Resolves when there is something to show. */
export const filled = (): Promise<void> =>
  new Promise((resolve) => {
    const stop = effect(() => {
      if (!isFilled.value) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });

const TICKER_LENGTH = 14;

/** Puts an event in front of the ticker; one that is there already (after a reconnect) is not repeated. */
export function pushEvent(event: LiveEvent): void {
  if (ticker.value.some((entry) => entry.id === event.id)) return;
  ticker.value = [event, ...ticker.value].slice(0, TICKER_LENGTH);
}

const browserClock = signal(Date.now());
const clockOffset = signal(0);
/** The gateway's time, epoch ms; ticks every second. Ages are counted on it, so a browser with a wrong clock shows right ones. */
export const clock = computed(() => browserClock.value + clockOffset.value);

export function setClock(gatewayNow: number): void {
  clockOffset.value = gatewayNow - Date.now();
}

export function startClock(): void {
  setInterval(() => {
    browserClock.value = Date.now();
  }, 1_000);
}
