import type { OfferShownView, VisitDetail } from '../../../gateway/http/contract.ts';
import { duration, money, percent, secondOf } from '../i18n/format.ts';
import { t, tOr } from '../i18n/translate.ts';
import { saveSheet } from '../state/download.ts';
import { deviceName, offerName, zoneName } from '../state/names.ts';
import { itemTitle } from './visits.tsx';

interface Step {
  readonly at: number;
  readonly text: string;
  readonly sure: number | null;
}

const stepOf = (at: number, text: string, sure: number | null = null): Step => ({ at, text, sure });

function offerText({ offer, outcome, display, reason }: OfferShownView): string {
  const name = offerName(offer);
  if (outcome === 'shown') return t('visits.offer.shown', { display: deviceName(display), offer: name });
  const why =
    outcome !== 'withheld' ? t(`offers.${outcome}`) : reason === 'control' ? t('offers.control') : tOr(`reason.${reason}`, reason);
  return t('visits.offer.notShown', { offer: name, why });
}

/** Everything that is known of a visit, in the order of happening. */
function stepsOf({ start, end, zones, items, offers, receipts }: VisitDetail): readonly Step[] {
  const steps = [
    stepOf(start, t('visits.began')),
    ...zones.map(({ zone, from, to }) => {
      const name = zoneName(zone);
      return stepOf(
        from,
        to === null ? t('visits.cameNow', { zone: name }) : t('visits.came', { zone: name, duration: duration(to - from) }),
      );
    }),
    ...items.flatMap((item) => {
      const name = itemTitle(item);
      const took = stepOf(item.from, t('visits.took.step', { item: name }), item.to === null ? item.confidence : null);
      if (item.to === null || item.outcome === null) return [took];
      return [took, stepOf(item.to, t(`visits.end.${item.outcome}`, { item: name }), item.confidence)];
    }),
    ...offers.map((offer) => stepOf(offer.shownAt ?? offer.at, offerText(offer))),
    ...receipts.map(({ at, totalMinor, pieces }) => stepOf(at, t('visits.paid', { money: money(totalMinor), n: pieces }))),
    ...(end === null ? [] : [stepOf(end, t('visits.ended'))]),
  ];
  // The sort is stable: what happened at one moment stays in the order above, and the end is the last of its moment.
  return steps.toSorted((a, b) => a.at - b.at);
}

/** A visit in words, and as a spreadsheet. */
export function VisitSteps({ visit }: { readonly visit: VisitDetail }) {
  const steps = stepsOf(visit);
  const save = () =>
    saveSheet(`visit-${visit.id}`, {
      head: [t('visits.step.time'), t('visits.step.what'), t('visits.step.sure')],
      rows: steps.map(({ at, text, sure }) => [new Date(at).toISOString(), text, sure]),
    });
  return (
    <section class="visit-steps" aria-labelledby="visit-steps-title">
      <div class="part-head">
        <h3 id="visit-steps-title">{t('visits.steps')}</h3>
        <button type="button" class="button-quiet" onClick={save} aria-label={t('chart.csvOf', { what: t('visits.steps') })}>
          CSV
        </button>
      </div>
      <ol>
        {steps.map(({ at, text, sure }) => (
          <li key={`${at} ${text}`}>
            <time class="muted">{secondOf(at)}</time>
            <span>
              {text} {sure !== null && <span class="muted">{t('confidence', { percent: percent(sure) })}</span>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
