import { wilson } from '../../domain/experiments/wilson.ts';
import { netPromoters, type Stance, stanceOf } from '../../domain/feedback/promoters.ts';
import type { FeedbackAnswer, FeedbackView } from '../../http/contract-feedback.ts';
import type { QueryContext } from './context.ts';
import { number, numberOrNull, type Row, text, textOrNull } from './row.ts';

type Answers = Pick<FeedbackView, 'smileys' | 'nps'>;

export interface Feedback {
  /** What shoppers said with `from` <= at < `to`, altogether, by zone, and of known visits by what came of them. */
  feedback(from: number, to: number): FeedbackView;
  /** Each answer with its visit where that is known, oldest first. */
  feedbackAnswers(from: number, to: number): FeedbackAnswer[];
}

/** What shoppers said. */
export function createFeedback({ db }: QueryContext): Feedback {
  const counts = db.prepare(
    `SELECT f.scale, f.score, f.zone, v.finish IS NOT NULL AS is_over,
       f.visit IS NOT NULL AND EXISTS (SELECT 1 FROM sales s WHERE s.visit = f.visit) AS has_bought, v.visit IS NOT NULL AS is_known,
       count(*) AS n
     FROM feedback f LEFT JOIN visits v ON v.visit = f.visit
     WHERE f.at >= ? AND f.at < ? GROUP BY 1, 2, 3, 4, 5, 6`,
  );
  const answers = db.prepare(
    `SELECT f.at, f.zone, f.device, f.scale, f.score, v.visit, v.start, v.visitor,
       (SELECT count(DISTINCT epc) FROM visit_items i WHERE i.visit = v.visit) AS picked,
       (SELECT count(DISTINCT epc) FROM visit_items i WHERE i.visit = v.visit AND outcome = 'bought') AS bought
     FROM feedback f LEFT JOIN visits v ON v.visit = f.visit WHERE f.at >= ? AND f.at < ? ORDER BY f.at, f.event`,
  );
  return {
    feedback(from, to) {
      const rows = counts.all(from, to);
      const zones = [...new Set(rows.map((row) => textOrNull(row.zone)))].toSorted((a, b) => String(a).localeCompare(String(b)));
      const known = rows.filter((row) => number(row.is_known) === 1);
      return {
        from,
        to,
        ...summary(rows),
        zones: zones.map((zone) => ({ zone, ...summary(rows.filter((row) => textOrNull(row.zone) === zone)) })),
        bought: summary(known.filter((row) => number(row.has_bought) === 1)),
        left: summary(known.filter((row) => number(row.has_bought) === 0 && number(row.is_over) === 1)),
      };
    },
    feedbackAnswers: (from, to) => answers.all(from, to).map(toAnswer),
  };
}

const summary = (rows: readonly Row[]): Answers => ({
  smileys: smileysOf(rows.filter((row) => row.scale === 'smileys')),
  nps: promotersOf(rows.filter((row) => row.scale === 'nps')),
});

function smileysOf(rows: readonly Row[]): Answers['smileys'] {
  const counts = [0, 0, 0, 0, 0];
  for (const row of rows) counts[number(row.score) - 1] = (counts[number(row.score) - 1] ?? 0) + number(row.n);
  const answers = counts.reduce((sum, n) => sum + n, 0);
  if (answers === 0) return null;
  const happy = ((counts[3] ?? 0) + (counts[4] ?? 0)) / answers;
  const mean = counts.reduce((sum, n, index) => sum + n * (index + 1), 0) / answers;
  return { answers, counts, mean, happy, ...wilson(happy, answers) };
}

function promotersOf(rows: readonly Row[]): Answers['nps'] {
  const counts: Record<Stance, number> = { promoter: 0, passive: 0, detractor: 0 };
  for (const row of rows) counts[stanceOf(number(row.score))] += number(row.n);
  const net = netPromoters(counts);
  const { promoter, passive, detractor } = counts;
  return net && { answers: promoter + passive + detractor, promoters: promoter, passives: passive, detractors: detractor, ...net };
}

function toAnswer(row: Row): FeedbackAnswer {
  const isKnown = row.visit !== null;
  return {
    at: number(row.at),
    zone: textOrNull(row.zone),
    device: text(row.device),
    scale: text(row.scale) as FeedbackAnswer['scale'],
    score: number(row.score),
    visit: textOrNull(row.visit),
    secondsIn: isKnown ? (number(row.at) - number(row.start)) / 1_000 : null,
    identified: isKnown ? row.visitor !== null : null,
    picked: isKnown ? numberOrNull(row.picked) : null,
    bought: isKnown ? numberOrNull(row.bought) : null,
  };
}
