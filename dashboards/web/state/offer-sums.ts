import type { OfferFiguresView } from '../../../gateway/http/contract-offers.ts';

/** What displays were asked, what they proved, and what followed. */
export interface Screens {
  readonly asked: number;
  readonly shown: number;
  readonly acted: number;
  readonly bought: number;
  /** Null where it is not known how long displays had it in view. */
  readonly visibleMs: number | null;
}

export const GROUPS = ['offer', 'display', 'day'] as const;
export type Group = (typeof GROUPS)[number];
export interface Grouped extends Screens {
  /** Id of the offer or display, or the date. */
  readonly key: string;
}

type Counted = Omit<Screens, 'visibleMs'> & { readonly visibleMs?: number | null };

export const sumOf = (rows: readonly Counted[]): Screens => {
  const of = (figure: 'asked' | 'shown' | 'acted' | 'bought'): number => rows.reduce((sum, row) => sum + row[figure], 0);
  const times = rows.map(({ visibleMs }) => visibleMs ?? null).filter((time) => time !== null);
  const visibleMs = times.length === 0 ? null : times.reduce((sum, time) => sum + time, 0);
  return { asked: of('asked'), shown: of('shown'), acted: of('acted'), bought: of('bought'), visibleMs };
};

/** The same figures of one offer alone; of an offer that nobody knows, of all of them. */
export function narrowed(view: OfferFiguresView, offer: string | undefined): OfferFiguresView {
  if (!view.offers.some((one) => one.offer === offer)) return view;
  const isMeant = (row: { readonly offer: string }): boolean => row.offer === offer;
  return { ...view, offers: view.offers.filter(isMeant), days: view.days.filter(isMeant), displays: view.displays.filter(isMeant) };
}

const groupedBy = <Row extends Counted>(rows: readonly Row[], keyOf: (row: Row) => string): Grouped[] =>
  [...Map.groupBy(rows, keyOf)].map(([key, own]) => ({ key, ...sumOf(own) }));

export function groupsOf({ offers, days, displays }: OfferFiguresView, by: Group): Grouped[] {
  if (by === 'offer') return groupedBy(offers, ({ offer }) => offer);
  if (by === 'display') return groupedBy(displays, ({ display }) => display);
  return groupedBy(days, ({ date }) => date);
}
