import type { ExportsOptions } from '../../../gateway/exports/create-exports.ts';
import type { ItemEventRow, ItemHereRow, ReceiptRow } from '../../../gateway/http/ports.ts';
import { AT, EPC } from './views.fake.ts';

/** A shop with a Global Location Number in a time zone that changes its clocks. */
export const exportedShop: ExportsOptions['shop'] = {
  storeId: 'corner',
  gln: '4719999000002',
  timezone: 'Europe/Berlin',
  currency: 'EUR',
  locale: 'en',
  zones: [
    { id: 'wall', kind: 'shelf' },
    { id: 'back', kind: 'storage' },
    { id: 'gate', kind: 'exit' },
  ],
  products: [{ gtin: '04719999000019', sku: 'SHIRT', name: { en: 'Linen shirt, white', 'zh-TW': '亞麻襯衫' } }],
};

export const itemEventFake: ItemEventRow = {
  id: 41,
  type: 'item.picked',
  at: AT - 2_000,
  emittedAt: AT - 1_000,
  epc: EPC,
  zone: 'wall',
  from: 'wall',
  confidence: 0.94,
  wasSold: false,
};

export const receiptFake: ReceiptRow = {
  sale: 'r-7',
  at: AT,
  lines: [
    { epc: EPC, gtin: null, quantity: 1, amount: 59_000 },
    { epc: null, gtin: '04719999000019', quantity: 2, amount: -1_000 },
  ],
};

export const itemHereFake: ItemHereRow = {
  epc: EPC,
  gtin: '04719999000019',
  state: 'present',
  zone: 'wall',
  section: 'rail',
  confidence: 0.97,
  since: AT,
};
