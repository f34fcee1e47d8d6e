import type { AssociationsView } from '../../http/contract-recommend.ts';
import { createProducts } from './catalogue.ts';
import type { QueryContext } from './context.ts';
import { number, text } from './row.ts';

/** What goes with what, as the shop's receipts tell: the rules of the newest night, the best first. */
export function createAssociations({ db, catalogue }: QueryContext): () => AssociationsView {
  const all = db.prepare('SELECT a, b, day, support, confidence, lift FROM associations ORDER BY rank');
  const { ofSku } = createProducts(catalogue);
  return () => {
    const rows = all.all();
    return {
      day: rows[0] === undefined ? null : text(rows[0].day),
      rules: rows.map((row) => ({
        a: ofSku(text(row.a)),
        b: ofSku(text(row.b)),
        support: number(row.support),
        confidence: number(row.confidence),
        lift: number(row.lift),
      })),
    };
  };
}
