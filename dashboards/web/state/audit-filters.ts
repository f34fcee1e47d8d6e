type Query = Readonly<Record<string, string>>;

export const PAGE_ROWS = 50;
/** In the address, who sat at the command line: the API calls them by an empty name, which an address would lose. */
export const CONSOLE = '-';
export const NO_FILTERS: Query = { who: '', what: '', outcome: '', q: '', before: '' };

export const isFiltered = (query: Query): boolean => ['who', 'what', 'outcome', 'q'].some((name) => query[name] !== undefined);

/** The newest row that a page must not show any more; null on the first page, and for what is no row in the address. */
export const beforeIn = ({ before }: Query): number | null => {
  const seq = Number(before);
  return Number.isSafeInteger(seq) && seq > 0 ? seq : null;
};

/** The query string that asks for the rows of an address; `span` is the days as `from` and `to`. */
export function auditAsked(span: string, { who, what, outcome, q }: Query): string {
  const asked = { who: who === CONSOLE ? '' : who, what, outcome, text: q };
  const given = Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as [string, string]]));
  return [span, new URLSearchParams(given).toString()].filter((part) => part !== '').join('&');
}
