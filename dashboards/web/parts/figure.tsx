import { number, signedPercent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';

interface FigureProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** The figure itself and what it is compared with; nothing is said where there is no comparison. */
  readonly now?: number;
  readonly before?: number | null;
  readonly sub?: string;
}

/** One figure with what it is called, and how it differs from what it is compared with. */
export function Figure({ id, label, value, now, before, sub }: FigureProps) {
  const change =
    now === undefined || before === undefined || before === null
      ? null
      : before === 0
        ? t('figure.from', { before: number(before) })
        : t('figure.change', { change: signedPercent(now / before - 1), before: number(before) });
  return (
    <div class="kpi" data-figure={id}>
      <h3 class="kpi-label">{label}</h3>
      <p class="figure-value">{value}</p>
      {change && <p class="figure-change">{change}</p>}
      {sub && <p class="kpi-sub">{sub}</p>}
    </div>
  );
}
