import type { AntennaPlace } from '../layout/layout.ts';
import type { AlertLine, ItemEventType, ItemLine } from '../truth/lines.ts';
import type { Goods, Item } from './goods.ts';
import type { Till } from './till.ts';

/** What a rival takes for a gate pass. */
export interface GateRule {
  /** Unread for this long after the gate, ms. */
  readonly silence: number;
  /** Fewer reads at the gate are strays. */
  readonly leastReads: number;
}

/** From where it was taken to where it was laid down, or out. */
export interface Trip {
  readonly item: Item;
  readonly from: number;
  to: number | null;
  /** Zones on the way, in order. */
  readonly zones: { readonly zone: string; readonly at: number }[];
  outcome: 'bought' | 'returned' | 'left' | 'taken' | 'unknown';
}

/** A pause in a shelf zone becomes a resting place. */
const RESTS_AFTER = 60_000;
/** Gate reads further apart are two passes. */
const GATE_GAP = 10_000;

interface Followed {
  readonly item: Item;
  zone: string | null;
  since: number;
  trip: Trip | null;
  lastRead: number;
  gateReads: number;
  lastGateRead: number;
  gateZone: string | null;
  isOuterLast: boolean;
  isGone: boolean;
}

export interface Trips {
  /** Every read, whatever the locator makes of it. */
  read(item: Item, antenna: AntennaPlace, at: number): void;
  /** Where the locator has the item. */
  found(item: Item, antenna: AntennaPlace, at: number): void;
  tick(now: number): void;
  readonly items: readonly ItemLine[];
  readonly alerts: readonly AlertLine[];
  readonly trips: readonly Trip[];
}

export interface TripOptions {
  readonly goods: Goods;
  readonly till: Till;
  readonly gate: GateRule;
  /** True for systems that take an item at the till's antenna for sold. */
  readonly tillAntennaSells: boolean;
  /** Hears of every change of zone; null is outside. */
  readonly onPlace: (item: Item, from: string | null, to: string | null, at: number) => void;
}

/**
 * Turns places into events: out of a shelf zone is a pick, into another zone a move, a minute in a shelf zone a put; last read at the gate's outer
 * antenna and then silence is an exit, and without a receipt an alarm.
 */
export function createTrips({ goods, till, gate, tillAntennaSells, onPlace }: TripOptions): Trips {
  const followed = new Map<Item, Followed>();
  const resting = new Set<Followed>();
  const atGate = new Set<Followed>();
  const items: ItemLine[] = [];
  const alerts: AlertLine[] = [];
  const trips: Trip[] = [];
  const isShelf = (zone: string | null): boolean =>
    zone !== null && ['shelf', 'storage'].includes(goods.layout.zones.get(zone)?.kind ?? '');
  /** A shop whose gate has no outer side takes any gate read for the last. */
  const hasOuter = goods.layout.antennas.some(({ kind }) => kind === 'portal-outer');
  let now = 0;

  const say = (type: ItemEventType, { item }: Followed, zone: string | null, at: number, from?: string | null): void => {
    items.push({ at, emittedAt: Math.max(at, now), epc: item.epc, type, zone, ...(from ? { from } : {}), confidence: 1 });
  };
  const follow = (item: Item, at: number): Followed => {
    let own = followed.get(item);
    if (!own) {
      own = {
        item,
        zone: item.home,
        since: at,
        trip: null,
        lastRead: 0,
        gateReads: 0,
        lastGateRead: 0,
        gateZone: null,
        isOuterLast: false,
        isGone: false,
      };
      followed.set(item, own);
      if (own.zone !== null) say('arrived', own, own.zone, at);
    }
    return own;
  };
  const place = (own: Followed, zone: string | null, at: number): void => {
    onPlace(own.item, own.zone, zone, at);
    own.zone = zone;
    own.since = at;
  };
  const endTrip = (own: Followed, at: number, outcome: Trip['outcome']): void => {
    if (own.trip) Object.assign(own.trip, { to: at, outcome });
    own.trip = null;
    resting.delete(own);
  };
  const found = (item: Item, antenna: AntennaPlace, at: number): void => {
    const own = follow(item, at);
    const { zone } = antenna;
    if (own.isGone && antenna.kind.startsWith('portal')) return;
    if (own.isGone || own.zone === null) {
      say(own.isGone ? 'returned' : 'arrived', own, zone, at);
      own.isGone = false;
      place(own, zone, at);
      return;
    }
    if (own.zone === zone) return;
    if (isShelf(own.zone) && !own.trip) {
      say('picked', own, own.zone, at);
      own.trip = { item, from: at, to: null, zones: [{ zone: own.zone, at }], outcome: 'unknown' };
      trips.push(own.trip);
    }
    say('moved', own, zone, at, own.zone);
    own.trip?.zones.push({ zone, at });
    place(own, zone, at);
    if (antenna.kind === 'checkout' && tillAntennaSells) till.mark(item);
    if (isShelf(zone)) resting.add(own);
    else resting.delete(own);
  };
  const rest = (own: Followed): void => {
    if (now - own.since < RESTS_AFTER) return;
    say('put', own, own.zone, own.since);
    endTrip(own, own.since, own.zone === own.item.home ? 'returned' : 'left');
    resting.delete(own);
  };
  const leave = (own: Followed): void => {
    atGate.delete(own);
    const at = own.lastGateRead;
    if (own.gateReads < gate.leastReads || !own.isOuterLast || own.isGone) return;
    const paid = till.isPaid(own.item, at);
    if (!own.trip) {
      own.trip = { item: own.item, from: Math.min(own.since, at), to: null, zones: [], outcome: 'unknown' };
      trips.push(own.trip);
    }
    say('exited', own, own.gateZone, at);
    if (!paid) alerts.push(unsoldExit(own, at, now));
    endTrip(own, at, paid ? 'bought' : 'taken');
    place(own, null, at);
    own.isGone = true;
  };
  return {
    items,
    alerts,
    trips,
    found,
    read(item, antenna, at) {
      const own = follow(item, at);
      own.lastRead = at;
      if (!antenna.kind.startsWith('portal')) {
        // A single read behind the gate takes it back: it has not left.
        atGate.delete(own);
        own.gateReads = 0;
        return;
      }
      own.gateReads = at - own.lastGateRead > GATE_GAP ? 1 : own.gateReads + 1;
      own.lastGateRead = at;
      own.gateZone = antenna.zone;
      own.isOuterLast = !hasOuter || antenna.kind === 'portal-outer';
      atGate.add(own);
    },
    tick(at) {
      if (now === 0) for (const item of goods.items.values()) follow(item, at);
      now = at;
      for (const own of resting) rest(own);
      for (const own of atGate) if (now - own.lastRead >= gate.silence) leave(own);
    },
  };
}

const unsoldExit = ({ item, gateZone: zone }: Followed, at: number, emittedAt: number): AlertLine => ({
  ...{ at, emittedAt, type: 'unsold-exit', zone, epc: item.epc, visit: null },
  ...{ severity: 'critical', confidence: 1, evidence: [] },
});
