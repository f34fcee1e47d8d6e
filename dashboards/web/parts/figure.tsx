import { number, signedPercent } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { FormulaButton } from './formula.tsx';

interface FigureProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** The figure itself and what it is compared with; nothing is said where there is no comparison. */
  readonly now?: number;
  readonly before?: number | null;
  /** How the figure it is compared with is written. */
  readonly write?: (value: number) => string;
  readonly sub?: string;
  /** Ids of the metrics that say what it means and how it is worked out. */
  readonly of?: readonly string[];
}

/** One figure with what it is called, and how it differs from what it is compared with. */
export function Figure({ id, label, value, now, before, write = number, sub, of = [] }: FigureProps) {
  const change =
    now === undefined || before === undefined || before === null
      ? null
      : before === 0
        ? t('figure.from', { before: write(before) })
        : t('figure.change', { change: signedPercent(now / before - 1), before: write(before) });
  return (
    <div class="kpi" data-figure={id}>
      <div class="figure-head">
        <h3 class="kpi-label">{label}</h3>
        <FormulaButton of={of} label={label} />
      </div>
      <p class="figure-value">{value}</p>
      {change && <p class="figure-change">{change}</p>}
      {sub && <p class="kpi-sub">{sub}</p>}
    </div>
  );
}
