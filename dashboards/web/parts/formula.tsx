import { signal } from '@preact/signals';
import type { MetricView } from '../../../gateway/http/contract-metrics.ts';
import { pick, t } from '../i18n/translate.ts';
import { metrics } from '../state/metrics.ts';
import { Icon } from './icon.tsx';

interface FormulaProps {
  /** Ids of metrics. */
  readonly of: readonly string[];
}

function useDefinitions({ of }: FormulaProps): readonly MetricView[] {
  if (of.length === 0) return [];
  const known = metrics();
  return of.map((id) => known.get(id)).filter((metric) => metric !== undefined);
}

function Definitions({ found }: { readonly found: readonly MetricView[] }) {
  return (
    <dl class="formulas">
      {found.map(({ id, version, name, meaning, formula, minimum }) => (
        <div key={id} data-metric={id}>
          <dt>{pick(name)}</dt>
          <dd>
            {pick(meaning)}
            <code>{formula}</code>
            <span class="muted">
              {t('formula.version', { id, version })}
              {minimum && ` · ${t('formula.minimum', { n: minimum.n, what: pick(minimum.of) })}`}
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** How the figures of a panel are worked out, to be opened by who wants to know. Nothing until the definitions are there. */
export function Formula(props: FormulaProps) {
  const found = useDefinitions(props);
  if (found.length === 0) return null;
  return (
    <details class="formula">
      <summary>{t('formula.how')}</summary>
      <Definitions found={found} />
    </details>
  );
}

const CARD = 'formula-card';
/** What the card tells; it is one for the whole page. */
const chosen = signal<(FormulaProps & { readonly label: string }) | null>(null);

/**
 * The same beside one figure: a button that opens a card above the page. The browser does what has to be done for keyboards, touch and those
 * who hear the page: Escape or a touch beside it closes it, and the focus goes back.
 */
export function FormulaButton({ label, of }: FormulaProps & { readonly label: string }) {
  if (useDefinitions({ of }).length === 0) return null;
  return (
    <button
      type="button"
      class="formula-open"
      popovertarget={CARD}
      popovertargetaction="show"
      aria-label={t('formula.of', { what: label })}
      title={t('formula.how')}
      onClick={() => {
        chosen.value = { label, of };
      }}
    >
      <Icon name="formula" />
    </button>
  );
}

/** Where `FormulaButton` shows what it is about. */
export function FormulaCard() {
  const label = chosen.value?.label ?? '';
  const found = useDefinitions({ of: chosen.value?.of ?? [] });
  return (
    <div id={CARD} popover="auto" class="formula-card" role="dialog" aria-label={t('formula.of', { what: label })}>
      <div class="formula-head">
        <strong>{label}</strong>
        <button type="button" class="button-quiet" popovertarget={CARD} popovertargetaction="hide" autofocus>
          {t('formula.close')}
        </button>
      </div>
      <Definitions found={found} />
    </div>
  );
}
