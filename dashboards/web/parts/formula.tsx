import { pick, t } from '../i18n/translate.ts';
import { metrics } from '../state/metrics.ts';

/** How figures are worked out, to be opened by who wants to know. Nothing until the definitions are there. */
export function Formula({ of }: { readonly of: readonly string[] }) {
  const known = metrics();
  const found = of.map((id) => known.get(id)).filter((metric) => metric !== undefined);
  if (found.length === 0) return null;
  return (
    <details class="formula">
      <summary>{t('formula.how')}</summary>
      <dl>
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
    </details>
  );
}
