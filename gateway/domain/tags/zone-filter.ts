import type { Evidence } from '../events.ts';
import type { AntennaPlace, FloorPlan } from '../floor-plan.ts';
import type { ZoneId } from '../ids.ts';
import { logNormal, rounded } from '../statistics.ts';
import type { Trip } from './tag.ts';

/** The hysteresis is set in dB; this much of it is one nat, about the spread of a read. */
const DB_PER_NAT = 5;
/** Another zone must have led for this long: who only walks through it has not moved there. */
const LEADS_MS = 3_000;
const NEXT_DOOR = 3;
/** How often the zone of which the filter was sure was the right one at the right time, in simulated rush hours. */
const RIGHT_WHEN_SURE = 0.65;

/** What an antenna hears of goods in a hand: the share of reads, and their level in dBm, by where the hand is. */
interface Hearing {
  readonly share: number;
  readonly mean: number;
  readonly spread: number;
}

/** In the antenna's own zone, in a neighbouring one, and anywhere else: start values that a simulated shop agreed with. */
const own: Hearing = { share: 0.68, mean: -63, spread: 8 };
const near: Hearing = { share: 0.25, mean: -70.5, spread: 4.2 };
const far: Hearing = { share: 0.04, mean: -74, spread: 3.5 };

const areNeighbours = (plan: FloorPlan, a: number, b: number): boolean => {
  const [one, other] = [plan.shop.zones[a], plan.shop.zones[b]];
  return one !== undefined && other !== undefined && (one.neighbours.includes(other.id) || other.neighbours.includes(one.id));
};

/** Which zone holds a tag that is on its way. One filter serves all tags; each trip keeps its own beliefs. */
export interface ZoneFilter {
  /** Takes a read of a picked tag at `at` and returns the zone that takes it over from `present`, or null. */
  heard(trip: Trip, present: ZoneId | null, antenna: AntennaPlace, rssi: number | null, at: number): ZoneChange | null;
}

interface ZoneChange {
  readonly zone: ZoneId;
  /** When it began to lead. */
  readonly since: number;
  readonly confidence: number;
  readonly why: Evidence;
}

export const createZoneFilter = (plan: FloorPlan): ZoneFilter => {
  const { zones, settings } = plan.shop;
  const lead = settings.tags.hysteresisDb / DB_PER_NAT;
  /** Mean stay of which the decay is the halving time, seconds. */
  const staySeconds = settings.tags.decay / 1_000 / Math.LN2;
  const indexOf = new Map(zones.map((zone, index) => [zone.id, index]));
  const count = zones.length;
  // From each zone to each other, rows adding up to 1: neighbours are three times as likely.
  const ways = zones.map((_, from) => {
    const weights = zones.map((__, to): number => (to === from ? 0 : areNeighbours(plan, from, to) ? NEXT_DOOR : 1));
    const sum = Math.max(
      1,
      weights.reduce((a, b) => a + b, 0),
    );
    return weights.map((weight) => weight / sum);
  });

  const begin = (present: ZoneId | null): number[] => {
    const here = present === null ? undefined : indexOf.get(present);
    return zones.map((_, index) => (here === undefined ? 1 / count : index === here ? 0.9 : 0.1 / Math.max(1, count - 1)));
  };

  /** The forward step: since the last read it may have been carried on. */
  const predict = (beliefs: readonly number[], seconds: number): number[] => {
    const stays = Math.exp(-Math.max(0, seconds) / staySeconds);
    return beliefs.map((belief, to) => {
      let came = 0;
      for (let from = 0; from < count; from++) came += (beliefs[from] ?? 0) * (ways[from]?.[to] ?? 0);
      return stays * belief + (1 - stays) * came;
    });
  };

  const likelihood = (zone: number, heardIn: number, rssi: number | null): number => {
    const hearing = zone === heardIn ? own : areNeighbours(plan, zone, heardIn) ? near : far;
    return hearing.share * (rssi === null ? 1 : Math.exp(logNormal(rssi, hearing.mean, hearing.spread)));
  };

  const update = (trip: Trip, present: ZoneId | null, heardIn: number, rssi: number | null, at: number): readonly number[] => {
    const before = trip.beliefs ?? begin(present);
    const after = predict(before, trip.beliefs === null ? 0 : (at - trip.believedAt) / 1_000);
    let sum = 0;
    for (let zone = 0; zone < count; zone++) {
      const weight = (after[zone] ?? 0) * likelihood(zone, heardIn, rssi) + 1e-12;
      after[zone] = weight;
      sum += weight;
    }
    trip.beliefs = after.map((weight) => weight / sum);
    trip.believedAt = Math.max(at, trip.believedAt);
    return trip.beliefs;
  };

  return {
    heard: (trip, present, antenna, rssi, at) => {
      const heardIn = antenna.zone === null ? undefined : indexOf.get(antenna.zone.id);
      if (heardIn === undefined) return null;
      const beliefs = update(trip, present, heardIn, rssi, at);
      const best = beliefs.reduce((top, belief, zone) => (belief > (beliefs[top] ?? 0) ? zone : top), 0);
      const zone = zones[best]?.id;
      if (zone === undefined || zone === present) {
        trip.leading = -1;
        return null;
      }
      if (trip.leading !== best) {
        trip.leading = best;
        trip.leadSince = at;
      }
      const here = present === null ? 0 : (beliefs[indexOf.get(present) ?? -1] ?? 0);
      const share = beliefs[best] ?? 0;
      const nats = Math.min(12, Math.log(share / Math.max(1e-9, here)));
      if (nats <= lead || at - trip.leadSince < LEADS_MS) return null;
      trip.leading = -1;
      const why: Evidence = { code: 'stronger-zone', nats: rounded(nats), facts: { zone, dbm: rssi ?? 0, share: rounded(share) } };
      return { zone, since: trip.leadSince, confidence: RIGHT_WHEN_SURE * share, why };
    },
  };
};
