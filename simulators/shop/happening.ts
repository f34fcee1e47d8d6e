import type { Item, Person } from './people.ts';

/** What truly happens in the simulated shop; sensors hear some of it, the truth keeps all of it. Times are epoch ms. */
export type Happening =
  | { readonly type: 'entered' | 'left'; readonly at: number; readonly person: Person }
  | { readonly type: 'walked'; readonly at: number; readonly person: Person; readonly zone: string | null; readonly from: string | null }
  | {
      readonly type: 'picked';
      readonly at: number;
      readonly person: Person;
      readonly item: Item;
      readonly section: string | null;
      readonly zone: string;
    }
  | {
      readonly type: 'put' | 'arrived';
      readonly at: number;
      readonly person: Person;
      readonly item: Item;
      readonly section: string | null;
      readonly zone: string;
    }
  | { readonly type: 'gave'; readonly at: number; readonly person: Person; readonly to: Person; readonly item: Item }
  | { readonly type: 'exited'; readonly at: number; readonly person: Person; readonly item: Item; readonly zone: string }
  | { readonly type: 'sold'; readonly at: number; readonly person: Person; readonly receipt: Receipt; readonly zone: string }
  | { readonly type: 'crossed'; readonly at: number; readonly direction: 'in' | 'out'; readonly group: number; readonly zone: string }
  | { readonly type: 'tapped'; readonly at: number; readonly device: string; readonly card: string }
  | { readonly type: 'pressed'; readonly at: number; readonly zone: string }
  | { readonly type: 'leaned'; readonly at: number; readonly section: string; readonly grams: number; readonly forMs: number };

export interface Receipt {
  readonly id: string;
  /** The till that sold it; null in a shop whose till is no device. */
  readonly till: string | null;
  readonly items: readonly Item[];
  /** Items that the till knew by their product code only. */
  readonly byProduct: ReadonlySet<Item>;
  readonly card: string | null;
  /** The till's message comes this much after the sale. */
  readonly delayMs: number;
}
