import type { RecommendationKind } from '../domain/offers/offer.ts';
import type { OfferConfig } from './schema.ts';

/** Recommendations that texts may name, as conditions write them. */
const RECOMMENDED: Readonly<Record<RecommendationKind, string>> = {
  boughtTogether: 'recommend.boughtTogether(item)',
  nextItem: 'recommend.nextItem(visit)',
  popular: 'recommend.popular(visit.zone)',
  usual: 'recommend.usual(visitor)',
};

/**
 * What texts of an offer may name: the product, its price now and before, how much less that is, how many are left, and products
 * that the shop recommends. Nothing here is personal, so no text can put a person on a public display.
 */
export const PLACEHOLDERS: readonly string[] = ['product', 'price', 'was', 'off', 'left', ...Object.values(RECOMMENDED)];

/** What the address behind a QR code may name; a phone opens it elsewhere, so nothing of the visit may ever be in it. */
export const LINK_PLACEHOLDERS: readonly string[] = ['sku', 'gtin'];

/** What a display shows, per language. Every field comes from store.yaml or the products file, none from the visit. */
export interface OfferContent {
  readonly [language: string]: {
    readonly title: string;
    readonly body: string;
    /** Minor units; null when there is no price to show. */
    readonly priceMinor: number | null;
    /** What it costs otherwise, minor units; null unless that is more. */
    readonly wasMinor: number | null;
    readonly currency: string;
    /** As store.yaml names it; null when there is none. */
    readonly picture: string | null;
    /** What the shopper's phone opens; null when there is nothing to take along. */
    readonly link: string | null;
  };
}

/** The parts of a product that an offer may show. */
interface ShownProduct {
  readonly sku: string;
  readonly gtin: string;
  readonly name: Readonly<Record<string, string>>;
}

/** What fills the texts of an offer. */
export interface ContentFilling {
  /** The product that it is about; null when it is about none. */
  readonly product: ShownProduct | null;
  readonly priceMinor: number | null;
  readonly wasMinor: number | null;
  readonly left: number | null;
  readonly recommended: Readonly<Partial<Record<RecommendationKind, ShownProduct>>>;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;

/** The placeholders of a text with their places: 0-based offset of the brace. */
export const placeholdersOf = (text: string): { readonly name: string; readonly start: number }[] =>
  [...text.matchAll(PLACEHOLDER)].map((match) => ({ name: match[1]?.trim() ?? '', start: match.index }));

/** The recommendations that an offer's texts name. */
export const recommendationsIn = (show: OfferConfig['show']): readonly RecommendationKind[] => {
  const named = new Set(Object.values(show).flatMap(({ title, body }) => placeholdersOf(title + body).map(({ name }) => name)));
  const kinds = Object.keys(RECOMMENDED) as RecommendationKind[];
  return kinds.filter((kind) => named.has(RECOMMENDED[kind]));
};

/**
 * Renders an offer in each of its languages. `{product}` becomes the product's name in that language (else in the shop's, else
 * any), `{price}` and `{was}` amounts in the language's own form; what the event does not have is dropped. A link that names the
 * product is dropped whole where there is none: half an address leads somewhere else.
 */
export function offerContent(
  offer: Pick<OfferConfig, 'show'>,
  filling: ContentFilling,
  shop: { readonly currency: string; readonly locale: string },
): OfferContent {
  const { priceMinor, wasMinor, left, recommended } = filling;
  const content = Object.entries(offer.show).map(([language, text]) => {
    const named = (product: ShownProduct | null | undefined): string =>
      product ? (product.name[language] ?? product.name[shop.locale] ?? Object.values(product.name)[0] ?? '') : '';
    const money = (minor: number | null): string => (minor === null ? '' : formatPrice(minor, shop.currency, language));
    const values = new Map<string, string>([
      ['product', named(filling.product)],
      ['price', money(priceMinor)],
      ['was', money(wasMinor)],
      ['off', priceMinor === null || wasMinor === null ? '' : formatShare(1 - priceMinor / wasMinor, language)],
      ['left', left === null ? '' : formatNumber(left, language)],
      ...Object.entries(RECOMMENDED).map(([kind, name]) => [name, named(recommended[kind as RecommendationKind])] as const),
    ]);
    const fill = (template: string): string => template.replaceAll(PLACEHOLDER, (_, name: string) => values.get(name.trim()) ?? '').trim();
    const shown = {
      ...{ title: fill(text.title), body: fill(text.body), priceMinor, wasMinor, currency: shop.currency },
      picture: text.picture ?? null,
      link: text.link === undefined ? null : fillLink(text.link, filling.product),
    };
    return [language, shown] as const;
  });
  return Object.fromEntries(content);
}

function fillLink(link: string, product: ShownProduct | null): string | null {
  if (product === null) return placeholdersOf(link).length > 0 ? null : link;
  return link.replaceAll('{sku}', encodeURIComponent(product.sku)).replaceAll('{gtin}', encodeURIComponent(product.gtin));
}

/** Decimals as the currency has them (ISO 4217), but none when the amount is whole: NT$520, not NT$520.00. */
function formatPrice(minor: number, currency: string, language: string): string {
  const options = { style: 'currency', currency } as const;
  const digits = new Intl.NumberFormat('en', options).resolvedOptions().maximumFractionDigits ?? 2;
  const major = minor / 10 ** digits;
  const form = { ...options, minimumFractionDigits: Number.isInteger(major) ? 0 : digits };
  return new Intl.NumberFormat(known(language), form).format(major);
}

const formatNumber = (n: number, language: string): string => new Intl.NumberFormat(known(language)).format(n);
const formatShare = (share: number, language: string): string =>
  new Intl.NumberFormat(known(language), { style: 'percent', maximumFractionDigits: 0 }).format(share);

/** The language itself, or English for a key of the shop's own making. */
function known(tag: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
