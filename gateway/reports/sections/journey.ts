import type { FunnelView } from '../../http/contract-journey.ts';
import { type MakeSection, threeTimes } from '../report.ts';
import type { FigureId } from '../words.ts';

const STEPS = ['visits', 'stayed', 'picked', 'tried', 'bought'] as const;

/** How far visits came. Visits are forgotten after privacy.visitDays: days of which none is left are not known. */
export const makeJourney: MakeSection = async (context) => {
  const { words, reader, format } = context;
  const [now, was, ago] = await threeTimes(context, reader.funnel);
  const figure = (id: FigureId, of: (funnel: FunnelView) => number, unit: 'count' | 'share' = 'count') => ({
    ...{ id, unit, now: now.visits === 0 ? null : of(now) },
    ...{ before: was.visits === 0 ? null : of(was), yearBefore: ago.visits === 0 ? null : of(ago) },
  });
  const steps = STEPS.filter((step) => now[step] !== null);
  const share = (funnel: FunnelView, step: (typeof STEPS)[number]): number => (funnel[step] ?? 0) / Math.max(1, funnel.visits);
  return {
    id: 'journey',
    figures: [
      figure('visits', ({ visits }) => visits),
      figure('people', ({ people }) => people),
      figure('bought', ({ bought }) => bought),
      figure('conversion', (funnel) => share(funnel, 'bought'), 'share'),
    ],
    nothing: now.visits === 0 ? words['nothing.journey'] : null,
    plot: null,
    table: {
      head: [words['head.step'], words['head.count'], words['head.share'], ...(was.visits === 0 ? [] : [words.was])],
      rows: steps.map((step) => [
        words[`step.${step}`],
        format.count(now[step] ?? 0),
        format.share(share(now, step)),
        ...(was.visits === 0 ? [] : [`${format.count(was[step] ?? 0)} · ${format.share(share(was, step))}`]),
      ]),
    },
    sheet: {
      head: ['step', 'visits', 'share', 'visits_before'],
      rows: steps.map((step) => [step, now[step], share(now, step), was.visits === 0 ? null : was[step]]),
    },
  };
};
