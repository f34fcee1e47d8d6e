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

/** What lies in a section from this moment on. */
export interface ShelfLine {
  readonly at: number;
  readonly emittedAt: number;
  readonly shelf: string;
  readonly section: string;
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
  readonly alerts: readonly AlertLine[];
  readonly shelves: readonly ShelfLine[];
  readonly footfall: readonly FootfallLine[];
  readonly kpis: Readonly<Record<string, number>>;
}
