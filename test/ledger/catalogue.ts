import type { ReaderCatalogue } from '../../gateway/ledger/queries/catalogue.ts';

/** A small shop: a door, shelves, a fitting room, a till. */
export const CATALOGUE: ReaderCatalogue = {
  timezone: 'Asia/Taipei',
  locale: 'en',
  zones: [
    { id: 'door', kind: 'entrance' },
    { id: 'shelves', kind: 'shelf' },
    { id: 'fitting', kind: 'fitting' },
    { id: 'till', kind: 'checkout' },
  ],
  shelves: [
    {
      id: 'shelf-1',
      name: { en: 'Shirts' },
      zone: 'shelves',
      facings: [
        { section: 's1', sku: 'TEE', facings: 6, minimum: 2 },
        { section: 's2', sku: 'SCARF', facings: 3, minimum: 1 },
        { section: 's2', sku: 'GONE', facings: 1, minimum: 0 },
      ],
    },
  ],
  products: [
    { gtin: '04012345000016', sku: 'TEE', name: { en: 'T-shirt', 'zh-TW': 'T恤' }, priceMinor: 590 },
    { gtin: '04012345000023', sku: 'SCARF', name: { en: 'Scarf' }, priceMinor: 1_200 },
  ],
  devices: [
    { id: 'reader-1', name: { en: 'Reader' }, driver: 'canonical-json', zone: 'shelves', actuator: null },
    { id: 'counter-1', name: { en: 'Counter' }, driver: 'canonical-json', zone: 'door', actuator: null },
  ],
  experiments: { worthKnowing: 0.3 },
  customers: {
    stages: { expandingFrom: 3, committedFrom: 6, committedEvery: 30, lapsesAfter: 60 },
    rfm: null,
    value: { margin: 1, discount: 0.008, months: 12 },
  },
  offers: [
    {
      ...{ id: 'scarf', name: { en: 'A scarf' }, on: 'item.picked', when: 'true', display: 'nearest', control: 0.1, brand: null },
      limits: { perVisit: 1, perVisitorDay: 3, perDisplayHour: 60, budgetMinor: null, budgetDayMinor: null },
      cost: { cpmMinor: 0, cpaMinor: 0 },
    },
  ],
};
