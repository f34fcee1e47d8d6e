import type { OfferResults } from '../../http/contract-experiment.ts';
import { pick } from '../format.ts';
import { type MakeSection, type ReportContext, threeTimes } from '../report.ts';
import { momentsOf } from '../schedule.ts';
import { type FigureId, fill } from '../words.ts';

type Arm = OfferResults['arms'][number];

/** What offers did, and what they are worth where that is known. */
export const makeOffers: MakeSection = async (context) => {
  const { words, reader, format, shop, language } = context;
  const [now, was, ago] = await threeTimes(context, (days) => {
    const { from, to } = momentsOf(days, shop.timezone);
    return reader.allResults(from, to);
  });
  const sum = (results: readonly OfferResults[], of: (arm: Arm) => number): number | null =>
    results.length === 0 ? null : results.reduce((total, one) => total + of(treatmentOf(one)), 0);
  const figure = (id: FigureId, of: (arm: Arm) => number) => ({
    ...{ id, unit: 'count' as const, now: sum(now, of) },
    ...{ before: sum(was, of), yearBefore: sum(ago, of) },
  });
  const nameOf = ({ offer }: OfferResults): string => pick(shop.offers.find(({ id }) => id === offer)?.name ?? {}, language, offer);
  return {
    id: 'offers',
    figures: [figure('shown', ({ shown }) => shown), figure('offerBought', ({ bought }) => bought)],
    nothing: now.length === 0 ? words['nothing.offers'] : null,
    plot: null,
    table: {
      head: (['offer', 'eligible', 'shown', 'picked', 'bought', 'lift'] as const).map((name) => words[`head.${name}`]),
      rows: now.map((one) => {
        const { shown, picked, bought } = treatmentOf(one);
        return [nameOf(one), ...[one.eligible, shown, picked, bought].map(format.count), liftOf(one, context)];
      }),
    },
    sheet: {
      head: ['offer', 'name', 'eligible', 'assigned', 'shown', 'picked', 'bought', 'spent_minor', 'state', 'lift', 'lift_low', 'lift_high'],
      rows: now.map((one) => {
        const { assigned, shown, picked, bought, spentMinor } = treatmentOf(one);
        const { lift, interval } = one.bought;
        const worth = [one.state, lift, interval?.low ?? null, interval?.high ?? null];
        return [one.offer, nameOf(one), one.eligible, assigned, shown, picked, bought, spentMinor, ...worth];
      }),
    },
  };
};

const NOBODY: Arm = { arm: 'treatment', units: 0, assigned: 0, shown: 0, picked: 0, bought: 0, spentMinor: 0 };
const treatmentOf = ({ arms }: OfferResults): Arm => arms.find(({ arm }) => arm === 'treatment') ?? NOBODY;

/** No result is told before it is one. */
function liftOf({ state, bought: { lift, interval }, size }: OfferResults, { words, format }: ReportContext): string {
  if (state === 'no-control') return words['lift.noControl'];
  if (state === 'split-broken') return words['lift.broken'];
  if (state === 'interim' && size.more !== null) return fill(words['lift.interim'], { n: format.count(size.more) });
  if (lift === null || interval === null) return words.unknown;
  return fill(words['lift.points'], { value: format.points(lift), low: format.points(interval.low), high: format.points(interval.high) });
}
