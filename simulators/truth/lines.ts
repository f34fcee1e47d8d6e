/** Lines of a replay's output directory; the truth is written in the same form, so that the two can be compared. */
export interface VisitLine {
  readonly visit: string;
  readonly start: number;
  /** Null while the visit is open. */
  readonly end: number | null;
  readonly visitor: string | null;
  readonly party: number;
  readonly zones: readonly { readonly zone: string; readonly from: number; readonly to: number | null }[];
  readonly items: readonly VisitItem[];
  /** Only in a truth: those of the party who walked together, and what they took. */
  readonly members?: readonly { readonly member: string; readonly people: number; readonly items: readonly string[] }[];
}

export type Outcome = 'bought' | 'returned' | 'left' | 'taken' | 'unknown';

export interface VisitItem {
  readonly epc: string;
  readonly from: number;
  /** Null while the visit holds it. */
  readonly to: number | null;
  readonly outcome: Outcome;
  readonly confidence: number;
}

export type ItemEventType = 'arrived' | 'moved' | 'picked' | 'put' | 'departed' | 'returned' | 'exited' | 'sold';

export interface ItemLine {
  readonly at: number;
  readonly emittedAt: number;
  readonly epc: string;
  readonly type: ItemEventType;
  readonly zone: string | null;
  readonly from?: string;
  readonly visit?: string;
  readonly confidence: number;
}

export interface AlertLine {
  readonly at: number;
  readonly emittedAt: number;
  readonly type: string;
  readonly zone: string | null;
  readonly epc: string | null;
  readonly visit: string | null;
  readonly severity: string;
  readonly confidence: number;
  readonly evidence: readonly unknown[];
}

/** Where an item truly is from this moment on; the first line of an item is its place at the start, or where it was brought in. */
export interface PlaceLine {
  readonly at: number;
  readonly epc: string;
  /** Null: outside the shop. */
  readonly zone: string | null;
  /** In a hand, a basket or a bag. */
  readonly held: boolean;
  /** Whose hand; none for the staff. */
  readonly visit?: string;
}

/** What lies in a section from this moment on. */
export interface ShelfLine {
  readonly at: number;
  readonly emittedAt: number;
  /** Absent for goods that lie where they do not belong: then the section is what is known, if it is. */
  readonly shelf?: string | undefined;
  readonly section: string | null;
  readonly sku: string;
  readonly onShelf: number;
  readonly misplaced: number;
}

/** Heads through the door at this moment, or the people inside from this moment on; zone null is the whole shop. */
export type FootfallLine =
  | {
      readonly type: 'count';
      readonly at: number;
      readonly emittedAt: number;
      readonly zone: string;
      readonly in: number;
      readonly out: number;
    }
  | { readonly type: 'occupancy'; readonly at: number; readonly emittedAt: number; readonly zone: string | null; readonly people: number };

export interface Truth {
  readonly visits: readonly VisitLine[];
  readonly items: readonly ItemLine[];
  readonly places: readonly PlaceLine[];
  readonly alerts: readonly AlertLine[];
  readonly shelves: readonly ShelfLine[];
  readonly footfall: readonly FootfallLine[];
  readonly kpis: Readonly<Record<string, number>>;
}
