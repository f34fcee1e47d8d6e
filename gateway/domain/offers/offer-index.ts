import type { Offer, OfferContext } from './offer.ts';

/**
 * Fields by which offers are told apart without their conditions being worked out, the most telling first: an offer is found by the
 * first of these that its condition needs.
 */
const INDEXED_FIELDS = [
  'item.sku',
  'item.gtin',
  'shelf.sku',
  'shelf.section',
  'item.category',
  'shelf.id',
  'visit.zone',
  'visitor.tier',
  'now.dayPart',
  'now.date',
] as const;
type IndexedField = (typeof INDEXED_FIELDS)[number];

const read: Readonly<Record<IndexedField, (context: OfferContext) => string>> = {
  'item.sku': ({ item }) => item?.sku ?? '',
  'item.gtin': ({ item }) => item?.gtin ?? '',
  'shelf.sku': ({ shelf }) => shelf?.sku ?? '',
  'shelf.section': ({ shelf }) => shelf?.section ?? '',
  'item.category': ({ item }) => item?.category ?? '',
  'shelf.id': ({ shelf }) => shelf?.id ?? '',
  'visit.zone': ({ visit }) => visit.zone,
  'visitor.tier': ({ visitor }) => visitor.tier,
  'now.dayPart': ({ now }) => now.dayPart,
  'now.date': ({ now }) => now.date,
};

interface Ranked {
  readonly offer: Offer;
  /** Place in the order of priority; equal priorities keep the order of store.yaml. */
  readonly rank: number;
}

interface Shelf {
  /** Those that only their condition tells. */
  readonly others: Ranked[];
  readonly byField: Map<IndexedField, Map<string, Ranked[]>>;
}

/** What finds the offers that can come into question, among hundreds. */
export interface OfferIndex {
  /**
   * Offers of an event whose condition may hold in a context, the highest priority first. `key` is an event, or one with its
   * particular (see `keysOf`).
   */
  candidates(key: string, context: OfferContext): readonly Offer[];
  /** Keys of which there are offers. */
  readonly keys: ReadonlySet<string>;
}

/** `zone.dwell` by its length in ms and `time` by its minute of the day; every other event is its own key. */
export const keysOf = (offer: Pick<Offer, 'on' | 'dwell' | 'minutes'>): readonly string[] => {
  if (offer.on === 'zone.dwell') return [`zone.dwell ${offer.dwell}`];
  return offer.on === 'time' ? offer.minutes.map((minute) => `time ${minute}`) : [offer.on];
};

export const createOfferIndex = (offers: readonly Offer[]): OfferIndex => {
  const shelves = new Map<string, Shelf>();
  const put = (key: string, entry: Ranked) => {
    const shelf: Shelf = shelves.get(key) ?? { others: [], byField: new Map() };
    shelves.set(key, shelf);
    const field = INDEXED_FIELDS.find((name) => entry.offer.needs.some((need) => need.field === name));
    if (field === undefined) {
      shelf.others.push(entry);
      return;
    }
    const texts = shelf.byField.get(field) ?? new Map<string, Ranked[]>();
    shelf.byField.set(field, texts);
    const wanted = entry.offer.needs.find((need) => need.field === field)?.texts ?? [];
    for (const text of new Set(wanted)) texts.set(text, [...(texts.get(text) ?? []), entry]);
  };
  const ranked = offers.toSorted((a, b) => b.priority - a.priority).map((offer, rank) => ({ offer, rank }));
  for (const entry of ranked) for (const key of keysOf(entry.offer)) put(key, entry);

  return {
    keys: new Set(shelves.keys()),
    candidates: (key, context) => {
      const shelf = shelves.get(key);
      if (shelf === undefined) return [];
      const found = [...shelf.others];
      for (const [field, texts] of shelf.byField) {
        const matching = texts.get(read[field](context));
        if (matching !== undefined) found.push(...matching);
      }
      return found.sort((a, b) => a.rank - b.rank).map(({ offer }) => offer);
    },
  };
};
