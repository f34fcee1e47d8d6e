import type { Layout } from '../layout/layout.ts';
import type { Happening } from '../shop/happening.ts';
import type { Person } from '../shop/people.ts';
import type { Outcome, VisitLine } from './lines.ts';

interface OpenItem {
  readonly epc: string;
  readonly from: number;
  to: number | null;
  outcome: Outcome;
}

interface OpenVisit {
  readonly person: Person;
  readonly start: number;
  end: number | null;
  readonly zones: { zone: string; from: number; to: number | null }[];
  readonly items: OpenItem[];
}

export interface VisitLog {
  hear(happening: Happening): void;
  /** All visits in order of entry; what is still open has no end. */
  lines(): VisitLine[];
}

/** Who was in the shop, where, with what. One visit per party. A member is named by number, never by card. */
export function createVisitLog(layout: Layout): VisitLog {
  const visits = new Map<Person, OpenVisit>();
  const memberName = (card: string | null): string | null => {
    const index = card === null ? -1 : layout.members.findIndex((member) => member.card === card);
    return index < 0 ? null : `member-${index + 1}`;
  };
  const close = (visit: OpenVisit | undefined, epc: string, at: number, outcome: Outcome): void => {
    const item = visit?.items.find((one) => one.epc === epc && one.to === null);
    if (!item) return;
    item.to = at;
    item.outcome = outcome;
  };
  const hear = (happening: Happening): void => {
    if (happening.type === 'entered') {
      const { person, at } = happening;
      const zones = person.zone === null ? [] : [{ zone: person.zone, from: at, to: null }];
      visits.set(person, { person, start: at, end: null, zones, items: [] });
      return;
    }
    if (!('person' in happening)) return;
    const visit = visits.get(happening.person);
    if (!visit) return;
    const { at } = happening;
    if (happening.type === 'left') {
      visit.end = at;
      endStay(visit, at);
    } else if (happening.type === 'walked' && visit.end === null) {
      endStay(visit, at);
      if (happening.zone !== null) visit.zones.push({ zone: happening.zone, from: at, to: null });
    } else if (happening.type === 'picked') visit.items.push({ epc: happening.item.epc, from: at, to: null, outcome: 'unknown' });
    else if (happening.type === 'put') close(visit, happening.item.epc, at, happening.section === null ? 'left' : 'returned');
    else if (happening.type === 'exited') close(visit, happening.item.epc, at, happening.item.sold ? 'bought' : 'taken');
  };
  const lines = (): VisitLine[] =>
    [...visits.values()].map(({ person, start, end, zones, items }) => ({
      visit: person.id,
      start,
      end,
      visitor: memberName(person.card),
      party: person.size,
      zones: zones.map((stay) => ({ ...stay })),
      items: items.map(({ epc, from, to, outcome }) => ({ epc, from, to, outcome, confidence: 1 })),
    }));
  return { hear, lines };
}

function endStay(visit: OpenVisit, at: number): void {
  const stay = visit.zones.at(-1);
  if (stay && stay.to === null) stay.to = at;
}
