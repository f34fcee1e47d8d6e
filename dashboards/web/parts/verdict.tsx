import type { HoldoutResults, OfferResults } from '../../../gateway/http/contract-experiment.ts';
import { number, signedMoney } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { Icon } from './icon.tsx';
import { Broken, LiftPlot, LiftText, missingText, outcomeOf, points } from './lift.tsx';

/** What a comparison says, in a sentence. `about`: one offer, or all of them against visits that see none. */
function saying(results: HoldoutResults, about: 'offer' | 'holdout'): string {
  const outcome = outcomeOf(results);
  if (outcome === 'no-control' || outcome === 'split-broken') return t(`effect.says.${outcome}`);
  const { treatment, control } = results.bought;
  if (treatment === null || control === null) return t('effect.says.few');
  const shares = { treatment: number(treatment * 100), control: number(control * 100) };
  return t(about === 'offer' ? `effect.says.${outcome}` : `effect.says.holdout.${outcome}`, shares);
}

/** Whether one may decide by it, and if not, what is missing. A broken split says so itself. */
function Trust(results: HoldoutResults) {
  const isSure = results.state === 'final';
  if (!isSure && results.state !== 'interim') return null;
  return (
    <p class={isSure ? 'trust is-sure' : 'trust'}>
      <Icon name={isSure ? 'check' : 'clock'} />
      <span>
        {isSure
          ? t('effect.trusted')
          : t(results.size.more === null ? 'effect.notYetUnknown' : 'effect.notYet', { missing: missingText(results.size) })}
      </span>
    </p>
  );
}

/** What the whole treatment arm paid more than it would have, by its mean. */
function Sum({ spent, arms }: HoldoutResults) {
  const visits = arms.find(({ arm }) => arm === 'treatment')?.assigned ?? 0;
  if (spent.lift === null || spent.interval === null || visits === 0) return null;
  const { low, high } = spent.interval;
  const sum = { sum: signedMoney(spent.lift * visits), low: signedMoney(low * visits), high: signedMoney(high * visits) };
  return <p class="verdict-sum">{t('effect.sum', sum)}</p>;
}

function Numbers(results: HoldoutResults) {
  const { alwaysValid } = results.bought;
  return (
    <>
      <LiftPlot bought={results.bought} />
      <LiftText bought={results.bought} spent={results.spent} />
      {alwaysValid && <p class="muted">{t('effect.always', { low: points(alwaysValid.low), high: points(alwaysValid.high) })}</p>}
      <Sum {...results} />
    </>
  );
}

const hasNumbers = ({ state }: HoldoutResults): boolean => state !== 'split-broken' && state !== 'no-control';

interface VerdictProps {
  readonly results: HoldoutResults | OfferResults;
  readonly about: 'offer' | 'holdout';
  /** Of the days that are compared with. */
  readonly before?: { readonly days: string; readonly results: HoldoutResults | undefined } | null;
}

/** What came out in words, whether it may be trusted, and the numbers behind it; a broken split has none. */
export function Verdict({ results, about, before = null }: VerdictProps) {
  const earlier = before?.results && hasNumbers(before.results) ? before.results.bought : undefined;
  return (
    <div class="verdict">
      <p class="verdict-says">{saying(results, about)}</p>
      <Trust {...results} />
      {results.state === 'split-broken' && <Broken arms={results.arms} split={results.split} />}
      {hasNumbers(results) && <Numbers {...results} />}
      {before && earlier?.lift != null && earlier.interval && (
        <p class="muted">
          {t('effect.before', {
            days: before.days,
            lift: points(earlier.lift),
            low: points(earlier.interval.low),
            high: points(earlier.interval.high),
          })}
        </p>
      )}
    </div>
  );
}
