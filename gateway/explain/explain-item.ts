import type { DomainEvent, ItemFact } from '../domain/events.ts';
import type { ItemView } from '../domain/store.ts';
import { tellChain } from './chain.ts';
import { type Claim, type Explanation, type Ground, tellClaim } from './claim.ts';
import type { ShopNames } from './shop-names.ts';
import { isCustody, isItem, newest, type Story } from './story.ts';
import type { Teller } from './teller.ts';

export interface ItemCase extends Story {
  readonly epc: string;
  /** What the running gateway knows of it at this moment. */
  readonly now: Pick<ItemView, 'state' | 'zone' | 'confidence'>;
}

type State = ItemView['state'];

/** The happenings that can have brought an item into a state. */
const BROUGHT_BY: Readonly<Record<State, readonly ItemFact['type'][]>> = {
  heard: [],
  present: ['item.arrived', 'item.moved', 'item.put', 'item.returned'],
  picked: ['item.picked'],
  departed: ['item.departed'],
  exited: ['item.exited'],
  sold: ['item.sold'],
};

/** Where an item is, who holds or held it, and whether it is paid: each claim with what speaks for and against it. */
export function explainItem(item: ItemCase, teller: Teller, names: ShopNames): Explanation {
  const product = teller.item(item.gtins[item.epc] ?? null, item.epc);
  const claims = [placeOf(item, product, teller), holderOf(item, product, teller), paymentOf(item, product, teller)];
  return {
    about: 'item',
    id: item.epc,
    language: teller.language,
    claims: claims.filter((claim) => claim !== null),
    chain: tellChain(item, teller, names),
    isWhole: item.isWhole,
  };
}

const SILENT = { at: null, emittedAt: null, why: [] } as const;

/** Its state and place now; the reasons are those of the event that brought it there. */
function placeOf({ epc, now, events }: ItemCase, product: string | null, teller: Teller): Claim {
  const brought = BROUGHT_BY[now.state];
  const event = newest(events.filter(isItem), ({ type }) => brought.includes(type));
  const facts = { product, zone: now.zone ?? (now.state === 'picked' ? null : (event?.zone ?? teller.words.unknownPlace)) };
  const ground: Ground = { ...(event ?? { ...SILENT, confidence: now.confidence }), zone: now.zone, epc, visit: event?.visit ?? null };
  return tellClaim(`item.${now.state}`, facts, ground, teller);
}

function holderOf({ epc, events }: ItemCase, product: string | null, teller: Teller): Claim | null {
  const event = newest(events.filter(isCustody));
  if (event === undefined) return null;
  const code = event.type === 'custody.assigned' ? 'held' : (`ended.${event.outcome}` as const);
  return tellClaim(code, { product, visit: event.visit }, { ...event, epc }, teller);
}

/** A receipt that came after the item was last back in the shop, custody's word, an alarm; else no receipt is known. */
function paymentOf({ epc, events }: ItemCase, product: string | null, teller: Teller): Claim | null {
  if (!events.some(isItem)) return null;
  const back = newest(events.filter(isItem), ({ type }) => type === 'item.returned')?.id ?? 0;
  const isRecent = ({ id }: DomainEvent): boolean => id > back;
  const sold = newest(events.filter(isItem), (event) => event.type === 'item.sold' && isRecent(event));
  const bought = newest(
    events.filter(isCustody),
    (event) => event.type === 'custody.ended' && event.outcome === 'bought' && isRecent(event),
  );
  const paid = sold ?? bought;
  if (paid !== undefined) return tellClaim('paid', { product }, { ...paid, epc }, teller);
  const alarm = newest(events, (event) => event.type === 'alert.raised' && event.about === 'unsold-exit' && isRecent(event));
  const ground: Ground = alarm?.type === 'alert.raised' ? { ...alarm, epc } : { ...SILENT, confidence: null, epc };
  return tellClaim('unpaid', { product }, ground, teller);
}
