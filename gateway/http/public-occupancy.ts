import type { OccupancyView } from './contract-occupancy.ts';
import type { Reader } from './ports.ts';

export interface PublicOccupancyOptions {
  readonly reader: Pick<Reader, 'footfall' | 'devices'>;
  /** Epoch ms. */
  readonly clock: () => number;
  readonly completeUntil: () => number;
  readonly shop: Pick<OccupancyView, 'name' | 'locale' | 'timezone' | 'hours'>;
  readonly isOpen: (at: number) => boolean;
  /** Store-local, 1 is Monday. */
  readonly weekdayAt: (at: number) => number;
  /** Devices that count people; empty where visits are counted by other means. */
  readonly counters: readonly string[];
  readonly show: OccupancyView['show'];
  readonly limit: number | null;
  readonly roundTo: number;
  readonly busyFrom: number;
}

/** However many look, the ledger is asked at this pace. */
const FRESH_MS = 5_000;
const STALE_AFTER_MS = 120_000;

/**
 * How full the shop is, as everybody may see it. What is not to be shown does not leave the gateway: with `rounded` and `steps` the
 * number itself is in no answer.
 */
export function createPublicOccupancy(options: PublicOccupancyOptions): () => Promise<OccupancyView> {
  const { reader, clock, completeUntil, shop, isOpen, weekdayAt, counters, show, limit, roundTo, busyFrom } = options;
  let newest: { readonly view: Promise<OccupancyView>; readonly madeAt: number } | null = null;

  const stepOf = (people: number): OccupancyView['step'] => {
    if (limit === null) return null;
    return people >= limit ? 'full' : people >= limit * busyFrom ? 'busy' : 'quiet';
  };

  async function look(now: number): Promise<OccupancyView> {
    const at = completeUntil();
    const [footfall, devices] = await Promise.all([reader.footfall(), counters.length === 0 ? [] : reader.devices()]);
    const people = Math.max(0, footfall.occupancy);
    const isHeard = counters.length === 0 || devices.some(({ id, state }) => counters.includes(id) && state === 'online');
    return {
      ...shop,
      show,
      people: show === 'count' ? people : show === 'rounded' ? Math.ceil(people / roundTo) * roundTo : null,
      limit: show === 'steps' ? null : limit,
      step: stepOf(people),
      isOpen: isOpen(now),
      weekday: weekdayAt(now),
      at,
      isStale: !isHeard || now - at > STALE_AFTER_MS,
    };
  }

  return () => {
    const now = clock();
    if (newest !== null && now - newest.madeAt < FRESH_MS) return newest.view;
    const view = look(now);
    newest = { view, madeAt: now };
    // Whoever waited is told of a failure; the next asks anew.
    view.catch(() => {
      newest = null;
    });
    return view;
  };
}
