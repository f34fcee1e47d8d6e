import type { Emit } from '../capability.ts';
import type { FloorPlan } from '../floor-plan.ts';
import { asId, type VisitId, type VisitorId, type ZoneId } from '../ids.ts';
import { type Instant, instant } from '../units.ts';
import { type ClosedBy, copyOf, type KnownBy, newVisit, noteStay, type OpenedBy, type Visit } from './visit.ts';

export interface SavedRoll {
  readonly visits: readonly Visit[];
  readonly date: string;
  readonly number: number;
}

export const emptyRoll: SavedRoll = { visits: [], date: '', number: 0 };

/** The visits that are open, and the only place from which is said what becomes of them. */
export interface Roll {
  readonly open: ReadonlyMap<VisitId, Visit>;
  ofVisitor(visitor: VisitorId): Visit | null;
  /** Opens a visit that began at `opened`, which may lie before `now`. */
  begin(by: OpenedBy, opened: Instant, party: number, zone: ZoneId | null, now: Instant): Visit;
  identify(visit: Visit, visitor: VisitorId, at: Instant): void;
  /** Takes note of a sign of the visit; null when it says nothing of the place. Says `visit.moved` when the zone is new. */
  seen(visit: Visit, zone: ZoneId | null, at: number, by: KnownBy): void;
  /** Ends it, never before it began. */
  close(visit: Visit, at: number, by: ClosedBy): void;
  save(): SavedRoll;
}

export interface RollOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  /** The tier of a customer, '' for a stranger. */
  readonly tier: (visitor: VisitorId, at: Instant) => string;
}

export const createRoll = ({ plan, emit, tier }: RollOptions, saved: SavedRoll): Roll => {
  const open = new Map(saved.visits.map((visit) => [visit.id, copyOf(visit)]));
  let { date, number } = saved;
  const { localTime } = plan.shop;

  const nextId = (now: Instant): VisitId => {
    const today = localTime(now).date;
    number = today === date ? number + 1 : 1;
    date = today;
    return asId<VisitId>(`v-${today}-${number}`);
  };

  const seen: Roll['seen'] = (visit, zone, at, by) => {
    visit.lastSeen = Math.max(visit.lastSeen, at);
    if (zone === null || at < visit.zoneAt) return;
    visit.zoneAt = at;
    visit.zoneBy = by;
    noteStay(visit, zone, at, by);
    if (visit.zone === zone) return;
    const from = visit.zone;
    visit.zone = zone;
    emit({ type: 'visit.moved', at: instant(at), visit: visit.id, zone, from });
  };

  return {
    open,
    ofVisitor: (visitor) => {
      for (const visit of open.values()) if (visit.visitor === visitor) return visit;
      return null;
    },
    begin: (by, opened, party, zone, now) => {
      const visit = newVisit(nextId(now), by, opened, party);
      open.set(visit.id, visit);
      emit({ type: 'visit.opened', at: opened, visit: visit.id, by, party, visitor: null });
      if (zone !== null) seen(visit, zone, opened, 'door');
      return visit;
    },
    identify: (visit, visitor, at) => {
      visit.visitor = visitor;
      visit.tier = tier(visitor, at);
      emit({ type: 'visit.identified', at, visit: visit.id, visitor, tier: visit.tier });
    },
    seen,
    close: (visit, at, by) => {
      open.delete(visit.id);
      emit({ type: 'visit.closed', at: instant(Math.max(at, visit.opened)), visit: visit.id, by, opened: visit.opened });
    },
    save: () => ({ visits: [...open.values()], date, number }),
  };
};
