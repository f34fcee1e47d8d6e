import { CSV_START, csvLine } from '../http/csv.ts';
import type { ItemHereRow, Reader, ReceiptRow, Rows } from '../http/ports.ts';

/** What a line names of a product. */
export interface ProductWords {
  readonly sku: string;
  readonly name: string;
}

type ProductOf = (gtin: string | null) => ProductWords | null;

const SALES = ['at', 'sale', 'gtin', 'sku', 'name', 'epc', 'quantity', 'amount_minor', 'currency'];
const INVENTORY = ['epc', 'gtin', 'sku', 'name', 'state', 'zone', 'section', 'confidence', 'since'];

interface SalesOptions {
  readonly receipts: Reader['receipts'];
  readonly productOf: ProductOf;
  /** GTIN-14 of a tag; null for one without. */
  readonly gtinOf: (epc: string) => string | null;
  readonly currency: string;
  readonly from: number;
  readonly to: number;
}

/** Lines of receipts with `from` <= at < `to`, oldest first, as CSV in pieces. No visit and no member: it says what was sold. */
export async function* salesSheet({ receipts, productOf, gtinOf, currency, from, to }: SalesOptions): AsyncGenerator<string> {
  const toLine = ({ sale, at }: ReceiptRow, { epc, gtin, quantity, amount }: ReceiptRow['lines'][number]): string => {
    const code = gtin ?? (epc === null ? null : gtinOf(epc));
    const product = productOf(code);
    const time = new Date(at).toISOString();
    return csvLine([time, sale, code, product?.sku ?? null, product?.name ?? null, epc, quantity, amount, currency]);
  };
  let before = CSV_START + csvLine(SALES);
  let after: ReceiptRow | null = null;
  do {
    const page: Rows<ReceiptRow, ReceiptRow> = await receipts(from, to, after);
    yield before + page.rows.flatMap((receipt) => receipt.lines.map((line) => toLine(receipt, line))).join('');
    before = '';
    after = page.next;
  } while (after !== null);
}

/** Every item that is in the shop, by EPC, as CSV in pieces; with `epc` and `section`, as store.yaml's `inventory` takes them. */
export async function* inventorySheet(itemsHere: Reader['itemsHere'], productOf: ProductOf): AsyncGenerator<string> {
  const toLine = ({ epc, gtin, state, zone, section, confidence, since }: ItemHereRow): string => {
    const product = productOf(gtin);
    const time = new Date(since).toISOString();
    return csvLine([epc, gtin, product?.sku ?? null, product?.name ?? null, state, zone, section, confidence, time]);
  };
  let before = CSV_START + csvLine(INVENTORY);
  let after: string | null = null;
  do {
    const page: Rows<ItemHereRow, string> = await itemsHere(after);
    yield before + page.rows.map(toLine).join('');
    before = '';
    after = page.next;
  } while (after !== null);
}
