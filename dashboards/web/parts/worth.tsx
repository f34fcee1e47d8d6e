import type { OfferResults } from '../../../gateway/http/contract-experiment.ts';
import { dateTimeOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { offerResults } from '../state/lists.ts';
import { offerName } from '../state/names.ts';
import { Chip } from './chip.tsx';
import { Arms, Broken, LiftPlot, LiftText, LOOKS, missingText, outcomeOf } from './lift.tsx';
import { Empty, Panel } from './panel.tsx';

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
      {outcome === 'interim' && results.bought.lift !== null && <p class="muted">{missingText(results.size)}</p>}
      <Arms id={results.offer} name={offerName(results.offer)} arms={results.arms} />
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
