import type { AuditEntry, AuditSums } from '../../../gateway/http/contract-actuator.ts';
import { language, t } from '../i18n/translate.ts';
import { auditAsked, beforeIn, CONSOLE, isFiltered, NO_FILTERS, PAGE_ROWS } from '../state/audit-filters.ts';
import { ask, query } from '../state/place.ts';
import { spanAsked } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import { AuditLine, outcomeText, whatText, whoText } from './audit-row.tsx';
import { Answered } from './page-frame.tsx';
import { Empty, Panel } from './panel.tsx';

interface ChoiceProps {
  readonly name: 'who' | 'what' | 'outcome';
  /** Value in the address, and what it is called. */
  readonly options: readonly { readonly value: string; readonly text: string }[];
}

function Choice({ name, options }: ChoiceProps) {
  const chosen = query.value[name] ?? '';
  // What the address asks for can be chosen still, though nothing of these days is like it.
  const isStray = chosen !== '' && !options.some(({ value }) => value === chosen);
  return (
    <label>
      <span class="visually-hidden">{t(`audit.${name}`)}</span>
      <select value={chosen} onChange={(event) => ask({ [name]: event.currentTarget.value, before: '' })}>
        <option value="">{t(`audit.${name}.any`)}</option>
        {isStray && <option value={chosen}>{chosen}</option>}
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Filters by what stands in the log of these days. */
function Filters({ sums }: { readonly sums: AuditSums }) {
  return (
    <fieldset class="range audit-filters">
      <legend class="visually-hidden">{t('audit.filters')}</legend>
      <Choice name="who" options={sums.who.map(({ kind, id }) => ({ value: id === '' ? CONSOLE : id, text: whoText(kind, id) }))} />
      <Choice name="what" options={sums.what.map(({ what }) => ({ value: what, text: whatText(what) }))} />
      <Choice name="outcome" options={sums.outcomes.map(({ outcome }) => ({ value: outcome, text: outcomeText(outcome) }))} />
      <label>
        <span class="visually-hidden">{t('audit.search')}</span>
        <input
          type="search"
          maxLength={100}
          placeholder={t('audit.search')}
          value={query.value.q ?? ''}
          onChange={(event) => ask({ q: event.currentTarget.value.trim(), before: '' })}
        />
      </label>
      {isFiltered(query.value) && (
        <button type="button" class="button-quiet" onClick={() => ask(NO_FILTERS)}>
          {t('audit.clear')}
        </button>
      )}
    </fieldset>
  );
}

function Table({ rows }: { readonly rows: readonly AuditEntry[] }) {
  const heads = ['when', 'who', 'what', 'about', 'outcome', 'why', 'row'] as const;
  return (
    <div class="listing">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section class="listing-scroll" tabIndex={0} aria-label={t('listing.of', { what: t('audit.list') })}>
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col" class={head === 'row' ? 'is-number' : ''}>
                  {t(`audit.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <AuditLine key={row.seq} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

/** Pages go by rows, not by numbers: new rows that come meanwhile move nothing. */
function Pages({ last }: { readonly last: number | null }) {
  const isFirst = beforeIn(query.value) === null;
  if (isFirst && last === null) return null;
  return (
    <nav class="audit-pages" aria-label={t('audit.pages')}>
      <button type="button" class="button-quiet" disabled={isFirst} onClick={() => ask({ before: '' })}>
        « {t('audit.newest')}
      </button>
      <button type="button" class="button-quiet" disabled={last === null} onClick={() => ask({ before: String(last) })}>
        {t('audit.older')} ›
      </button>
    </nav>
  );
}

/** Who did what when, the newest first; what is chosen stands in the address. */
export function AuditList({ sums }: { readonly sums: AuditSums }) {
  const asked = auditAsked(spanAsked.value, query.value);
  const before = beforeIn(query.value);
  // One row more than is shown tells whether there are older ones.
  const page = `limit=${PAGE_ROWS + 1}&lang=${language.value}${before === null ? '' : `&before=${before}`}`;
  const known = useAnswer<AuditEntry[]>(`/audit?${asked}&${page}`);
  return (
    <Panel id="audit-list" title={t('audit.list')}>
      <Filters sums={sums} />
      <Answered known={known}>
        {(rows) => {
          const shown = rows.slice(0, PAGE_ROWS);
          return (
            <>
              {shown.length === 0 ? <Empty text={t('audit.noMatch')} /> : <Table rows={shown} />}
              <Pages last={rows.length > PAGE_ROWS ? (shown.at(-1)?.seq ?? null) : null} />
            </>
          );
        }}
      </Answered>
      <a class="button-quiet more" href={`./api/v1/audit.csv?${asked}`} download="audit.csv">
        {t('audit.csv')}
      </a>
    </Panel>
  );
}
