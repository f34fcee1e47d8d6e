import type { DomainEvent } from '../../gateway/domain/events.ts';
import { createShopNames } from '../../gateway/explain/shop-names.ts';

/** A shop with a name for everything in two languages; Chinese of the mainland has to fall back. */
export const names = createShopNames({
  timezone: 'Asia/Taipei',
  zones: [
    { id: 'wall', kind: 'shelf', name: { en: 'Coffee wall', 'zh-TW': '咖啡牆' } },
    { id: 'door', kind: 'entrance', name: { en: 'Entrance', 'zh-TW': '入口' } },
    { id: 'cabin', kind: 'fitting', name: { en: 'Fitting room', 'zh-TW': '試衣間' } },
  ],
  shelves: [{ name: { en: 'Coffee shelf', 'zh-TW': '咖啡架' }, facings: [{ section: 'beans' }] }],
  products: [{ gtin: '04719999000019', name: { en: 'Linen shirt', 'zh-TW': '亞麻襯衫' } }],
  devices: [{ id: 'gate', name: { en: 'Gate reader', 'zh-TW': '門口讀取器' } }],
  offers: [{ id: 'second', name: { en: 'Second at half price', 'zh-TW': '第二件半價' } }],
});

export const EPC = '30340789000C0FC0000003E9';
export const GTIN = '04719999000019';
/** 2026-03-02 17:00:00 in Taipei. */
export const NINE = Date.UTC(2026, 2, 2, 9);

/** An event as the ledger hands it out, `seconds` after nine. */
export const event = (id: number, type: string, seconds: number, more: object): DomainEvent =>
  ({ id, type, at: NINE + seconds * 1_000, emittedAt: NINE + seconds * 1_000 + 1_500, ...more }) as unknown as DomainEvent;

export const itemEvent = (id: number, type: string, seconds: number, more: object = {}): DomainEvent =>
  event(id, type, seconds, {
    epc: EPC,
    gtin: GTIN,
    zone: 'wall',
    from: null,
    section: 'beans',
    visit: null,
    confidence: 0.9,
    why: [{ code: 'reads-in-window', nats: 2.2, facts: { reads: 4, seconds: 3 } }],
    ...more,
  });
