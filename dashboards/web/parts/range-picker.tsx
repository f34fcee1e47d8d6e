import { t } from '../i18n/translate.ts';
import { COMPARISONS, PRESETS } from '../state/dates.ts';
import { ask } from '../state/place.ts';
import { comparison, preset, range, today } from '../state/range.ts';

/** Which days are looked at, and what they are compared with; both stand in the address. */
export function RangePicker({ hasComparison = true }: { readonly hasComparison?: boolean }) {
  const { from, to } = range.value;
  const isCustom = preset.value === 'custom';
  return (
    <fieldset class="range">
      <legend class="visually-hidden">{t('range.title')}</legend>
      <label>
        <span class="visually-hidden">{t('range.days')}</span>
        <select
          value={preset.value}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            ask(chosen === 'custom' ? { range: chosen, from, to } : { range: chosen, from: '', to: '' });
          }}
        >
          {PRESETS.map((name) => (
            <option key={name} value={name}>
              {t(`range.${name}`)}
            </option>
          ))}
        </select>
      </label>
      {isCustom && (
        <>
          <label>
            <span class="visually-hidden">{t('range.from')}</span>
            <input type="date" value={from} max={to} onChange={(event) => ask({ from: event.currentTarget.value })} />
          </label>
          <label>
            <span class="visually-hidden">{t('range.to')}</span>
            <input type="date" value={to} min={from} max={today.value} onChange={(event) => ask({ to: event.currentTarget.value })} />
          </label>
        </>
      )}
      {hasComparison && (
        <label>
          <span class="visually-hidden">{t('range.compare')}</span>
          <select
            value={comparison.value}
            onChange={(event) => {
              const chosen = event.currentTarget.value;
              ask({ compare: chosen === 'none' ? '' : chosen });
            }}
          >
            {COMPARISONS.map((name) => (
              <option key={name} value={name}>
                {t(`range.compare.${name}`)}
              </option>
            ))}
          </select>
        </label>
      )}
    </fieldset>
  );
}
