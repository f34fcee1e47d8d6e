/** Stages as the API names them, in the order of a relation. */
export const STAGES = ['aware', 'exploring', 'expanding', 'committed', 'lapsing'] as const;

export const PAGE_ROWS = 50;

type Query = Readonly<Record<string, string>>;

const FILTERS = ['stage', 'tier', 'segment'] as const;

/** Takes every filter away, and begins at the first page. */
export const NO_FILTERS: Query = { stage: '', tier: '', segment: '', after: '' };

export const isFiltered = (query: Query): boolean => FILTERS.some((name) => query[name] !== undefined);

/** The query string that asks for the customers of an address; what the API would refuse is left out. */
export function customersAsked(query: Query): string {
  const { stage, tier, segment } = query;
  return new URLSearchParams({
    ...(STAGES.some((known) => known === stage) && stage !== undefined ? { stage } : {}),
    ...(tier === undefined ? {} : { tier: tier.slice(0, 64) }),
    ...(segment !== undefined && /^[1-5x]{3}$/.test(segment) ? { segment } : {}),
  }).toString();
}

const PSEUDONYM = /^[\w-]{22}$/;

/** A pseudonym of the address, or nothing. */
export const pseudonymIn = (text: string | undefined): string | null => (text !== undefined && PSEUDONYM.test(text) ? text : null);

/** Enough of a pseudonym to tell customers of one list apart. */
export const shortName = (visitor: string): string => `${visitor.slice(0, 6)}…`;
