import type { Evidence } from '../events.ts';
import type { VisitId } from '../ids.ts';
import { rounded, softmax } from '../statistics.ts';
import type { Mate } from './co-movers.ts';
import type { Row } from './evidence-table.ts';
import type { Holder } from './holders.ts';
import type { Belief, Trip } from './trip.ts';

/** Hypotheses kept of an item. */
const HYPOTHESES = 16;

/** A visit that may hold an item, with all that speaks for it. */
export interface Ranked {
  readonly holder: Holder;
  readonly why: readonly Evidence[];
  readonly confidence: number;
}

const best = (rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => b.nats - a.nats || b.holder.opened - a.holder.opened).slice(0, HYPOTHESES);

/** What the item alone tells of its holder, as probabilities; the rest to 1 is nobody we know of. */
export const beliefsFrom = (rows: readonly Row[], nobody: number): readonly Belief[] => {
  const kept = best(rows);
  const shares = softmax([nobody, ...kept.map((row) => row.nats)]);
  return kept.map((row, i): Belief => [row.holder.id, shares[i + 1] ?? 0]);
};

const believed = (trip: Trip, visit: VisitId): number => trip.beliefs.find(([id]) => id === visit)?.[1] ?? 0;

/**
 * What goods in probably the same hands say of a visit, nats: the message of belief propagation over a pair that shares its
 * holder with probability `together` and else has nothing to do with each other (Pearl, 1988). Several of them give one
 * message, of their mean: they were judged by the same sightings, which must not count once for each.
 */
const fromMates = (visit: VisitId, mates: readonly Mate[], hypotheses: number): number => {
  let share = 0;
  let weight = 0;
  for (const { trip, together } of mates) {
    share += together * believed(trip, visit);
    weight += together;
  }
  const together = mates[0]?.together ?? 0;
  return weight === 0 ? 0 : Math.log(1 - together + (together * hypotheses * share) / weight);
};

const mateEvidence = (nats: number, mates: readonly Mate[]): Evidence => ({
  code: nats > 0 ? 'goods-same-zone' : 'goods-elsewhere',
  nats: rounded(nats),
  facts: { zone: mates[0]?.trip.stays.at(-1)?.zone ?? '', goods: mates.length },
});

/** The visits that may hold an item, the most probable first; the rest to 1 is nobody we know of. */
export const rank = (rows: readonly Row[], nobody: number, mates: readonly Mate[]): readonly Ranked[] => {
  const kept = best(rows);
  const bonus = kept.map((row) => (mates.length === 0 ? 0 : fromMates(row.holder.id, mates, kept.length + 1)));
  const shares = softmax([nobody, ...kept.map((row, i) => row.nats + (bonus[i] ?? 0))]);
  const among: Evidence = { code: 'among-visits', nats: rounded(-Math.log(Math.max(1, rows.length))), facts: { visits: rows.length } };
  return kept
    .map((row, i): Ranked => {
      const goods = bonus[i] ?? 0;
      const why = Math.abs(goods) < 0.05 ? row.why : [...row.why, mateEvidence(goods, mates)];
      const weightiest = why.toSorted((a, b) => Math.abs(b.nats) - Math.abs(a.nats));
      return { holder: row.holder, why: [...weightiest, among], confidence: shares[i + 1] ?? 0 };
    })
    .sort((a, b) => b.confidence - a.confidence || b.holder.opened - a.holder.opened);
};
