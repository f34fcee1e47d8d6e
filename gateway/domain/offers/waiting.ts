import type { CommandId, DeviceId, OfferId, VisitId } from '../ids.ts';
import type { Occasion } from './occasion.ts';

/** Candidates that wait before one display; more would wait in vain. */
const MOST_WAITING = 16;

/** A candidate whose display was busy, for as long as it makes sense. */
export interface Waiting {
  readonly offer: OfferId;
  readonly occasion: Occasion;
  readonly priority: number;
  readonly since: number;
  readonly until: number;
  /** Why it waits; what it ends with when nothing comes of it. */
  readonly reason: 'display-busy' | 'outranked';
  /** The decision that it takes the place of, and displays that were tried for it. */
  readonly instead: CommandId | null;
  readonly tried: readonly DeviceId[];
}

/**
 * Who is next before a display that several visits want. The higher priority goes first; of equal ones the visit that this display
 * has answered least recently; of these the one that has waited longest.
 */
export interface Queues {
  /** Returns who waits no longer: the last in order where too many wait, or the newcomer when the same already waits. */
  add(display: DeviceId, candidate: Waiting): Waiting | null;
  /** Displays with somebody waiting. */
  displays(): readonly DeviceId[];
  /** In the order of their turns. */
  of(display: DeviceId): readonly Waiting[];
  remove(display: DeviceId, candidate: Waiting): void;
  /** The display answers a visit. */
  served(display: DeviceId, visit: VisitId | null, now: number): void;
  forget(visit: VisitId): void;
  save(): unknown;
}

interface Saved {
  readonly queues: readonly (readonly [DeviceId, readonly Waiting[]])[];
  readonly served: readonly (readonly [DeviceId, readonly (readonly [VisitId, number])[]])[];
}

export const createQueues = (saved?: unknown): Queues => {
  const before = (saved as Saved | undefined) ?? { queues: [], served: [] }; // Written by save() below.
  const queues = new Map<DeviceId, readonly Waiting[]>(before.queues);
  const served = new Map(before.served.map(([display, visits]) => [display, new Map(visits)] as const));

  const order = (display: DeviceId) => {
    const last = served.get(display);
    const servedAt = ({ occasion: { visit } }: Waiting) => (visit === null ? 0 : (last?.get(visit) ?? 0));
    return (a: Waiting, b: Waiting) => b.priority - a.priority || servedAt(a) - servedAt(b) || a.since - b.since;
  };
  const keep = (display: DeviceId, list: readonly Waiting[]) => {
    if (list.length === 0) queues.delete(display);
    else queues.set(display, list);
  };

  return {
    add: (display, candidate) => {
      const list = queues.get(display) ?? [];
      const isSame = (one: Waiting) => one.offer === candidate.offer && one.occasion.visit === candidate.occasion.visit;
      if (list.some(isSame)) return candidate;
      const sorted = [...list, candidate].sort(order(display));
      keep(display, sorted.slice(0, MOST_WAITING));
      return sorted[MOST_WAITING] ?? null;
    },
    displays: () => [...queues.keys()],
    of: (display) => (queues.get(display) ?? []).toSorted(order(display)),
    remove: (display, candidate) =>
      keep(
        display,
        (queues.get(display) ?? []).filter((one) => one !== candidate),
      ),
    served: (display, visit, now) => {
      if (visit === null) return;
      const visits = served.get(display) ?? new Map<VisitId, number>();
      served.set(display, visits.set(visit, now));
    },
    forget: (visit) => {
      for (const visits of served.values()) visits.delete(visit);
    },
    save: (): Saved => ({
      queues: [...queues],
      served: [...served].map(([display, visits]) => [display, [...visits]] as const),
    }),
  };
};
