import { type Signal, signal } from '@preact/signals';
import type { AvailabilityView, BlockedTagView, MisplacedView, RefillView } from '../../../gateway/http/contract.ts';
import type { AccuracyView } from '../../../gateway/http/contract-accuracy.ts';
import type { OfferResults } from '../../../gateway/http/contract-experiment.ts';
import { getJson } from './api.ts';

/** What changes too slowly for the live feed: asked for now and then. Null until the first answer. */
export const accuracy = signal<AccuracyView | null>(null);
export const offerResults = signal<readonly OfferResults[]>([]);
export const availability = signal<AvailabilityView | null>(null);
export const misplaced = signal<readonly MisplacedView[]>([]);
export const refill = signal<readonly RefillView[]>([]);
export const blocked = signal<readonly BlockedTagView[]>([]);

const API = '/api/v1';
const MINUTE_MS = 60_000;
/** Weeks that the table of weeks shows. */
const WEEKS = 8;

/** An answer that does not come leaves what is shown: the feed says when the gateway is gone. */
async function load<T>(path: string, into: Signal<T>): Promise<void> {
  const answer = await getJson<T>(`${API}${path}`);
  if (answer.ok) into.value = answer.value;
}

const loadLists = () => {
  void load('/shelves/misplaced', misplaced);
  void load('/shelves/refill', refill);
  void load('/security/blocked', blocked);
};
/** These figures are of whole nights, hours and months. */
const loadFigures = () => {
  void load(`/insight/accuracy?weeks=${WEEKS}`, accuracy);
  void load('/shelves/availability', availability);
  void load('/offers/results', offerResults);
};

let timers: readonly ReturnType<typeof setInterval>[] = [];

/** Keeps the lists fresh from now on; starting again is starting anew. */
export function startLists(): void {
  stopLists();
  timers = [setInterval(loadLists, MINUTE_MS / 2), setInterval(loadFigures, 10 * MINUTE_MS)];
  loadLists();
  loadFigures();
}

export function stopLists(): void {
  for (const timer of timers) clearInterval(timer);
  timers = [];
}
