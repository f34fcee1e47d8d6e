import type { ComponentChildren } from 'preact';
import { dateOf, secondOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import type { Range } from '../state/dates.ts';
import { now } from '../state/model.ts';
import { range } from '../state/range.ts';
import type { Known } from '../state/use-answer.ts';
import { RangePicker } from './range-picker.tsx';

export const daysOf = ({ from, to }: Range): string =>
  from === to ? dateOf(from) : t('range.span', { from: dateOf(from), to: dateOf(to) });

interface FrameProps {
  readonly id: string;
  readonly title: string;
  /** `none` for pages that show the present only. */
  readonly picker?: 'none' | 'range' | 'compared';
  /** More choices of the page: grouping, filters. */
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The head that every page has: what it shows, of which days, and up to when that is complete. */
export function PageFrame({ id, title, picker = 'compared', tools, children }: FrameProps) {
  const complete = now.value?.completeUntil;
  return (
    <div class={`page page-${id}`}>
      <header class="page-head">
        <div>
          <h2 class="page-title">{title}</h2>
          <p class="page-sub">
            {picker !== 'none' && <span>{daysOf(range.value)}</span>}
            {complete !== undefined && <span>{t('link.complete', { time: secondOf(complete) })}</span>}
          </p>
        </div>
        <div class="page-tools">
          {tools}
          {picker !== 'none' && <RangePicker hasComparison={picker === 'compared'} />}
        </div>
      </header>
      {children}
    </div>
  );
}

/** Shows what was answered; until then that it was asked, and when it failed, why and what to do. */
export function Answered<T>({ known, children }: { readonly known: Known<T>; readonly children: (value: T) => ComponentChildren }) {
  const { value, problem } = known;
  return (
    <>
      {problem && (
        <p class="page-problem" role="alert">
          {t('app.failed')} {problem.detail} {problem.next}
        </p>
      )}
      {value === null ? !problem && <p role="status">{t('app.loading')}</p> : children(value)}
    </>
  );
}
