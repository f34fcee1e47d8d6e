import type { Evidence } from '../events.ts';
import type { ZoneId } from '../ids.ts';
import { rounded, softmax } from '../statistics.ts';
import type { Visit } from '../visits/visit.ts';

/** "Nobody we know of": a false trip, staff, or a visit that no counter saw. Nats. */
const NOBODY = -1;
/** P(same zone | holder) = .8 against 1/8 by chance; the same for being elsewhere. */
const CARD_SAME = 1.8;
const CARD_ELSEWHERE = -1.6;
const ITEM_SAME = 1.2;
const ITEM_ELSEWHERE = -0.6;
const DOOR_JUST_NOW = -0.8;

interface Candidate {
  readonly visit: Visit;
  readonly why: readonly Evidence[];
  readonly nats: number;
}

export interface Ranked extends Candidate {
  readonly confidence: number;
}

const nearInPlace = (visit: Visit, zone: ZoneId | null, at: number): Evidence | null => {
  const age = Math.abs(at - visit.zoneAt) / 1_000;
  if (zone === null || visit.zone === null || visit.zoneBy === 'door') return null;
  const same = visit.zone === zone;
  const full = visit.zoneBy === 'card' ? (same ? CARD_SAME : CARD_ELSEWHERE) : same ? ITEM_SAME : ITEM_ELSEWHERE;
  // Where somebody was seen says less and less of where he is: half after 30 s, next to nothing after some minutes.
  const nats = full * 0.5 ** (Math.max(0, age - 5) / 30);
  if (Math.abs(nats) < 0.05) return null;
  const code = visit.zoneBy === 'card' ? (same ? 'card-same-zone' : 'card-elsewhere') : same ? 'goods-same-zone' : 'goods-elsewhere';
  return { code, nats: rounded(nats), facts: { zone: visit.zone, seconds: Math.round(age) } };
};

/** What speaks for and against a visit having taken something from `zone` at `at`. */
const judge = (visit: Visit, zone: ZoneId | null, at: number): Candidate => {
  const why: Evidence[] = [];
  const place = nearInPlace(visit, zone, at);
  if (place !== null) why.push(place);
  const inside = (at - visit.opened) / 1_000;
  if (inside < 5) why.push({ code: 'only-just-came', nats: DOOR_JUST_NOW, facts: { seconds: rounded(inside) } });
  return { visit, why, nats: why.reduce((sum, e) => sum + e.nats, 0) };
};

/** True when the visit was in the shop at `at`, with three seconds' grace for the door. */
const wasInside = (visit: Visit, at: number): boolean =>
  visit.opened <= at + 3_000 && (visit.leaving === null || visit.leaving.at >= at - 3_000);

/** Who may have taken something from `zone` at `at`, the most probable first; the rest to 1 is nobody we know of. */
export const rankCandidates = (visits: Iterable<Visit>, zone: ZoneId | null, at: number): readonly Ranked[] => {
  const candidates: Candidate[] = [];
  for (const visit of visits) if (wasInside(visit, at)) candidates.push(judge(visit, zone, at));
  const shares = softmax([NOBODY, ...candidates.map((c) => c.nats)]);
  return candidates
    .map((candidate, i) => ({
      ...candidate,
      confidence: shares[i + 1] ?? 0,
      why: [...candidate.why, { code: 'among-visits', nats: rounded(-Math.log(candidates.length)), facts: { visits: candidates.length } }],
    }))
    .sort((a, b) => b.confidence - a.confidence || b.visit.opened - a.visit.opened);
};
