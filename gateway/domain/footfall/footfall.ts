import type { Capability, Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { DeviceId, ZoneId } from '../ids.ts';
import type { CardSeen, Counted, PresenceSensed } from '../readings.ts';
import type { Counter } from '../shop.ts';
import { rounded } from '../statistics.ts';
import type { DoorWitness } from '../tags/gate.ts';
import { type Instant, instant } from '../units.ts';
import { countedBy, type LineState, newLine } from './counter-line.ts';
import { createIsDoor, findCounter, keyOf } from './door-lines.ts';
import { createMissRate, type SavedMisses } from './miss-rate.ts';
import { createStaffDoor, type SavedStaffDoor } from './staff-door.ts';
import { createStuckWatch, type SavedStuck } from './stuck-watch.ts';

/** A counter speaks within this time of somebody passing the gate. */
const DOOR_MS = 4_500;
const REMEMBER_OUTS_MS = 30_000;
const EMPTY_FOR_MS = 60_000;
/** Nats against anybody being inside when the counter says so for sure, and when it has not counted anybody yet. */
const NOBODY = -5;
const NOT_COUNTED_YET = -2;

interface Out {
  readonly at: number;
  readonly zone: ZoneId;
}

interface State {
  readonly people: number;
  /** Since the counters last were known to be right. */
  readonly crossings: number;
  /** When somebody crossed the door last, epoch ms; 0 before the first. */
  readonly crossedAt: number;
  readonly corrections: number;
  readonly date: string;
  readonly minute: number;
  readonly outs: readonly Out[];
  readonly lines: readonly (readonly [string, LineState])[];
  readonly zones: readonly (readonly [ZoneId, number])[];
  readonly offline: readonly DeviceId[];
  readonly stuck?: SavedStuck;
  readonly staff?: SavedStaffDoor;
  readonly misses?: SavedMisses;
}

export interface Footfall extends Capability {
  /** What the counters say of somebody leaving through `zone` at `at`. A counter that is stuck or offline is none. */
  door(zone: ZoneId | null, at: number): DoorWitness;
  /**
   * How much speaks against anybody being inside at `now`, nats, 0 or negative. The counter has nobody inside for a minute, as
   * sure as it can be after so many crossings; one that has not counted yet says little; a shop without one says nothing.
   */
  nobodyInside(now: number): number;
  /** Since when nobody is inside by the counter, epoch ms; null while somebody is, or without a counter that has counted. */
  emptySince(): number | null;
  /** True while some counter at the door works. */
  isCounting(): boolean;
  /** People came or went whom the counter did not see, as cards, goods and visits tell. */
  uncounted(direction: 'in' | 'out', people: number, at: Instant): void;
  /** How many of those counted in a direction from `from` to `to` were staff, by badges seen at the door. */
  staffCrossings(direction: 'in' | 'out', from: number, to: number): number;
  /** Share of people that the counters miss, as learned; 0.005..0.4. */
  missRate(): number;
  /** One standard deviation of the occupancy, people. */
  uncertainty(): number;
  /** Customers in the shop now, 0 or more. */
  occupancy(): number;
}

const fresh: State = {
  people: 0,
  crossings: 0,
  crossedAt: 0,
  corrections: 0,
  date: '',
  minute: 0,
  outs: [],
  lines: [],
  zones: [],
  offline: [],
};

/** How many people came, went and are there. */
export const createFootfall = (plan: FloorPlan, emit: Emit, saved?: unknown): Footfall => {
  const before = (saved as State | undefined) ?? fresh; // Written by save().
  let { people, crossings, crossedAt, corrections, date, minute, outs } = before;
  const lines = new Map(before.lines.map(([key, line]) => [key, { ...line }]));
  const zonePeople = new Map(before.zones);
  const offline = new Set(before.offline);
  const stuck = createStuckWatch(emit, before.stuck);
  const staff = createStaffDoor(plan, before.staff);
  const misses = createMissRate(before.misses);
  const isDoor = createIsDoor(plan);
  const doorCounters = plan.shop.counters.filter(isDoor);
  const doorZones = new Set(doorCounters.map((counter) => counter.zone));
  const isCounting = () => doorCounters.some((counter) => !stuck.isStuck(keyOf(counter)) && !offline.has(counter.device));

  /** One standard deviation: each crossing was missed or not, on its own, since the counters last were right. */
  const uncertainty = () => rounded(Math.sqrt(misses.rate() * crossings) + (corrections > 0 ? 0.5 : 0));

  const setPeople = (now: number, at: Instant) => {
    if (now === people) return;
    people = now;
    emit({ type: 'occupancy.changed', at, zone: null, people, uncertainty: uncertainty() });
  };

  const cross = (counter: Counter, came: number, went: number, at: Instant) => {
    for (let i = 0; i < Math.min(went, 20); i++) outs = [...outs, { at, zone: counter.zone }];
    outs = outs.filter((out) => at - out.at < REMEMBER_OUTS_MS);
    crossings += came + went;
    crossedAt = Math.max(crossedAt, at);
    misses.counted(came + went);
    const now = people + came - staff.crossed('in', came, at) - went + staff.crossed('out', went, at);
    // Whoever leaves an empty shop came in uncounted.
    if (now < 0) {
      corrections -= now;
      misses.missed(-now);
    }
    setPeople(Math.max(0, now), at);
  };

  const count = (reading: Counted) => {
    const counter = findCounter(plan, reading.device, reading.line);
    if (counter === null) return;
    const at = instant(Math.min(reading.at, reading.receivedAt));
    const key = keyOf(counter);
    const line = lines.get(key) ?? newLine(reading.receivedAt);
    lines.set(key, line);
    const { in: came, out: went } = countedBy(line, counter, reading);
    if (isDoor(counter)) stuck.spoke(key, counter, came + went > 0, reading.receivedAt);
    if (came + went === 0) return;
    line.lastChange = reading.receivedAt;
    emit({ type: 'footfall.counted', at, zone: counter.zone, device: counter.device, in: came, out: went });
    if (isDoor(counter)) cross(counter, came, went, at);
  };

  const sense = (reading: PresenceSensed) => {
    const zone = plan.shop.standsIn.get(reading.device);
    if (zone === undefined) return;
    const there = Math.max(0, reading.people);
    if (zonePeople.get(zone) === there) return;
    zonePeople.set(zone, there);
    emit({ type: 'occupancy.changed', at: reading.at, zone, people: there, uncertainty: reading.counted ? 0.5 : 1 });
  };

  /** A shop is empty at night; what the counters have missed all day is forgotten with the day. */
  const newDay = (now: Instant) => {
    const thisMinute = Math.floor(now / 60_000);
    if (thisMinute === minute) return;
    minute = thisMinute;
    const today = plan.shop.localTime(now).date;
    if (date !== '' && today !== date) {
      crossings = 0;
      corrections = 0;
      setPeople(0, now);
    }
    date = today;
  };

  /** A badge at the door makes a customer who was counted just now one of the staff. */
  const badge = (who: string, zone: ZoneId | null, at: Instant) => {
    if (zone === null || !doorZones.has(zone)) return;
    const direction = staff.seen(who, at);
    if (direction !== null) setPeople(Math.max(0, people + (direction === 'in' ? -1 : 1)), at);
  };

  const seeCard = (card: CardSeen) => {
    const zone = plan.antenna(card.device, card.antenna)?.zone?.id ?? plan.shop.standsIn.get(card.device) ?? null;
    if (plan.shop.staff.cards.has(card.visitor)) badge(card.visitor, zone, card.at);
    else stuck.card(card.visitor);
  };

  const hear = (fact: Fact) => {
    if (fact.type === 'device.offline') offline.add(fact.device);
    else if (fact.type === 'device.online') offline.delete(fact.device);
  };

  const badges = plan.shop.staff.tags.size === 0 ? {} : { tag: tagHandler(plan, staff.wears, badge) };

  return {
    on: { count, presence: sense, card: seeCard, tick: ({ receivedAt }) => newDay(receivedAt), ...badges },
    heard: hear,
    door: (zone, at) => {
      if (!isCounting()) return 'no-counter';
      const near = zone === null ? [] : (plan.zones.get(zone)?.neighbours ?? []);
      const sees = (out: Out) => doorZones.size === 1 || zone === null || out.zone === zone || near.includes(out.zone);
      return outs.some((out) => Math.abs(out.at - at) <= DOOR_MS && sees(out)) ? 'out' : 'none';
    },
    nobodyInside: (now) => {
      if (!isCounting() || people > 0 || now - crossedAt < EMPTY_FOR_MS) return 0;
      return crossings === 0 ? NOT_COUNTED_YET : NOBODY / (1 + uncertainty());
    },
    emptySince: () => (isCounting() && people === 0 && crossings > 0 ? crossedAt : null),
    isCounting,
    uncounted: (direction, missed, at) => {
      if (missed <= 0 || doorZones.size === 0) return;
      misses.missed(missed);
      stuck.uncounted(missed);
      setPeople(Math.max(0, people + (direction === 'in' ? missed : -missed)), at);
    },
    staffCrossings: staff.count,
    missRate: misses.rate,
    uncertainty,
    occupancy: () => people,
    sizes: () => ({ occupancy: people, occupancyCorrections: corrections }),
    save: (): State => ({
      ...{ people, crossings, crossedAt, corrections, date, minute, outs },
      lines: [...lines],
      zones: [...zonePeople],
      offline: [...offline],
      stuck: stuck.save(),
      staff: staff.save(),
      misses: misses.save(),
    }),
  };
};

type TagHandler = NonNullable<Capability['on']['tag']>;

/** Takes note of badges at the door; a shop without badges is spared the question. */
const tagHandler =
  (
    plan: FloorPlan,
    wears: (epc: Parameters<TagHandler>[0]['epc']) => boolean,
    badge: (who: string, zone: ZoneId | null, at: Instant) => void,
  ): TagHandler =>
  (read) => {
    if (wears(read.epc)) badge(read.epc, plan.antenna(read.device, read.antenna)?.zone?.id ?? null, read.at);
  };
