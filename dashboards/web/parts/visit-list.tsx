import type { VisitRow, VisitsSpanView } from '../../../gateway/http/contract-visits.ts';
import { dateTimeOf, duration, minuteOf, money, number } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { clock } from '../state/model.ts';
import { zoneName } from '../state/names.ts';
import { ask, query } from '../state/place.ts';
import { PAGE_ROWS } from '../state/visit-filters.ts';
import { Chip } from './chip.tsx';
import { Icon } from './icon.tsx';
import { PageLink } from './page-link.tsx';

function Row({ row }: { readonly row: VisitRow }) {
  const stay = duration((row.end ?? Math.max(clock.value, row.start)) - row.start);
  const facts = [
    row.zones > 0 ? t('visits.zones', { n: row.zones }) : null,
    row.picked > 0 ? t('visits.picked', { n: row.picked }) : null,
    row.offers > 0 ? t('visits.offersShown', { n: row.offers }) : null,
  ].filter((fact) => fact !== null);
  return (
    <li class="visit-row" data-visit-row={row.id}>
      <PageLink to="visits" query={{ ...query.value, visit: row.id }} isCurrent={query.value.visit === row.id}>
        <span class="visit-row-when">
          <time>{row.end === null ? dateTimeOf(row.start) : `${dateTimeOf(row.start)}–${minuteOf(row.end)}`}</time>
          <span class="muted">{row.end === null ? t('visits.now', { duration: stay }) : stay}</span>
        </span>
        <span class="visit-row-who">
          <span class="visit-who">{row.isMember ? t('visits.member') : t('visits.anonymous')}</span>
          {row.tier && <Chip tone="info" text={row.tier} />}
          <span class="visit-party">
            <Icon name="person" />
            {t('visits.party', { n: row.party })}
          </span>
        </span>
        <span class="visit-row-facts muted">{facts.join(' · ')}</span>
        <span class="visit-row-end">
          {row.end === null && <Chip tone="good" text={row.zone ? zoneName(row.zone) : t('visits.open')} />}
          {row.bought > 0 && <Chip tone="good" icon="basket" text={t('visits.boughtItems', { n: row.bought })} />}
          {row.spentMinor !== null && <strong>{money(row.spentMinor)}</strong>}
        </span>
      </PageLink>
    </li>
  );
}

/** Of the rows that are there: those that were asked for may still be on their way. */
function Pages({ span: { visits: all, skip: first, rows } }: { readonly span: VisitsSpanView }) {
  const page = Math.floor(first / PAGE_ROWS);
  const last = first + rows.length;
  const turn = (to: number) => {
    ask({ page: to === 0 ? '' : String(to), visit: '' });
    scrollTo(0, 0);
  };
  if (all <= PAGE_ROWS && page === 0) return null;
  return (
    <nav class="pages" aria-label={t('visits.pages')}>
      <button type="button" class="button-quiet" disabled={page === 0} onClick={() => turn(page - 1)}>
        ‹ {t('visits.newer')}
      </button>
      <span class="muted">{t('visits.rows', { from: number(first + 1), to: number(last), all: number(all) })}</span>
      <button type="button" class="button-quiet" disabled={last >= all} onClick={() => turn(page + 1)}>
        {t('visits.older')} ›
      </button>
    </nav>
  );
}

/** One page of the visits that were asked for, each leading to its timeline. */
export function VisitList({ span }: { readonly span: VisitsSpanView }) {
  return (
    <>
      <ul class="visit-rows">
        {span.rows.map((row) => (
          <Row key={row.id} row={row} />
        ))}
      </ul>
      <Pages span={span} />
    </>
  );
}
