import type { ItemLine } from '../truth/lines.ts';
import { type Found, found } from './match.ts';
import { type Step, toSteps } from './steps.ts';

/** Where an item truly is from this moment on; the first line of an item is its place at the start. */
export interface PlaceLine {
  readonly at: number;
  readonly epc: string;
  /** Null: outside the shop. */
  readonly zone: string | null;
  /** In a hand, a basket or a bag. */
  readonly held: boolean;
  readonly visit?: string;
}

export interface PlaceScores {
  /** The zone of goods that are away from home, by when it was so. */
  readonly away: Found;
  /** The same by when it was said: what a page showed at that moment. */
  readonly awayAsSaid: Found;
  /** Share of the samples of goods in somebody's hands whose zone was right, wherever they were; null without any. */
  readonly held: number | null;
}

/** Places are compared this often, ms. */
const EVERY = 10_000;

interface Counts {
  truth: number;
  claimed: number;
  matched: number;
  held: number;
  heldRight: number;
}

/**
 * Samples the place of every item of the truth every 10 s, from its first line to `end` (epoch ms). A sample counts for the truth when the
 * item is in the shop but not in its home zone, for the claims when it is said to be so, and as matched when both name the same zone.
 * So "at home" and "outside" are answers that cost recall when the item is away, and an item that is said to be away while it is at
 * home or gone costs precision. Home is the zone of the item's first true arrival on a shelf, else its first place in the shop.
 * Items that the truth does not know (foreign garments) are left out. Null without any place.
 */
export function scorePlaces(
  truth: { readonly places: readonly PlaceLine[]; readonly items: readonly ItemLine[] },
  claimed: readonly ItemLine[],
  end: number,
): PlaceScores | null {
  if (truth.places.length === 0) return null;
  const places = Map.groupBy(truth.places, (line) => line.epc);
  const arrivals = new Map<string, string | null>();
  for (const line of truth.items) if (line.type === 'arrived' && !arrivals.has(line.epc)) arrivals.set(line.epc, line.zone);
  const claims = Map.groupBy(claimed, (line) => line.epc);
  const byTime = emptyCounts();
  const bySaying = emptyCounts();
  for (const [epc, lines] of places) {
    const steps = toSteps(lines.map((line) => ({ at: line.at, value: line })));
    const home = arrivals.get(epc) ?? steps.find(({ value }) => value.zone !== null)?.value.zone ?? null;
    const own = claims.get(epc) ?? [];
    countSamples(byTime, steps, claimedZones(own, 'at'), home, end);
    countSamples(bySaying, steps, claimedZones(own, 'emittedAt'), home, end);
  }
  const figures = (counts: Counts): Found => found(counts.truth, counts.claimed, counts.matched);
  return { away: figures(byTime), awayAsSaid: figures(bySaying), held: byTime.held === 0 ? null : byTime.heldRight / byTime.held };
}

const emptyCounts = (): Counts => ({ truth: 0, claimed: 0, matched: 0, held: 0, heldRight: 0 });

/** What the item's lines say of its zone: null once it left or was lost, or where no zone was named. */
function claimedZones(lines: readonly ItemLine[], time: 'at' | 'emittedAt'): Step<string | null>[] {
  const telling = lines.filter(({ type }) => type !== 'sold');
  return toSteps(telling.map((line) => ({ at: line[time], value: line.type === 'exited' || line.type === 'departed' ? null : line.zone })));
}

/** Walks through the stretches in which neither side changes and counts the samples in each. */
function countSamples(
  counts: Counts,
  truth: readonly Step<PlaceLine>[],
  claims: readonly Step<string | null>[],
  home: string | null,
  end: number,
): void {
  const start = truth[0]?.at ?? end;
  const samplesUntil = (at: number): number => Math.ceil((Math.min(at, end) - start) / EVERY);
  let claim = 0;
  let said: string | null = null;
  for (const [index, { at, value }] of truth.entries()) {
    const until = truth[index + 1]?.at ?? Math.max(end, at);
    for (let from = at; from < until; ) {
      while ((claims[claim]?.at ?? Infinity) <= from) said = claims[claim++]?.value ?? null;
      const to = Math.min(until, claims[claim]?.at ?? Infinity);
      addStretch(counts, value, said, home, Math.max(0, samplesUntil(to) - samplesUntil(from)));
      from = to;
    }
  }
}

function addStretch(counts: Counts, { zone, held }: PlaceLine, said: string | null, home: string | null, samples: number): void {
  const isAway = zone !== null && zone !== home;
  if (isAway) counts.truth += samples;
  if (said !== null && said !== home) counts.claimed += samples;
  if (isAway && said === zone) counts.matched += samples;
  if (!held) return;
  counts.held += samples;
  if (said === zone) counts.heldRight += samples;
}
