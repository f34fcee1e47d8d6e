import type { EventOf, EventType } from './events.ts';

/** A field of an event that may leave the shop; who it is about (`visitor`) and who worked (`user`, `comment`) never stand in this list. */
type Tellable<T extends EventType> = Exclude<keyof EventOf<T>, 'id' | 'type' | 'emittedAt' | 'visitor' | 'user' | 'comment'>;

const ITEM = ['at', 'epc', 'gtin', 'zone', 'from', 'section', 'visit', 'confidence', 'why'] as const;
const HINT = ['at', 'epc', 'gtin', 'zone', 'visit', 'confidence', 'why'] as const;
const CLIMATE = ['at', 'device', 'zone', 'temperature', 'humidity', 'illuminanceLux'] as const;

/**
 * What other programs outside the shop may be told of each event, field by field; null: the event is never told. A new event
 * does not compile before it stands here, and a new field of an old one stays inside until it does.
 */
export const TOLD = {
  'item.arrived': ITEM,
  'item.moved': ITEM,
  'item.picked': ITEM,
  'item.put': ITEM,
  'item.departed': ITEM,
  'item.returned': ITEM,
  'item.exited': ITEM,
  'item.sold': ITEM,
  'exit.suspected': HINT,
  'exit.withdrawn': HINT,
  'tag.blocked': ['at', 'epc', 'gtin', 'zone', 'device', 'antenna', 'since'],
  'tag.unblocked': ['at', 'epc', 'gtin', 'because'],
  'reads.summarised': null,
  'footfall.counted': ['at', 'zone', 'device', 'in', 'out'],
  'occupancy.changed': ['at', 'zone', 'people', 'uncertainty'],
  'visit.opened': ['at', 'visit', 'by', 'party'],
  'visit.identified': ['at', 'visit', 'tier'],
  'visit.moved': ['at', 'visit', 'zone', 'from'],
  'visit.closed': ['at', 'visit', 'by', 'opened'],
  'visit.summarised': ['at', 'visit', 'opened', 'identified', 'tier', 'zones', 'picked', 'tried', 'bought', 'value'],
  'custody.assigned': ['at', 'visit', 'epc', 'confidence', 'why'],
  'custody.ended': ['at', 'since', 'visit', 'epc', 'outcome', 'confidence', 'why'],
  'shelf.changed': ['at', 'shelf', 'section', 'sku', 'onShelf', 'misplaced', 'facings', 'state', 'spread', 'weight'],
  'stray.found': ['at', 'epc', 'gtin', 'home', 'zone', 'confidence'],
  'stray.cleared': ['at', 'epc'],
  'availability.measured': ['at', 'seconds', 'places', 'out'],
  'associations.measured': ['at', 'day', 'rules'],
  'sale.recorded': ['at', 'sale', 'visit', 'total', 'lines'],
  'customer.told': null,
  'customer.changed': null,
  'customer.visited': null,
  'customer.bought': null,
  'customer.booked': null,
  'customer.refused': null,
  'customer.forgotten': null,
  'accuracy.measured': ['at', 'day', 'kind', 'labels', 'right', 'brier'],
  'alert.raised': ['at', 'alert', 'about', 'severity', 'confidence', 'zone', 'epc', 'visit', 'device', 'why'],
  'alert.acknowledged': ['at', 'alert'],
  'alert.cleared': ['at', 'alert', 'because'],
  'items.compared': ['at', 'visit', 'zone', 'category', 'skus', 'epc'],
  'offers.considered': null,
  'offer.decided': ['at', 'decision', 'offer', 'on', 'visit', 'zone', 'epc', 'sku', 'display', 'arm', 'reason', 'expires'],
  'offer.shown': ['at', 'decision', 'offer', 'display', 'visit'],
  'offer.played': ['at', 'decision', 'offer', 'display', 'visit', 'visible'],
  'offer.failed': ['at', 'decision', 'offer', 'display', 'visit', 'reason'],
  'offer.converted': ['at', 'decision', 'offer', 'visit', 'by', 'epc', 'value'],
  'device.online': ['at', 'device'],
  'device.offline': ['at', 'device', 'because'],
  'device.described': ['at', 'device', 'model', 'firmware'],
  'device.stated': null,
  'device.rebooted': ['at', 'device', 'boot'],
  'device.measured': null,
  'climate.measured': [...CLIMATE, 'doorOpen'],
  'climate.summarised': [...CLIMATE, 'seconds'],
  'button.pressed': ['at', 'device', 'zone', 'button'],
  'feedback.given': ['at', 'device', 'zone', 'visit', 'scale', 'score'],
  'command.acknowledged': ['at', 'command', 'device', 'result'],
  'rule.fired': ['at', 'rule', 'run', 'on', 'visit', 'zone'],
  'rule.failed': ['at', 'rule', 'on'],
  'label.priced': ['at', 'command', 'device', 'sku', 'price', 'deadline'],
  'actuator.commanded': ['at', 'command', 'device', 'channel', 'action', 'toward', 'cause', 'reason', 'until', 'deadline', 'attempt'],
  'actuator.extended': ['at', 'device', 'channel', 'cause', 'until'],
  'actuator.barred': ['at', 'device', 'channel', 'action', 'cause', 'reason'],
  'actuator.answered': ['at', 'command', 'device', 'channel', 'toward', 'outcome'],
  'actuator.lost': ['at', 'device', 'channel'],
} as const satisfies { readonly [T in EventType]: readonly Tellable<T>[] | null };

/** Events that may be told at all. */
export const TELLABLE: readonly EventType[] = (Object.keys(TOLD) as EventType[]).filter((type) => TOLD[type] !== null);

/** Events that are worth nothing without the visitor: told to those who may know one, and else not at all. */
export const ABOUT_VISITORS: ReadonlySet<EventType> = new Set<EventType>(['visit.identified']);

/**
 * Event types that a pattern means: the type itself, or `item.*` for all of a family, or `*`. Empty for one that means none.
 */
export const typesLike = (pattern: string): readonly EventType[] =>
  pattern === '*'
    ? TELLABLE
    : TELLABLE.filter((type) => type === pattern || (pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1))));
