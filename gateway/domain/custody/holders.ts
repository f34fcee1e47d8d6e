import type { VisitId, VisitorId } from '../ids.ts';
import type { ClosedBy, Visit } from '../visits/visit.ts';

/** What custody has to know of a visit, open or over. */
export interface Holder {
  readonly id: VisitId;
  readonly opened: number;
  readonly visitor: VisitorId | null;
  readonly party: number;
  /** When some of the party left before the others, epoch ms. */
  readonly parted: readonly number[];
  /** When it left, as far as that is known; null while it is inside. */
  readonly ended: number | null;
  /** True when its end was seen at the door, and not only concluded from silence. */
  readonly seenLeaving: boolean;
  /** True once its end is final; before that it may only be marked as leaving. */
  readonly isOver: boolean;
}

/** Visits that are over are remembered for this long: goods and receipts may still turn out to have been theirs. */
const REMEMBERED_MS = 900_000;
const GONE_KEPT = 500;

/** Everybody who may have held an item: the open visits and those of the last quarter of an hour. */
export interface Holders {
  all(): readonly Holder[];
  get(visit: VisitId): Holder | null;
  ofVisitor(visitor: VisitorId): Holder | null;
  /** The visit is over; the newest end said is the one that counts. */
  closed(visit: VisitId, opened: number, at: number, by: ClosedBy): void;
  identified(visit: VisitId, visitor: VisitorId): void;
  opened(visit: VisitId, party: number): void;
  forget(now: number): void;
  save(): SavedHolders;
}

export interface SavedHolders {
  readonly gone: readonly Holder[];
  readonly known: readonly (readonly [VisitId, Known])[];
}

/** What was said of a visit when it opened; the visit itself is gone from the list of the open ones when it closes. */
interface Known {
  visitor: VisitorId | null;
  readonly party: number;
  /** The visit's own list, to which it still adds while it is open. */
  readonly parted: readonly number[];
}

const isSeen = (by: ClosedBy): boolean => by !== 'silence' && by !== 'closing';

const inside = (visit: Visit): Holder => ({
  id: visit.id,
  opened: visit.opened,
  visitor: visit.visitor,
  party: visit.party,
  parted: visit.parted,
  ended: visit.leaving?.at ?? null,
  seenLeaving: visit.leaving !== null && isSeen(visit.leaving.by),
  isOver: false,
});

export const createHolders = (open: ReadonlyMap<VisitId, Visit>, saved?: SavedHolders): Holders => {
  const gone = new Map(saved?.gone.map((holder) => [holder.id, holder]));
  const known = new Map(saved?.known.map(([visit, one]) => [visit, { ...one, parted: open.get(visit)?.parted ?? one.parted }]));
  const get = (visit: VisitId): Holder | null => {
    const present = open.get(visit);
    return present === undefined ? (gone.get(visit) ?? null) : inside(present);
  };
  return {
    all: () => [...[...open.values()].map(inside), ...gone.values()],
    get,
    ofVisitor: (visitor) => {
      for (const visit of open.values()) if (visit.visitor === visitor) return inside(visit);
      return [...gone.values()].findLast((holder) => holder.visitor === visitor) ?? null;
    },
    opened: (visit, party) => {
      known.set(visit, { visitor: null, party, parted: open.get(visit)?.parted ?? [] });
    },
    identified: (visit, visitor) => {
      const one = known.get(visit);
      if (one !== undefined) one.visitor = visitor;
    },
    closed: (visit, opened, at, by) => {
      const { visitor = null, party = 1, parted = [] } = known.get(visit) ?? {};
      known.delete(visit);
      gone.set(visit, { id: visit, opened, visitor, party, parted, ended: at, seenLeaving: isSeen(by), isOver: true });
      for (const oldest of gone.keys()) {
        if (gone.size <= GONE_KEPT) break;
        gone.delete(oldest);
      }
    },
    forget: (now) => {
      for (const [visit, holder] of gone) if (now - (holder.ended ?? now) > REMEMBERED_MS) gone.delete(visit);
    },
    save: () => ({ gone: [...gone.values()], known: [...known] }),
  };
};
