import { computed, effect } from '@preact/signals';
import { PAGE_NAMES } from '../page-names.ts';
import { ask, type PageName, place, query, turnTo } from './place.ts';

/** What a screen on the wall shows, as its address says it: `?kiosk=1&pages=now,shelves&every=30`. */
export interface Kiosk {
  /** One after the other, at least one. */
  readonly pages: readonly PageName[];
  /** How long each page stays, 5..3600 s. */
  readonly everyS: number;
}

/** What most shops look at together; nothing of members. */
const USUAL: readonly PageName[] = ['now', 'footfall', 'shelves', 'alerts'];
const USUAL_S = 30;
/** Pages to work on, which are nothing for a wall. */
const NOT_FOR_WALLS: ReadonlySet<PageName> = new Set<PageName>([
  'customers',
  'offer-editor',
  'settings',
  'audit',
  'reports',
  'plan-editor',
]);

const isShown = (name: string): name is PageName => ['now', ...PAGE_NAMES].includes(name) && !NOT_FOR_WALLS.has(name as PageName);

/** The screen that a query asks for; null for a page like any other. What is no page, or none for a wall, is left out. */
function kioskIn(asked: Readonly<Record<string, string>>): Kiosk | null {
  if (asked.kiosk !== '1') return null;
  const pages = [...new Set((asked.pages ?? '').split(','))].filter(isShown);
  const everyS = Number(asked.every ?? USUAL_S);
  return { pages: pages.length > 0 ? pages : USUAL, everyS: Number.isFinite(everyS) ? Math.min(3_600, Math.max(5, everyS)) : USUAL_S };
}

export const kiosk = computed<Kiosk | null>(() => kioskIn(query.value));

/** Keeps the document in step, before anything is drawn: sizes of texts hang on it. */
export function markKiosk(): void {
  effect(() => {
    if (kiosk.value === null) delete document.documentElement.dataset.kiosk;
    else document.documentElement.dataset.kiosk = 'true';
  });
}

/** Turns to the page after this one, over in place of it: a screen that runs for weeks must not fill the history. */
export function turnPage(): void {
  const pages = kiosk.value?.pages ?? [];
  const { page: here } = place.value;
  // From a page that is none of them, the first one.
  const next = pages[((here === null ? -1 : pages.indexOf(here)) + 1) % pages.length];
  if (next !== undefined && next !== here) turnTo(next);
}

export const leaveKiosk = (): void => ask({ kiosk: '', pages: '', every: '' });
