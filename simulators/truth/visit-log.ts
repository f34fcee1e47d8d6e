import type { Layout } from '../layout/layout.ts';
import type { Happening } from '../shop/happening.ts';
import type { Item, Party, Person } from '../shop/people.ts';
import type { Outcome, VisitLine } from './lines.ts';

interface OpenItem {
  readonly epc: string;
  /** Who of the party took it. */
  readonly taker: Person;
  readonly from: number;
  to: number | null;
  outcome: Outcome;
}

interface OpenVisit {
  readonly party: Party;
  readonly start: number;
  end: number | null;
  readonly inside: Set<Person>;
  readonly zones: { zone: string; from: number; to: number | null }[];
  readonly items: OpenItem[];
}

export interface VisitLog {
  hear(happening: Happening): void;
  /** All visits in order of entry; what is still open has no end. */
  lines(): VisitLine[];
}

/**
 * Who was in the shop, where, with what. One visit per party, from the first one in to the last one out; its zones are those of the first,
 * its items those of all, each with who took it. A member is named by number, never by card.
 */
export function createVisitLog(layout: Layout): VisitLog {
  const visits = new Map<Party, OpenVisit>();
  const memberName = (card: string | null): string | null => {
    const index = card === null ? -1 : layout.members.findIndex((member) => member.card === card);
    return index < 0 ? null : `member-${index + 1}`;
  };
  const homeZone = ({ home }: Item): string | undefined => layout.sections.get(home)?.zone;
  const close = (visit: OpenVisit, epc: string, at: number, outcome: Outcome): void => {
    const item = visit.items.find((one) => one.epc === epc && one.to === null);
    if (!item) return;
    item.to = at;
    item.outcome = outcome;
  };
  const enter = (person: Person, at: number): void => {
    const { party } = person;
    const visit = visits.get(party) ?? { party, start: at, end: null, inside: new Set(), zones: [], items: [] };
    visits.set(party, visit);
    visit.inside.add(person);
    if (person === party.members[0] && person.zone !== null) visit.zones.push({ zone: person.zone, from: at, to: null });
  };
  const hear = (happening: Happening): void => {
    if (!('person' in happening)) return;
    const { at, person } = happening;
    if (happening.type === 'entered') enter(person, at);
    const visit = visits.get(person.party);
    if (!visit) return;
    const isFirst = person === person.party.members[0];
    if (happening.type === 'left') {
      visit.inside.delete(person);
      if (isFirst) endStay(visit, at);
      // The others of the party may be on their way in still, when the first turns on the heel.
      if (visit.inside.size === 0) visit.end = at;
    } else if (happening.type === 'walked' && isFirst && visit.inside.has(person)) {
      endStay(visit, at);
      if (happening.zone !== null) visit.zones.push({ zone: happening.zone, from: at, to: null });
    } else if (happening.type === 'picked') {
      visit.items.push({ epc: happening.item.epc, taker: person, from: at, to: null, outcome: 'unknown' });
    } else if (happening.type === 'put') {
      close(visit, happening.item.epc, at, happening.section !== null && happening.zone === homeZone(happening.item) ? 'returned' : 'left');
    } else if (happening.type === 'exited') close(visit, happening.item.epc, at, happening.item.sold ? 'bought' : 'taken');
  };
  const lines = (): VisitLine[] =>
    [...visits.values()].map(({ party, start, end, zones, items }) => ({
      visit: party.id,
      start,
      end,
      visitor: memberName(party.members[0]?.card ?? null),
      party: party.size,
      zones: zones.map((stay) => ({ ...stay })),
      items: items.map(({ epc, from, to, outcome }) => ({ epc, from, to, outcome, confidence: 1 })),
      members: party.members.map((member) => ({
        member: member.id,
        people: member.size,
        items: items.filter(({ taker }) => taker === member).map(({ epc }) => epc),
      })),
    }));
  return { hear, lines };
}

function endStay(visit: OpenVisit, at: number): void {
  const stay = visit.zones.at(-1);
  if (stay && stay.to === null) stay.to = at;
}
