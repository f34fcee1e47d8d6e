import { tellChain } from './chain.ts';
import { type Claim, type Explanation, tellClaim } from './claim.ts';
import type { ShopNames } from './shop-names.ts';
import { type CustodyEvent, isCustody, type Story } from './story.ts';
import type { Teller } from './teller.ts';

export interface VisitCase extends Story {
  readonly id: string;
  readonly start: number;
  readonly end: number | null;
  readonly party: number;
  readonly zone: string | null;
}

/** The visit itself, and of each item that it held what became of it. */
export function explainVisit(visit: VisitCase, teller: Teller, names: ShopNames): Explanation {
  const held = lastWords(visit.events.filter(isCustody));
  return {
    about: 'visit',
    id: visit.id,
    language: teller.language,
    claims: [presence(visit, teller), ...held.map((event) => itemClaim(event, visit.gtins[event.epc] ?? null, teller))],
    chain: tellChain(visit, teller, names),
    isWhole: visit.isWhole,
  };
}

function presence({ id, start, end, party, zone, events }: VisitCase, teller: Teller): Claim {
  const opened = events.find(({ type }) => type === 'visit.opened');
  const closed = events.find(({ type }) => type === 'visit.closed');
  const said = end === null ? opened : closed;
  const ground = { at: end ?? start, emittedAt: said?.emittedAt ?? null, confidence: null, why: [], zone, visit: id };
  return tellClaim(end === null ? 'visit.open' : 'visit.closed', { visit: id, party, zone }, ground, teller);
}

function itemClaim(event: CustodyEvent, gtin: string | null, teller: Teller): Claim {
  const code = event.type === 'custody.assigned' ? 'held' : (`ended.${event.outcome}` as const);
  return tellClaim(code, { product: teller.item(gtin, event.epc), visit: event.visit }, event, teller);
}

/** The last word on each item, in the order in which the items were first spoken of. */
function lastWords(events: readonly CustodyEvent[]): CustodyEvent[] {
  const last = new Map<string, CustodyEvent>();
  for (const event of events.toSorted((a, b) => a.id - b.id)) last.set(event.epc, event);
  return [...last.values()];
}
