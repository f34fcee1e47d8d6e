import type { VisitsSpanView } from '../../../gateway/http/contract-visits.ts';
import { number, percent } from '../i18n/format.ts';
import { pick, t } from '../i18n/translate.ts';
import { Figure } from '../parts/figure.tsx';
import { Answered, PageFrame } from '../parts/page-frame.tsx';
import { Empty, Panel } from '../parts/panel.tsx';
import { VisitDetail } from '../parts/visit-detail.tsx';
import { VisitList } from '../parts/visit-list.tsx';
import { store } from '../state/model.ts';
import { ask, query } from '../state/place.ts';
import { comparedRange, range } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import { FILTERS, type Filter, isFiltered, PAGE_ROWS, pageIn, visitsAsked } from '../state/visit-filters.ts';
import '../styles/visits-page.css';

/** A filter chosen anew begins at the first page. */
const choose = (name: Filter | 'zone', value: string) => ask({ [name]: value === 'any' ? '' : value, page: '' });

function Choice<F extends Filter>({ name }: { readonly name: F }) {
  const choices: readonly string[] = FILTERS[name];
  return (
    <label>
      <span class="visually-hidden">{t(`visits.${name}`)}</span>
      <select value={query.value[name] ?? 'any'} onChange={(event) => choose(name, event.currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {t(`visits.${name}.${choice}` as Parameters<typeof t>[0])}
          </option>
        ))}
      </select>
    </label>
  );
}

function Filters() {
  return (
    <fieldset class="range">
      <legend class="visually-hidden">{t('visits.filters')}</legend>
      <Choice name="state" />
      <Choice name="who" />
      <Choice name="took" />
      <label>
        <span class="visually-hidden">{t('visits.inZone')}</span>
        <select value={query.value.zone ?? 'any'} onChange={(event) => choose('zone', event.currentTarget.value)}>
          <option value="any">{t('visits.inZone.any')}</option>
          {store.value?.zones.map(({ id, name }) => (
            <option key={id} value={id}>
              {pick(name, id)}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}

function NoVisits() {
  if (!isFiltered(query.value)) return <Empty text={t('visits.nobody')} />;
  return (
    <>
      <Empty text={t('visits.noMatch')} />
      <button type="button" class="button-quiet more" onClick={() => ask({ state: '', who: '', took: '', zone: '', page: '' })}>
        {t('visits.clear')}
      </button>
    </>
  );
}

interface Seen {
  readonly span: VisitsSpanView;
  readonly compared: VisitsSpanView | null;
}

/** Of the visits that the filters leave. */
function Figures({ span, compared }: Seen) {
  const share = (of: VisitsSpanView): number | null => (of.visits === 0 ? null : of.bought / of.visits);
  const now = share(span);
  return (
    <section class="figures" aria-label={t('visits.figures')}>
      <Figure
        id="visits"
        label={t('visits.count')}
        value={number(span.visits)}
        now={span.visits}
        before={compared?.visits ?? null}
        of={['visit']}
      />
      <Figure id="open" label={t('visits.state.open')} value={number(span.open)} of={['visit']} />
      <Figure
        id="bought"
        label={t('visits.boughtShare')}
        value={now === null ? '–' : percent(now)}
        {...(now === null ? {} : { now })}
        before={compared && share(compared)}
        write={percent}
        sub={t('visits.boughtSub', { n: span.bought })}
        of={['visit_conversion']}
      />
    </section>
  );
}

/** Who came and what became of it: all visits of some days, and one of them as a timeline. */
export function VisitsPage() {
  const asked = visitsAsked(range.value, query.value);
  const known = useAnswer<VisitsSpanView>(`/insight/visits?${asked}&limit=${PAGE_ROWS}&skip=${pageIn(query.value) * PAGE_ROWS}`);
  const other = comparedRange.value;
  const compared = useAnswer<VisitsSpanView>(other && `/insight/visits?${visitsAsked(other, query.value)}&limit=1`).value;
  const chosen = query.value.visit;
  const { value } = known;
  const summary = value ? t('visits.found', { n: value.visits, bought: value.bought, open: value.open }) : undefined;
  return (
    <PageFrame id="visits" title={t('nav.visits')} tools={<Filters />}>
      {value !== null && value.visits > 0 && <Figures span={value} compared={compared} />}
      <div class={chosen === undefined ? 'visits-and-one' : 'visits-and-one has-one'}>
        <Panel id="visit-list" title={t('visits.list')} summary={summary}>
          <Answered known={known}>{(span) => (span.rows.length === 0 ? <NoVisits /> : <VisitList span={span} />)}</Answered>
          {value !== null && value.visits > 0 && (
            <a class="button-quiet more" href={`./api/v1/insight/visits.csv?${asked}`} download="visits.csv">
              {t('visits.csv')}
            </a>
          )}
        </Panel>
        {chosen !== undefined && <VisitDetail key={chosen} id={chosen} />}
      </div>
    </PageFrame>
  );
}
