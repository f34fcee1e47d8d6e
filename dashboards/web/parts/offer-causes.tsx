import type { OfferFigures } from '../../../gateway/http/contract-offers.ts';
import { money, number } from '../i18n/format.ts';
import { pick, t, tOr } from '../i18n/translate.ts';
import { DataTable, Disclosure } from './data-table.tsx';

const causeText = (code: string): string => tOr(`reason.${code}`, code);

/** What each decision about an offer came to, and how often its event happened at all. */
export function Causes({ offer, name, causes, considered, unmet }: OfferFigures) {
  if (causes.length === 0 && considered === 0) return null;
  const rows = causes.map(({ code, times }) => ({ key: code, cells: [causeText(code), number(times)] }));
  return (
    <Disclosure id={`causes-${offer}`} summary={t('effect.why')}>
      {considered > 0 && <p class="muted">{t('effect.considered', { n: considered, unmet })}</p>}
      {rows.length > 0 && (
        <DataTable name={t('effect.whyOf', { name: pick(name, offer) })} head={[t('effect.cause'), t('effect.times')]} rows={rows} />
      )}
    </Disclosure>
  );
}

const CAPS = [
  { limit: 'visit', most: 'perVisit', code: 'capped-visit' },
  { limit: 'visitor', most: 'perVisitorDay', code: 'capped-visitor' },
  { limit: 'display', most: 'perDisplayHour', code: 'capped-display' },
] as const;

function Spent({ of, spent, limit }: { readonly of: string; readonly spent: number; readonly limit: number | null }) {
  if (limit === null) return null;
  return (
    <div class="budget">
      <span>{of}</span>
      <span class="muted">{t('effect.budgetOf', { spent: money(spent), limit: money(limit) })}</span>
      <meter min={0} max={limit} high={limit * 0.9} value={Math.min(limit, spent)} aria-label={of} />
    </div>
  );
}

/** How often it may be made and how often that was reached; what it may cost and what it has. */
export function Caps({ offer, limits, budget, causes }: OfferFigures) {
  if (limits === null) return null;
  return (
    <Disclosure id={`limits-${offer}`} summary={t('effect.limits')}>
      <dl class="caps">
        {CAPS.map(({ limit, most, code }) => {
          const times = causes.find((cause) => cause.code === code)?.times ?? 0;
          return (
            <div key={limit}>
              <dt>{t(`effect.limit.${limit}`)}</dt>
              <dd>
                {t('effect.limit.most', { n: limits[most] })}
                <span class="muted">{times === 0 ? t('effect.limit.notReached') : t('effect.limit.reached', { n: times })}</span>
              </dd>
            </div>
          );
        })}
      </dl>
      {budget === null ? (
        <p class="muted">{t('effect.noBudget')}</p>
      ) : (
        <>
          <Spent of={t('effect.budget')} spent={budget.spentMinor} limit={budget.limitMinor} />
          <Spent of={t('effect.budgetDay')} spent={budget.todayMinor} limit={budget.dayMinor} />
        </>
      )}
    </Disclosure>
  );
}
