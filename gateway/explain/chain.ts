import type { DomainEvent } from '../domain/events.ts';
import type { ShopNames } from './shop-names.ts';
import type { Story } from './story.ts';
import type { Facts, Teller } from './teller.ts';
import type { ToldEvent } from './words.ts';

/** One thing that happened, in words, with what leads on from there. */
export interface ToldStep {
  /** Of the event; null for what the ledger keeps without one. */
  readonly id: number | null;
  readonly type: string;
  readonly at: number;
  readonly emittedAt: number;
  readonly epc: string | null;
  readonly visit: string | null;
  readonly text: string;
}

/** The story in the order of happening; events that belong to no story are left out. */
export function tellChain({ events, gtins }: Pick<Story, 'events' | 'gtins'>, teller: Teller, names: ShopNames): ToldStep[] {
  const item = (epc: string | null) => teller.item(epc === null ? null : (gtins[epc] ?? null), epc);
  return events
    .toSorted((a, b) => a.at - b.at || a.id - b.id)
    .flatMap((event) => {
      const told = factsOf(event, item, teller, names);
      if (told === null) return [];
      const [type, facts] = told;
      return [
        {
          id: event.id,
          type: event.type,
          at: event.at,
          emittedAt: event.emittedAt,
          epc: 'epc' in event ? event.epc : null,
          visit: 'visit' in event ? event.visit : null,
          text: teller.event(type, facts),
        },
      ];
    });
}

type Item = (epc: string | null) => string | null;

/** The pattern of an event and the values it takes up; null for what no story tells. */
function factsOf(event: DomainEvent, item: Item, teller: Teller, names: ShopNames): readonly [ToldEvent, Facts] | null {
  switch (event.type) {
    case 'item.moved': {
      const isTried = event.zone !== null && names.isFitting(event.zone);
      const zone = event.zone ?? teller.words.unknownPlace;
      return [isTried ? 'item.tried' : 'item.moved', { product: item(event.epc), zone, from: event.from }];
    }
    case 'item.arrived':
    case 'item.picked':
    case 'item.put':
    case 'item.departed':
    case 'item.returned':
    case 'item.exited':
    case 'item.sold':
      return [event.type, { product: item(event.epc), zone: event.zone, from: event.from, visit: event.visit }];
    case 'exit.suspected':
    case 'exit.withdrawn':
    case 'stray.found':
    case 'stray.cleared':
      return [event.type, { product: item(event.epc), zone: 'zone' in event ? event.zone : null }];
    case 'custody.assigned':
      return [event.type, { product: item(event.epc), visit: event.visit }];
    case 'custody.ended':
      return [event.type, { product: item(event.epc), visit: event.visit, outcome: teller.words.outcomes[event.outcome] }];
    case 'visit.opened':
    case 'visit.identified':
    case 'visit.moved':
    case 'visit.closed':
      return [
        event.type,
        {
          visit: event.visit,
          by: 'by' in event ? event.by : null,
          party: 'party' in event ? event.party : null,
          tier: 'tier' in event ? event.tier : null,
          zone: 'zone' in event ? event.zone : null,
        },
      ];
    case 'sale.recorded':
      return [event.type, { sale: event.sale, lines: event.lines.length, visit: event.visit }];
    case 'feedback.given':
      return [event.type, { score: event.score, of: event.scale === 'nps' ? 10 : 5, device: event.device }];
    case 'alert.raised':
      return [event.type, { alert: teller.alert(event.about) }];
    case 'alert.acknowledged':
      return [event.type, { user: event.user }];
    case 'alert.cleared':
      return [event.type, { because: event.because }];
    case 'offer.decided':
      // Offers that did not fit are the offers' own story.
      if (event.reason !== 'selected' && event.reason !== 'control' && event.reason !== 'holdout') return null;
      return [event.type, { offer: event.offer, reason: teller.words.offers[event.reason] }];
    case 'offer.shown':
      return [event.type, { offer: event.offer, display: event.display }];
    case 'offer.failed':
      return [event.type, { offer: event.offer, display: event.display, reason: event.reason }];
    case 'offer.converted':
      return [event.type, { offer: event.offer, by: event.by }];
    default:
      return null;
  }
}
