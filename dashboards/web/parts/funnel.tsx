import type { FunnelView } from '../../../gateway/http/contract-journey.ts';
import { number, percent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { saveSheet } from '../state/download.ts';
import { inPercent } from '../state/zone-rates.ts';

const STEPS = ['visits', 'stayed', 'picked', 'tried', 'bought'] as const;
type Step = (typeof STEPS)[number];

const countOf = (funnel: FunnelView, step: Step): number => funnel[step] ?? 0;
const shareOf = (funnel: FunnelView, step: Step): number => countOf(funnel, step) / Math.max(1, funnel.visits);

function hintOf(funnel: FunnelView, step: Step): string {
  if (step === 'visits') return t('journey.visitsHint', { n: funnel.people });
  return step === 'picked' ? '' : t(`journey.${step}Hint`);
}

interface FunnelProps {
  readonly funnel: FunnelView;
  readonly compared: FunnelView | null;
}

function save({ funnel, compared }: FunnelProps, steps: readonly Step[]): void {
  const head = [t('journey.step'), t('journey.count'), t('journey.share')];
  saveSheet('journey-funnel', {
    head: compared ? [...head, t('journey.compared')] : head,
    rows: steps.map((step) => [
      t(`journey.${step}`),
      countOf(funnel, step),
      inPercent(shareOf(funnel, step)),
      ...(compared ? [countOf(compared, step)] : []),
    ]),
  });
}

/** From coming in to buying, one step below the other; what is compared with stands beside each. */
export function Funnel({ funnel, compared }: FunnelProps) {
  const steps = STEPS.filter((step) => funnel[step] !== null);
  return (
    <>
      <ol class="funnel">
        {steps.map((step) => (
          <li key={step} data-step={step}>
            <span class="funnel-name">{t(`journey.${step}`)}</span>
            <strong>{number(countOf(funnel, step))}</strong>
            <meter min={0} max={1} value={shareOf(funnel, step)} aria-label={t(`journey.${step}`)} />
            <span class="muted">{hintOf(funnel, step)}</span>
            <span class="muted funnel-share">
              {step === 'visits' ? '' : t('journey.ofVisits', { percent: percent(shareOf(funnel, step)) })}
              {compared && ` ${t('journey.before', { n: countOf(compared, step), percent: percent(shareOf(compared, step)) })}`}
            </span>
          </li>
        ))}
      </ol>
      <div class="listing-tools">
        <button
          type="button"
          class="button-quiet"
          onClick={() => save({ funnel, compared }, steps)}
          aria-label={t('chart.csvOf', { what: t('journey.funnel') })}
        >
          CSV
        </button>
      </div>
    </>
  );
}
