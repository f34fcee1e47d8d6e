import type { OfferResults } from '../../../gateway/http/contract-experiment.ts';
import { dateOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { dateIn } from '../state/dates.ts';
import { offerResults } from '../state/lists.ts';
import { store } from '../state/model.ts';
import { ask } from '../state/place.ts';
import { range, today } from '../state/range.ts';
import { Chip } from './chip.tsx';
import { LOOKS, outcomeOf, points } from './lift.tsx';

interface WholeTimeProps {
  readonly offer: string;
  /** Of the days that are looked at. */
  readonly results: OfferResults | undefined;
}

/** What an offer came to since it began, where a few days alone tell too little. Nothing where they tell enough, or the whole time no more. */
export function WholeTime({ offer, results }: WholeTimeProps) {
  const whole = offerResults.value.find((one) => one.offer === offer);
  if (results?.state === 'final' || whole?.state !== 'final' || whole.since === null) return null;
  const from = dateIn(whole.since, store.value?.timezone ?? 'UTC');
  const { lift, interval } = whole.bought;
  if (from >= range.value.from || lift === null || interval === null) return null;
  const outcome = outcomeOf(whole);
  const numbers = { lift: points(lift), low: points(interval.low), high: points(interval.high) };
  return (
    <p class="whole-time">
      <Chip {...LOOKS[outcome]} text={t(`worth.${outcome}`)} />
      <span>{t('effect.whole', { date: dateOf(from), ...numbers })}</span>
      <button type="button" class="button-quiet" onClick={() => ask({ range: 'custom', from, to: today.value })}>
        {t('effect.toWhole')}
      </button>
    </p>
  );
}
