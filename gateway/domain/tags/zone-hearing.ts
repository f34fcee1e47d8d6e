import type { FloorPlan } from '../floor-plan.ts';
import { logNormal } from '../statistics.ts';

/** What is believed of a place before it was heard: its own antennas are likely, those next door less, the rest hardly. */
const OWN = { weight: 10, below: 0 };
const NEAR = { weight: 1.5, below: 8 };
const FAR = { weight: 0.4, below: 12 };
/** Reads that the first belief is worth: for the shares, and for the level of one antenna. */
const SHARE_READS = 60;
const LEVEL_READS = 25;
const PRIOR_SPREAD_DB = 7;
/** Level of goods in their own zone before any was heard, dBm. */
const OWN_DBM = -60;
/** Old reads are forgotten by halves once a zone has been heard so often: a rebuilt shop is learned anew within hours. */
const FORGET_AFTER = 200_000;

const areNeighbours = (plan: FloorPlan, a: number, b: number): boolean => {
  const [one, other] = [plan.shop.zones[a], plan.shop.zones[b]];
  return one !== undefined && other !== undefined && (one.neighbours.includes(other.id) || other.neighbours.includes(one.id));
};

const NEXT_DOOR = 3;
/** Customers do not go there, and few of the goods that are on their way. */
const STORAGE = 0.15;

/** How goods on their way go on, from each zone to each other, rows adding up to 1: neighbours are three times as likely, storage hardly. */
export const waysOf = (plan: FloorPlan): readonly (readonly number[])[] => {
  const { zones } = plan.shop;
  return zones.map((_, from) => {
    const weights = zones.map(({ kind }, to) =>
      to === from ? 0 : (areNeighbours(plan, from, to) ? NEXT_DOOR : 1) * (kind === 'storage' ? STORAGE : 1),
    );
    const sum = weights.reduce((a, b) => a + b, 0) || 1;
    return weights.map((weight) => weight / sum);
  });
};

/**
 * What each antenna hears of goods that rest in each zone, learned from those of which the place is known. It makes overlapping
 * zones, ceiling antennas and readers of unlike power comparable: a read speaks for the zone whose goods sound like that.
 * (Learning the emissions from the shop's own reads: Baba et al., "Learning-based cleansing for indoor RFID data", SIGMOD 2016.)
 */
export interface ZoneHearing {
  /** Takes a read of a tag that rests in a zone; -1 for none teaches nothing. */
  learn(antenna: number, zone: number, rssi: number | null): void;
  /**
   * Log-likelihood of a read by an antenna, nats, were the tag in a zone. `loss` is how many dB weaker than goods at rest it is
   * expected, `spread` the deviation that this adds.
   */
  likelihood(antenna: number, zone: number, rssi: number | null, loss: number, spread: number): number;
  /** Level of goods in their own zone, dBm; the mean over the shop for an antenna without goods. */
  ownLevel(antenna: number): number;
  /** The louder of `ownLevel` and what is usual in the shop, dBm: goods in a hand are not much weaker, whatever the shop's radio is like. */
  usualLevel(antenna: number): number;
  save(): SavedHearing;
}

export interface SavedHearing {
  readonly reads: readonly number[];
  readonly mean: readonly number[];
  readonly variance: readonly number[];
  readonly own: number;
}

const priorShares = (plan: FloorPlan): number[] => {
  const { antennas, shop } = plan;
  return shop.zones.flatMap((zone, index) => {
    const weights = antennas.map((antenna) => weightOf(plan, index, zone.id, antenna.zone?.id));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  });
};

const weightOf = (plan: FloorPlan, zone: number, id: string, heardIn: string | undefined): number => {
  if (heardIn === id) return OWN.weight;
  const other = plan.shop.zones.findIndex(({ id: name }) => name === heardIn);
  return areNeighbours(plan, zone, other) ? NEAR.weight : FAR.weight;
};

export const createZoneHearing = (plan: FloorPlan, saved?: SavedHearing): ZoneHearing => {
  const { antennas, shop } = plan;
  const width = antennas.length;
  const cells = width * shop.zones.length;
  const reads = Float64Array.from(saved?.reads ?? new Array<number>(cells).fill(0));
  const means = Float64Array.from(saved?.mean ?? new Array<number>(cells).fill(0));
  const variances = Float64Array.from(saved?.variance ?? new Array<number>(cells).fill(0));
  const prior = priorShares(plan);
  const below = prior.map((share, cell) => {
    const own = antennas[cell % width]?.zone === shop.zones[Math.floor(cell / width)];
    return own ? OWN.below : share > (2 * FAR.weight) / OWN.weight / width ? NEAR.below : FAR.below;
  });
  const zoneOf = antennas.map((antenna) => (antenna.zone === null ? -1 : shop.zones.indexOf(antenna.zone)));
  const totals = shop.zones.map((_, zone) => reads.subarray(zone * width, (zone + 1) * width).reduce((a, b) => a + b, 0));
  let own = saved?.own ?? OWN_DBM;

  const forget = (zone: number) => {
    for (let cell = zone * width; cell < (zone + 1) * width; cell++) reads[cell] = (reads[cell] ?? 0) / 2;
    totals[zone] = (totals[zone] ?? 0) / 2;
  };

  const ownLevel = (antenna: number): number => {
    const zone = zoneOf[antenna] ?? -1;
    const cell = zone * width + antenna;
    const known = zone < 0 ? 0 : (reads[cell] ?? 0) / ((reads[cell] ?? 0) + 10 * LEVEL_READS);
    return known * (means[cell] ?? 0) + (1 - known) * own;
  };

  return {
    learn: (antenna, zone, rssi) => {
      if (zone < 0) return;
      const cell = zone * width + antenna;
      const count = (reads[cell] ?? 0) + 1;
      reads[cell] = count;
      totals[zone] = (totals[zone] ?? 0) + 1;
      if ((totals[zone] ?? 0) > FORGET_AFTER) forget(zone);
      if (rssi === null) return;
      const off = rssi - (means[cell] ?? 0);
      means[cell] = (means[cell] ?? 0) + off / Math.min(count, 2_000);
      variances[cell] = (variances[cell] ?? 0) + (off * (rssi - (means[cell] ?? 0)) - (variances[cell] ?? 0)) / Math.min(count, 2_000);
      if (zoneOf[antenna] === zone) own += (rssi - own) / 2_000;
    },
    likelihood: (antenna, zone, rssi, loss, spread) => {
      const cell = zone * width + antenna;
      const count = reads[cell] ?? 0;
      const share = (count + SHARE_READS * (prior[cell] ?? 0)) / ((totals[zone] ?? 0) + SHARE_READS);
      if (rssi === null) return Math.log(share);
      const known = count / (count + LEVEL_READS);
      const expected = known * (means[cell] ?? 0) + (1 - known) * (own - (below[cell] ?? 0));
      const variance = known * (variances[cell] ?? 0) + (1 - known) * PRIOR_SPREAD_DB ** 2 + spread * spread;
      return Math.log(share) + logNormal(rssi, expected - loss, Math.sqrt(variance));
    },
    ownLevel,
    usualLevel: (antenna) => Math.max(own, ownLevel(antenna)),
    save: () => ({ reads: [...reads], mean: [...means], variance: [...variances], own }),
  };
};
