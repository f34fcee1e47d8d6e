import type { OfferResults } from '../../../gateway/http/contract-experiment.ts';
import { number, percent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';

/** How far visits came with an offer: those that it was meant for, and of those that were to see it, how many got how far. */
export function OfferFunnel({ eligible, arms }: Pick<OfferResults, 'eligible' | 'arms'>) {
  const treated = arms.find(({ arm }) => arm === 'treatment');
  if (treated === undefined) return null;
  const held = arms.filter(({ arm }) => arm !== 'treatment').reduce((sum, { assigned }) => sum + assigned, 0);
  const steps = [
    { step: 'eligible', count: eligible },
    { step: 'assigned', count: treated.assigned },
    { step: 'shownStep', count: treated.shown },
    { step: 'pickedStep', count: treated.picked },
    { step: 'boughtStep', count: treated.bought },
  ] as const;
  // Visits are deleted before their sums are: then more are assigned than are still known to have been eligible.
  const most = Math.max(1, eligible, treated.assigned);
  return (
    <div>
      <ol class="offer-funnel" aria-label={t('effect.funnel')}>
        {steps.map(({ step, count }, index) => (
          <li key={step} data-step={step} title={t(`effect.${step}Hint`)}>
            <span>{t(`effect.${step}`)}</span>
            <meter min={0} max={most} value={count} aria-label={t(`effect.${step}`)} />
            <strong>{number(count)}</strong>
            <span class="muted">{index > 1 && treated.assigned > 0 ? percent(count / treated.assigned) : ''}</span>
          </li>
        ))}
      </ol>
      {held > 0 && <p class="muted">{t('effect.held', { n: held })}</p>}
    </div>
  );
}
