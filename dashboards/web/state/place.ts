import { computed, signal } from '@preact/signals';
import { PAGE_NAMES } from '../page-names.ts';

/** `now` is the first page, at the root. */
export type PageName = 'now' | (typeof PAGE_NAMES)[number];
type Query = Readonly<Record<string, string>>;

/** Where the operator is: the page, and in its query what restores the view (range, grouping, what is chosen). */
interface Place {
  /** Null: no page has this name. */
  readonly page: PageName | null;
  readonly query: Query;
}

const pageIn = (path: string): PageName | null => {
  const name = path.split('/').findLast((part) => part !== '') ?? 'now';
  return name === 'index.html' || name === 'now' ? 'now' : (PAGE_NAMES.find((known) => known === name) ?? null);
};

const read = (): Place => ({ page: pageIn(location.pathname), query: Object.fromEntries(new URLSearchParams(location.search)) });

export const place = signal<Place>(read());
export const query = computed<Query>(() => place.value.query);

/** What goes along from page to page: the range that is looked at, and the screen on the wall that it is. */
const KEPT = ['range', 'from', 'to', 'compare', 'kiosk', 'pages', 'every'];

/** Address of a page, relative to the root where all pages are. */
export function hrefOf(page: PageName, asked: Query = {}): string {
  const kept = Object.entries(query.value).filter(([name]) => KEPT.includes(name));
  const text = new URLSearchParams({ ...Object.fromEntries(kept), ...asked }).toString();
  return `./${page === 'now' ? '' : page}${text === '' ? '' : `?${text}`}`;
}

export function go(page: PageName, asked: Query = {}): void {
  history.pushState(null, '', hrefOf(page, asked));
  place.value = read();
  scrollTo(0, 0);
}

/** Another page in place of this one, which the way back passes over. */
export function turnTo(page: PageName): void {
  history.replaceState(null, '', hrefOf(page));
  place.value = read();
  scrollTo(0, 0);
}

/** The first page in place of this one, which the way back passes over: what a login leads to. */
export function arrive(): void {
  history.replaceState(null, '', './');
  place.value = read();
}

/** Changes parts of the query of this page; an empty text takes its part away. The browser's way back undoes it. */
export function ask(parts: Query): void {
  const all = Object.entries({ ...query.value, ...parts }).filter(([, value]) => value !== '');
  const text = new URLSearchParams(Object.fromEntries(all)).toString();
  history.pushState(null, '', text === '' ? location.pathname : `${location.pathname}?${text}`);
  place.value = read();
}

addEventListener('popstate', () => {
  place.value = read();
});
