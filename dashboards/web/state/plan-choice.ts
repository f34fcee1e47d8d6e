import { computed, signal } from '@preact/signals';
import { ask, query } from './place.ts';
import type { Point } from './plan-draft.ts';
import { draft } from './plan-editor.ts';

/** What the drawing is used for: choosing and moving, drawing a zone, or measuring the scale. */
export type Mode =
  | { readonly name: 'select' }
  | { readonly name: 'draw'; readonly points: readonly Point[]; readonly cursor: Point; readonly zone: string | null }
  | { readonly name: 'scale'; readonly points: readonly Point[] };

export const mode = signal<Mode>({ name: 'select' });
/** The chosen corner of the chosen zone; null for the zone as a whole. */
export const corner = signal<number | null>(null);
/** Grid that points are put on, plan units; 0: none. */
export const grid = signal(0.25);

/** What is chosen stands in the address: a zone by its id, anything else by its key. */
export const zone = computed(() => draft.value?.zones.find(({ id }) => id === query.value.zone));
export const thing = computed(() => draft.value?.places.find(({ key }) => key === query.value.place));

export function choose(what: { readonly zone?: string; readonly place?: string }, at: number | null = null): void {
  mode.value = { name: 'select' };
  corner.value = at;
  if (what.zone === query.value.zone && what.place === query.value.place) return;
  ask({ zone: what.zone ?? '', place: what.place ?? '' });
}
