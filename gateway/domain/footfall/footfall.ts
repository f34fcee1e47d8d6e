import type { Capability, Emit } from '../capability.ts';
import type { FloorPlan } from '../floor-plan.ts';
import { type AlertId, asId, type DeviceId, type ZoneId } from '../ids.ts';
import type { Counted, PresenceSensed } from '../readings.ts';
import type { Counter } from '../shop.ts';
import { rounded } from '../statistics.ts';
import type { DoorWitness } from '../tags/gate.ts';
import { type Instant, probability } from '../units.ts';
import { countedBy, type LineState, newLine } from './counter-line.ts';

/** A counter speaks within this time of somebody passing the gate. */
const DOOR_MS = 4_500;
const REMEMBER_OUTS_MS = 30_000;
/** Share of crossings that counters miss or double; the uncertainty grows with their square root. */
const CROSSING_ERROR = 0.04;
const EMPTY_FOR_MS = 60_000;
/** Nats against anybody being inside when the counter says so for sure, and when it has not counted anybody yet. */
const NOBODY = -5;
const NOT_COUNTED_YET = -2;
const STUCK_MS = 3_600_000;
const STUCK_CARDS = 10;

interface Out {
  readonly at: number;
  readonly zone: ZoneId;
}

interface State {
  people: number;
  crossings: number;
  /** When somebody crossed the door last, epoch ms; 0 before the first. */
  crossedAt: number;
  negativeCorrections: number;
  date: string;
  minute: number;
  outs: Out[];
  lines: (readonly [string, LineState])[];
  zones: (readonly [ZoneId, number])[];
  stuck: (readonly [string, AlertId])[];
}

export interface Footfall extends Capability {
  /** What the counters say of somebody leaving through `zone` at `at`. */
  door(zone: ZoneId | null, at: number): DoorWitness;
  /**
   * How much speaks against anybody being inside at `now`, nats, 0 or negative. The counter has nobody inside for a minute, as
   * sure as it can be after so many crossings; one that has not counted yet says little; a shop without one says nothing.
   */
  nobodyInside(now: number): number;
  /** People in the shop now, 0 or more. */
  occupancy(): number;
}

const fresh: State = {
  people: 0,
  crossings: 0,
  crossedAt: 0,
  negativeCorrections: 0,
  date: '',
  minute: 0,
  outs: [],
  lines: [],
  zones: [],
  stuck: [],
};

/** True for lines at the door; a shop whose counters all stand elsewhere counts with all of them. */
export const createIsDoor = (plan: FloorPlan): ((counter: Counter) => boolean) => {
  const atDoor = (counter: Counter) => ['entrance', 'exit'].includes(plan.zones.get(counter.zone)?.kind ?? '');
  const some = plan.shop.counters.some(atDoor);
  return (counter) => !some || atDoor(counter);
};

/** The line of a counter that a message speaks of; a counter with one line only need not name it. */
const findCounter = (plan: FloorPlan, device: DeviceId, line: string): Counter | null => {
  const own = plan.shop.counters.filter((counter) => counter.device === device);
  return own.find((counter) => counter.line === line) ?? (own.length === 1 ? (own[0] ?? null) : null);
};

/** How many people came, went and are there. */
export const createFootfall = (plan: FloorPlan, emit: Emit, saved?: unknown): Footfall => {
  const { stuck: savedStuck, lines: savedLines, zones: savedZones, ...rest } = (saved as State | undefined) ?? fresh; // Written by save().
  const state = { ...rest, outs: [...rest.outs] };
  const lines = new Map(savedLines);
  const zonePeople = new Map(savedZones);
  const stuck = new Map(savedStuck);
  const isDoor = createIsDoor(plan);
  const doorZones = new Set(plan.shop.counters.filter(isDoor).map((counter) => counter.zone));

  const uncertainty = () => rounded(Math.sqrt(CROSSING_ERROR * state.crossings) + state.negativeCorrections);

  const setPeople = (people: number, at: Instant) => {
    if (people === state.people) return;
    state.people = people;
    emit({ type: 'occupancy.changed', at, zone: null, people, uncertainty: uncertainty() });
  };

  const cross = (counter: Counter, came: number, went: number, at: Instant) => {
    for (let i = 0; i < Math.min(went, 20); i++) state.outs.push({ at, zone: counter.zone });
    state.outs = state.outs.filter((out) => at - out.at < REMEMBER_OUTS_MS);
    state.crossings += came + went;
    state.crossedAt = Math.max(state.crossedAt, at);
    const people = state.people + came - went;
    if (people < 0) state.negativeCorrections -= people;
    setPeople(Math.max(0, people), at);
  };

  const unstick = (key: string, at: Instant) => {
    const alert = stuck.get(key);
    if (alert === undefined) return;
    stuck.delete(key);
    emit({ type: 'alert.cleared', at, alert, because: 'counts-again' });
  };

  const watchStuck = (key: string, line: LineState, counter: Counter, at: Instant) => {
    if (stuck.has(key) || line.cardsSince < STUCK_CARDS || at - line.lastChange < STUCK_MS) return;
    const alert = asId<AlertId>(`a-counter-stuck-${counter.device}-${at}`);
    stuck.set(key, alert);
    emit({
      type: 'alert.raised',
      at,
      alert,
      about: 'counter-stuck',
      severity: 'minor',
      confidence: probability(0.8),
      zone: counter.zone,
      epc: null,
      visit: null,
      device: counter.device,
      why: [
        { code: 'cards-without-counts', nats: 1.4, facts: { cards: line.cardsSince, seconds: Math.round((at - line.lastChange) / 1_000) } },
      ],
    });
  };

  const count = (reading: Counted) => {
    const counter = findCounter(plan, reading.device, reading.line);
    if (counter === null) return;
    const at = Math.min(reading.at, reading.receivedAt) as Instant;
    const key = `${counter.device}#${counter.line}`;
    const line = lines.get(key) ?? newLine(reading.receivedAt);
    lines.set(key, line);
    const { in: came, out: went } = countedBy(line, counter, reading);
    if (came + went === 0) {
      if (isDoor(counter)) watchStuck(key, line, counter, reading.receivedAt);
      return;
    }
    line.lastChange = reading.receivedAt;
    line.cardsSince = 0;
    unstick(key, reading.receivedAt);
    emit({ type: 'footfall.counted', at, zone: counter.zone, device: counter.device, in: came, out: went });
    if (isDoor(counter)) cross(counter, came, went, at);
  };

  const sense = (reading: PresenceSensed) => {
    const zone = plan.shop.standsIn.get(reading.device);
    if (zone === undefined) return;
    const people = Math.max(0, reading.people);
    if (zonePeople.get(zone) === people) return;
    zonePeople.set(zone, people);
    emit({ type: 'occupancy.changed', at: reading.at, zone, people, uncertainty: reading.counted ? 0.5 : 1 });
  };

  /** A shop is empty at night; what the counters have missed all day is forgotten with the day. */
  const newDay = (now: Instant) => {
    const minute = Math.floor(now / 60_000);
    if (minute === state.minute) return;
    state.minute = minute;
    const { date } = plan.shop.localTime(now);
    if (state.date !== '' && date !== state.date) {
      state.crossings = 0;
      state.negativeCorrections = 0;
      setPeople(0, now);
    }
    state.date = date;
  };

  return {
    on: {
      count,
      presence: sense,
      card: () => {
        for (const line of lines.values()) line.cardsSince++;
      },
      tick: ({ receivedAt }) => newDay(receivedAt),
    },
    door: (zone, at) => {
      if (doorZones.size === 0) return 'no-counter';
      const near = zone === null ? [] : (plan.zones.get(zone)?.neighbours ?? []);
      const sees = (out: Out) => doorZones.size === 1 || zone === null || out.zone === zone || near.includes(out.zone);
      return state.outs.some((out) => Math.abs(out.at - at) <= DOOR_MS && sees(out)) ? 'out' : 'none';
    },
    nobodyInside: (now) => {
      if (doorZones.size === 0 || state.people > 0 || now - state.crossedAt < EMPTY_FOR_MS) return 0;
      return state.crossings === 0 ? NOT_COUNTED_YET : NOBODY / (1 + uncertainty());
    },
    occupancy: () => state.people,
    sizes: () => ({ occupancy: state.people, occupancyCorrections: state.negativeCorrections }),
    save: (): State => ({ ...state, lines: [...lines], zones: [...zonePeople], stuck: [...stuck] }),
  };
};
