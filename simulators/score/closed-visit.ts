import type { VisitItem, VisitLine } from '../truth/lines.ts';

/** A visit and its custody with an end; what is open when the recording ends lasts until then. */
export type ClosedVisit = Omit<VisitLine, 'end' | 'items'> & { readonly end: number; readonly items: readonly ClosedItem[] };
export type ClosedItem = VisitItem & { readonly to: number };

export const closeAt = (visits: readonly VisitLine[], end: number): ClosedVisit[] =>
  visits.map((visit) => ({
    ...visit,
    end: visit.end ?? Math.max(end, visit.start),
    items: visit.items.map((item) => ({ ...item, to: item.to ?? Math.max(end, item.from) })),
  }));

/** Time that two visits share over the time that either takes; 0 when they do not meet. A visit of no length meets only itself. */
export function overlap(a: ClosedVisit, b: ClosedVisit): number {
  if (a.start === b.start && a.end === b.end) return 1;
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  return shared <= 0 ? 0 : shared / (Math.max(a.end, b.end) - Math.min(a.start, b.start));
}
