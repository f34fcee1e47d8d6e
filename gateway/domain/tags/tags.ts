import type { Capability } from '../capability.ts';
import type { Evidence } from '../events.ts';
import type { AntennaPlace } from '../floor-plan.ts';
import type { Epc } from '../ids.ts';
import type { SaleMade, TagRead } from '../readings.ts';
import type { ItemView } from '../store.ts';
import { lastReadIn, rowOf, setLastRead } from './cells.ts';
import { createTag, DEDUPE_MS, enter, isPlaced, readAfterLeaving } from './entering.ts';
import { unblock } from './gate/blocking.ts';
import { watchGate } from './gate/passing.ts';
import { createHeardTags, type HeardTag } from './heard.ts';
import { decideExits } from './leaving-shop.ts';
import { openWorld, type SavedTags, type TagOptions } from './open-world.ts';
import { presence, readAtRest } from './resting.ts';
import { saveTag, type Tag } from './tag.ts';
import { carriedTo, readOnTheWay } from './travelling.ts';
import { beginTrip } from './trip.ts';
import { wake } from './waking.ts';
import { createWeightSteps } from './weight-steps.ts';
import { placeAt, say } from './world.ts';

/** A read delivered later than this proves presence then, not now: it is counted and decides nothing. */
const STALE_MS = 60_000;

export interface TagTracker extends Capability {
  item(epc: string): ItemView | null;
  /** A tracked item, for who asks for its presence again and again; null for one that is not tracked. */
  find(epc: Epc): Tag | null;
  /** The `confidence` of `item` alone: shelves ask it of every item, so nothing is looked up and nothing allocated. */
  presence(tag: Tag): number;
  /** EPCs of no own item that were heard for the first time, since the beginning. */
  strangers(): number;
}

/** An item that is heard, but not by its home, has arrived somewhere else after this. */
const PLACE_WITHIN_MS = 10_000;
const DAY_MS = 86_400_000;
/** How sure it is that an item which departed or left is not in the shop. */
const GONE = 0.9;

const isRepeat = (tag: Tag, antenna: AntennaPlace, at: number): boolean => {
  const row = rowOf(tag.cells, antenna.index);
  if (row >= 0 && at - lastReadIn(tag.cells, row) < DEDUPE_MS) return true;
  if (tag.trip === null) return false;
  for (const heard of tag.trip.cells) if (heard.antenna === antenna.index) return at - heard.last < DEDUPE_MS;
  return false;
};

/** Where every item is and what becomes of it, from reads, scales, the gate and the till. */
export const createTags = (options: TagOptions): TagTracker => {
  const saved = options.saved as SavedTags | undefined; // Written by save() below.
  let base = saved?.base ?? null;
  const world = openWorld(options, saved, () => base ?? 0);
  const { plan, uptime, wheel, tags } = world;
  const { settings } = plan.shop;
  const heard = createHeardTags(saved?.heard);
  const steps = createWeightSteps(world);
  const waiting = new Map<Epc, number>(saved?.waiting);
  let serial = saved?.serial ?? 0;

  /** Milliseconds since the base, which the first question of all settles. */
  const since = (at: number): number => {
    base ??= Math.floor(at / 1_000) * 1_000 - DAY_MS;
    return at - base;
  };

  const arriveIfHeardEnough = (epc: Epc, early: HeardTag, at: number, received: number) => {
    const { arrivalReads, arrivalWindow } = settings.tags;
    if (early.ripe === null) {
      early.early = early.early.filter(([time]) => at - time <= arrivalWindow).slice(-arrivalReads);
      if (early.early.length < arrivalReads) return;
      early.ripe = received;
    }
    if (isPlaced(world, epc, early.early)) arrive(epc, early);
    else if (!waiting.has(epc)) waiting.set(epc, received);
  };

  const arrive = (epc: Epc, early: HeardTag) => {
    heard.delete(epc);
    waiting.delete(epc);
    const tag = createTag(world, ++serial, epc, early.first);
    tag.lastRead = early.last;
    tag.reads = early.reads;
    enter(world, tag, early.early, 'item.arrived');
  };

  const hearUntracked = (read: TagRead, antenna: AntennaPlace | null, at: number) => {
    let known = heard.get(read.epc);
    if (known === undefined) {
      known = { own: plan.isOwn(read.epc), first: at, last: at, reads: 0, zone: null, early: [], ripe: null };
      heard.add(read.epc, known);
    }
    heard.touch(known, at, read.count);
    if (antenna === null) return;
    known.zone = antenna.zone?.id ?? known.zone;
    if (!known.own || (read.rssi !== null && read.rssi < settings.tags.floorDbm) || since(read.receivedAt) - at > STALE_MS) return;
    if (known.early.some(([time, index]) => index === antenna.index && Math.abs(at - time) < DEDUPE_MS)) return;
    known.early.push([at, antenna.index, read.rssi]);
    arriveIfHeardEnough(read.epc, known, at, since(read.receivedAt));
  };

  const hearTracked = (tag: Tag, read: TagRead, antenna: AntennaPlace, at: number) => {
    const { rssi } = read;
    if (isRepeat(tag, antenna, at)) return;
    if (rssi !== null) world.clash(tag, antenna, rssi, at, world.base(), world.hearing.usualLevel);
    if (tag.state === 'departed' || tag.state === 'exited') readAfterLeaving(world, tag, antenna, rssi, at);
    else {
      watchGate(world, tag, antenna, rssi, at);
      if (tag.trip === null) readAtRest(world, tag, antenna, rssi, at);
      else readOnTheWay(world, tag, tag.trip, antenna, rssi, at);
    }
    const row = rowOf(tag.cells, antenna.index);
    if (row >= 0 && at > lastReadIn(tag.cells, row)) setLastRead(tag.cells, row, at);
    if (at > tag.lastRead) tag.lastRead = at;
  };

  const hear = (read: TagRead) => {
    const received = since(read.receivedAt);
    const at = Math.min(since(read.at), received);
    const antenna = plan.antenna(read.device, read.antenna);
    uptime.heard(read.device, received);
    const tag = tags.get(read.epc);
    if (tag === undefined) {
      hearUntracked(read, antenna, at);
      return;
    }
    tag.reads += read.count;
    if (antenna === null || (read.rssi !== null && read.rssi < settings.tags.floorDbm) || received - at > STALE_MS) return;
    hearTracked(tag, read, antenna, at);
  };

  /** Items whose home has not heard them in time have arrived where they were heard best. */
  const arriveWaiting = (now: number) => {
    for (const [epc, from] of waiting) {
      if (now - from < PLACE_WITHIN_MS) return;
      waiting.delete(epc);
      const early = heard.peek(epc);
      if (early !== undefined) arrive(epc, early);
    }
  };

  const sell = (sale: SaleMade) => {
    const received = since(sale.receivedAt);
    const at = Math.min(since(sale.at), received);
    for (const { epc } of sale.lines) {
      if (epc === null || !(tags.has(epc) || plan.isOwn(epc))) continue;
      const zone = plan.shop.standsIn.get(sale.device) ?? null;
      let tag = tags.get(epc);
      if (tag === undefined) {
        const early = heard.get(epc);
        heard.delete(epc);
        waiting.delete(epc);
        tag = createTag(world, ++serial, epc, early?.first ?? at);
        tag.trip = beginTrip(tag, at, true, 0, []);
        tag.upAt = uptime.upAnywhere();
        placeAt(world, tag, zone, null);
        wheel.schedule(tag, received + settings.tags.departedAfter);
      }
      if (tag.sold) continue;
      tag.sold = true;
      world.gate.sold.set(epc, { at, out: 0 });
      const why: Evidence[] = [{ code: 'on-receipt', nats: 6, facts: { sale: sale.sale } }];
      if (zone !== null) carriedTo(world, tag, zone, at, why);
      say(world, tag, 'item.sold', {
        at,
        zone: zone ?? tag.zone,
        from: tag.zone,
        section: null,
        confidence: 0.99,
        why,
      });
    }
  };

  const confidenceOf = (tag: Tag): number => (tag.state === 'departed' || tag.state === 'exited' ? GONE : presence(world, tag));

  const view = (epc: string): ItemView | null => {
    const tag = tags.get(epc as Epc); // A page asks with any text; an unknown one is simply not found.
    if (tag === undefined) {
      const early = heard.peek(epc as Epc);
      if (early === undefined) return null;
      const { zone, reads, first, last } = early;
      return {
        epc,
        zone,
        section: null,
        state: 'heard',
        confidence: 0,
        reads,
        firstRead: world.base() + first,
        lastRead: world.base() + last,
      };
    }
    const { zone, section, reads } = tag;
    const firstRead = world.base() + tag.firstRead;
    const lastRead = world.base() + tag.lastRead;
    return { epc, zone, section, state: tag.sold ? 'sold' : tag.state, confidence: confidenceOf(tag), reads, firstRead, lastRead };
  };

  return {
    on: {
      tag: hear,
      status: ({ device, online, receivedAt }) => {
        if (!online) uptime.offline(device, since(receivedAt));
      },
      weight: (reading) => {
        since(reading.receivedAt);
        steps.weighed(reading);
      },
      sale: sell,
      'tag-unblocked': (input) => unblock(world, input, since(input.receivedAt)),
      tick: ({ receivedAt }) => {
        const now = since(receivedAt);
        world.clocks.tick();
        steps.tick(now);
        if (waiting.size > 0) arriveWaiting(now);
        decideExits(world, now);
        for (const tag of wheel.take(now)) wake(world, tag, now);
      },
    },
    heard: (fact) => {
      if (fact.type === 'footfall.counted') world.gate.outs.note(fact, since(fact.at));
    },
    item: view,
    find: (epc) => tags.get(epc) ?? null,
    presence: confidenceOf,
    strangers: heard.strangers,
    sizes: () => ({ trackedTags: tags.size, heardTags: heard.size() }),
    save: (): unknown => ({
      base,
      tags: [...tags.values()].map(saveTag),
      atGate: [...world.atGate].map((tag) => tag.serial),
      gate: world.gate.save(),
      serial,
      waiting: [...waiting],
      heard: heard.save(),
      uptime: uptime.save(),
      groups: world.groups.save(),
      hearing: world.hearing.save(),
      wheel: wheel.save(),
      steps: world.steps.save(),
      doubts: world.doubts.save(),
      clocks: world.clocks.save(),
    }),
  };
};
