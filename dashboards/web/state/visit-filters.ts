import type { Range } from './dates.ts';

/** Choices of the visits page by their names in the address; the first of each is what an empty address means. */
export const FILTERS = {
  state: ['any', 'open', 'ended'],
  who: ['any', 'members', 'others'],
  took: ['any', 'items', 'bought', 'unsold', 'nothing'],
} as const;
export type Filter = keyof typeof FILTERS;

/** What each choice asks of the API. */
const ASKED: Readonly<Record<Filter, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  state: { open: { open: 'true' }, ended: { open: 'false' } },
  who: { members: { member: 'true' }, others: { member: 'false' } },
  took: {
    items: { items: 'true' },
    bought: { bought: 'true' },
    unsold: { items: 'true', bought: 'false' },
    nothing: { items: 'false' },
  },
};

export const PAGE_ROWS = 50;

type Query = Readonly<Record<string, string>>;

export const isFiltered = (query: Query): boolean => ['zone', ...Object.keys(FILTERS)].some((name) => query[name] !== undefined);

/** 0 for the first page; what is no page in the address is the first. */
export const pageIn = (query: Query): number => {
  const page = Number(query.page ?? 0);
  return Number.isSafeInteger(page) && page > 0 && page <= 20_000 ? page : 0;
};

/** The query string that asks for the visits of an address. */
export function visitsAsked({ from, to }: Range, query: Query): string {
  const chosen = (Object.keys(FILTERS) as Filter[]).map((name) => ASKED[name][query[name] ?? ''] ?? {});
  const zone = query.zone === undefined ? {} : { zone: query.zone };
  return new URLSearchParams(Object.assign({ from, to }, ...chosen, zone)).toString();
}
