import type { HoldoutResults } from '../../../gateway/http/contract-experiment.ts';
import { money, number, percent, signed, signedMoney, signedPercent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import type { Tone } from './chip.tsx';
import { DataTable, Disclosure } from './data-table.tsx';
import type { IconName } from './icon.tsx';
import { liftMarks, PLOT } from './lift-geometry.ts';

type Look = { readonly tone: Tone; readonly icon: IconName };
export const LOOKS = {
  'no-control': { tone: 'plain', icon: 'minus' },
  'split-broken': { tone: 'bad', icon: 'alert' },
  interim: { tone: 'info', icon: 'clock' },
  better: { tone: 'good', icon: 'check' },
  worse: { tone: 'warn', icon: 'alert' },
  undecided: { tone: 'plain', icon: 'minus' },
} as const satisfies Record<string, Look>;

export type Outcome = keyof typeof LOOKS;
export const outcomeOf = ({ state, verdict }: Pick<HoldoutResults, 'state' | 'verdict'>): Outcome =>
  state === 'final' ? (verdict ?? 'undecided') : state;

/** Shares as percentage points. */
export const points = (share: number): string => signed(share * 100);

/** The lift as a dot on its intervals, beside a line where there would be none. */
export function LiftPlot({ bought: { lift, interval, alwaysValid } }: Pick<HoldoutResults, 'bought'>) {
  if (lift === null || interval === null) return null;
  const { zero, lift: at, once, always } = liftMarks(lift, interval, alwaysValid);
  const middle = PLOT.height / 2;
  const label = t('worth.plot', {
    lift: points(lift),
    low: points(interval.low),
    high: points(interval.high),
    alwaysLow: alwaysValid ? points(alwaysValid.low) : '–',
    alwaysHigh: alwaysValid ? points(alwaysValid.high) : '–',
  });
  return (
    <svg class="lift-plot" viewBox={`0 0 ${PLOT.width} ${PLOT.height}`} role="img" aria-label={label}>
      <title>{t('worth.plotHint')}</title>
      <line class="lift-zero" x1={zero} y1={2} x2={zero} y2={PLOT.height - 2} />
      {always && <line class="lift-always" x1={always.from} y1={middle} x2={always.to} y2={middle} />}
      <line class="lift-once" x1={once.from} y1={middle} x2={once.to} y2={middle} />
      <circle class="lift-dot" cx={at} cy={middle} r={5} />
    </svg>
  );
}

/** What is missing for a result, in visits and days. */
export function missingText({ more, days }: HoldoutResults['size']): string {
  if (more === null) return t('worth.moreUnknown');
  return days === null ? t('worth.moreOpen', { n: more }) : t('worth.more', { n: more, days });
}

/** The lift in words and numbers. */
export function LiftText({ bought, spent }: Pick<HoldoutResults, 'bought' | 'spent'>) {
  if (bought.lift === null || bought.interval === null) return null;
  const { low, high } = bought.interval;
  return (
    <>
      <p class="worth-lift">
        <strong>{t('worth.lift', { lift: points(bought.lift) })}</strong>{' '}
        <span class="muted">
          {t('worth.range', { low: points(low), high: points(high) })}
          {bought.relative !== null && ` · ${t('worth.relative', { relative: signedPercent(bought.relative) })}`}
        </span>
      </p>
      {spent.lift !== null && spent.interval !== null && (
        <p class="muted">
          {t('worth.spent', {
            lift: signedMoney(spent.lift),
            low: signedMoney(spent.interval.low),
            high: signedMoney(spent.interval.high),
          })}
        </p>
      )}
    </>
  );
}

/** Why a broken split is no result, with the counts that show it. */
export function Broken({ arms, split: { expected } }: Pick<HoldoutResults, 'arms' | 'split'>) {
  const unitsOf = (arm: string): string => number(arms.find((one) => one.arm === arm)?.units ?? 0);
  return (
    <p class="worth-broken" role="alert">
      {t('worth.broken', {
        treatment: unitsOf('treatment'),
        control: unitsOf('control'),
        expectedTreatment: number(Math.round(expected.treatment)),
        expectedControl: number(Math.round(expected.control)),
      })}
    </p>
  );
}

/** From assigned to bought, a row for each arm. */
export function Arms({ id, name, arms }: { readonly id: string; readonly name: string } & Pick<HoldoutResults, 'arms'>) {
  const share = (n: number, of: number): string => (of === 0 ? number(n) : t('worth.share', { n, percent: percent(n / of) }));
  const rows = arms.map(({ arm, assigned, shown, picked, bought, spentMinor }) => ({
    key: arm,
    cells: [
      t(`worth.${arm}`),
      number(assigned),
      arm === 'treatment' ? share(shown, assigned) : '–',
      share(picked, assigned),
      share(bought, assigned),
      money(spentMinor),
    ],
  }));
  const head = [t('worth.arm'), t('worth.assigned'), t('worth.shown'), t('worth.picked'), t('worth.bought'), t('worth.paid')];
  return (
    <Disclosure id={`worth-${id}`} summary={t('worth.funnel')}>
      <DataTable name={t('worth.table', { name })} head={head} rows={rows} />
    </Disclosure>
  );
}
