import type { ShelfView } from '../../http/contract.ts';
import { createProducts } from './catalogue.ts';
import type { QueryContext } from './context.ts';
import { number, type Row, text } from './row.ts';

type FacingView = ShelfView['facings'][number];

/** Every planned facing with what is known of it; `unknown` where no sensor has said anything yet. */
export function createShelves({ db, catalogue }: QueryContext): () => ShelfView[] {
  const select = db.prepare('SELECT section, sku, on_shelf, misplaced, state, spread, since FROM shelf_stock');
  const products = createProducts(catalogue);
  return () => {
    const stock = new Map(select.all().map((row) => [keyOf(text(row.section), text(row.sku)), row]));
    return catalogue.shelves.map(({ id, name, zone, facings }) => ({
      id,
      name: { ...name },
      zone,
      facings: facings.map(({ section, sku, facings: planned, minimum }) => ({
        section,
        ...products.ofSku(sku),
        facings: planned,
        minimum,
        ...stateOf(stock.get(keyOf(section, sku))),
      })),
    }));
  };
}

const keyOf = (section: string, sku: string): string => `${section}\n${sku}`;

function stateOf(row: Row | undefined): Pick<FacingView, 'onShelf' | 'spread' | 'misplaced' | 'state' | 'since'> {
  if (!row) return { onShelf: 0, spread: 0, misplaced: 0, state: 'unknown', since: null };
  return {
    onShelf: number(row.on_shelf),
    spread: number(row.spread),
    misplaced: number(row.misplaced),
    state: text(row.state) as FacingView['state'],
    since: number(row.since),
  };
}
