import { decodeEpc } from '../../devices/kit/epc/decode-epc.ts';
import type { Exports, Reader } from '../http/ports.ts';
import { epcisDocument } from './epcis-document.ts';
import { createEpcisEvents, type EpcisShop } from './epcis-event.ts';
import { inventorySheet, type ProductWords, salesSheet } from './spreadsheets.ts';

export interface ExportsOptions {
  readonly shop: EpcisShop & {
    /** ISO 4217. */
    readonly currency: string;
    readonly locale: string;
    readonly products: readonly { readonly gtin: string; readonly sku: string; readonly name: Readonly<Record<string, string>> }[];
  };
  readonly reader: Pick<Reader, 'itemEvents' | 'receipts' | 'itemsHere'>;
  /** Epoch ms. */
  readonly clock: () => number;
}

/** What other programs take from the shop as a whole: item events as EPCIS, receipts and stock as spreadsheets. */
export function createExports({ shop, reader, clock }: ExportsOptions): Exports {
  const toEvent = createEpcisEvents(shop);
  const products = new Map(shop.products.map((product) => [product.gtin, product]));
  const productOf = (gtin: string | null): ProductWords | null => {
    const product = products.get(gtin ?? '');
    return product === undefined ? null : { sku: product.sku, name: nameIn(shop.locale, product.name) };
  };
  const gtinOf = (epc: string): string | null => decodeEpc(epc).gtin14;
  return {
    epcis: (from, to) => epcisDocument({ itemEvents: reader.itemEvents, toEvent, from, to, now: clock() }),
    sales: (from, to) => salesSheet({ receipts: reader.receipts, productOf, gtinOf, currency: shop.currency, from, to }),
    inventory: () => inventorySheet(reader.itemsHere, productOf),
  };
}

const nameIn = (locale: string, name: Readonly<Record<string, string>>): string => name[locale] ?? Object.values(name)[0] ?? '';
