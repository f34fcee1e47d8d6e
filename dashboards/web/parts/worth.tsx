import type { OfferResults } from '../../../gateway/http/contract-experiment.ts';
import { dateTimeOf, money, number, percent, signed, signedMoney, signedPercent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { offerResults } from '../state/lists.ts';
import { offerName } from '../state/names.ts';
import { Chip, type Tone } from './chip.tsx';
import { DataTable, Disclosure } from './data-table.tsx';
import type { IconName } from './icon.tsx';
import { liftMarks, PLOT } from './lift-geometry.ts';
import { Empty, Panel } from './panel.tsx';

type Look = { readonly tone: Tone; readonly icon: IconName };
const LOOKS = {
  'no-control': { tone: 'plain', icon: 'minus' },
  'split-broken': { tone: 'bad', icon: 'alert' },
  interim: { tone: 'info', icon: 'clock' },
  better: { tone: 'good', icon: 'check' },
  worse: { tone: 'warn', icon: 'alert' },
  undecided: { tone: 'plain', icon: 'minus' },
} as const satisfies Record<string, Look>;

const outcomeOf = ({ state, verdict }: OfferResults): keyof typeof LOOKS => (state === 'final' ? (verdict ?? 'undecided') : state);

/** Shares as percentage points. */
const points = (share: number): string => signed(share * 100);

/** The lift as a dot on its intervals, beside a line where there would be none. */
function LiftPlot({ bought: { lift, interval, alwaysValid } }: OfferResults) {
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

/** The lift in words and numbers; what is missing for a result, or why there is none. */
function LiftText(results: OfferResults) {
  const { bought, spent, size } = results;
  if (bought.lift === null || bought.interval === null) return null;
  const { low, high } = bought.interval;
  const missing =
    size.more === null
      ? t('worth.moreUnknown')
      : size.days === null
        ? t('worth.moreOpen', { n: size.more })
        : t('worth.more', { n: size.more, days: size.days });
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
      {results.state === 'interim' && <p class="muted">{missing}</p>}
    </>
  );
}

/** Why a broken split is no result, with the counts that show it. */
function Broken({ arms, split: { expected } }: OfferResults) {
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
function Arms({ offer, arms }: OfferResults) {
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
    <Disclosure id={`worth-${offer}`} summary={t('worth.funnel')}>
      <DataTable name={t('worth.table', { name: offerName(offer) })} head={head} rows={rows} />
    </Disclosure>
  );
}

function Worth(results: OfferResults) {
  const outcome = outcomeOf(results);
  const about = [
    t('worth.eligible', { n: results.eligible }),
    results.since === null ? '' : t('worth.since', { time: dateTimeOf(results.since) }),
  ];
  return (
    <li class="worth" data-offer={results.offer} data-outcome={outcome}>
      <div class="worth-head">
        <span class="offer-name">{offerName(results.offer)}</span>
        <Chip {...LOOKS[outcome]} text={t(`worth.${outcome}`)} />
      </div>
      <p class="muted">{about.filter(Boolean).join(' · ')}</p>
      {outcome === 'split-broken' ? <Broken {...results} /> : <LiftPlot {...results} />}
      {outcome !== 'split-broken' && <LiftText {...results} />}
      <Arms {...results} />
    </li>
  );
}

/** What each offer is worth: against visits that were held back, by intention to treat, with how sure that is. */
export function OfferWorth() {
  const measured = offerResults.value.filter(({ state }) => state !== 'no-control');
  return (
    <Panel id="worth" title={t('worth.title')} summary={measured.length > 0 ? t('worth.summary', { n: measured.length }) : undefined}>
      {measured.length === 0 && <Empty text={t('worth.empty')} />}
      <ul class="worths">
        {measured.map((results) => (
          <Worth key={results.offer} {...results} />
        ))}
      </ul>
    </Panel>
  );
}
