import type { OfferConfig } from './schema.ts';

/** What texts of an offer may name. Nothing here is personal, so no text can put a person on a public display. */
export const PLACEHOLDERS: readonly string[] = ['product', 'price'];

/** What a display shows, per language. Every field comes from store.yaml or the products file, none from the visit. */
export interface OfferContent {
  readonly [language: string]: {
    readonly title: string;
    readonly body: string;
    /** Minor units; null when there is no price to show. */
    readonly priceMinor: number | null;
    readonly currency: string;
    /** As store.yaml names it; null when there is none. */
    readonly picture: string | null;
  };
}

/** The parts of a product that an offer may show. */
export interface ShownProduct {
  readonly name: Readonly<Record<string, string>>;
  readonly priceMinor: number;
}

export const placeholdersOf = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');

/**
 * Renders an offer in each of its languages. `{product}` becomes the product's name in that language (else in the shop's,
 * else any), `{price}` the offered price in the language's own form; both are dropped where the event has no product or price.
 */
export function offerContent(
  offer: Pick<OfferConfig, 'show'>,
  product: ShownProduct | null,
  shop: { readonly currency: string; readonly locale: string },
): OfferContent {
  const content = Object.entries(offer.show).map(([language, text]) => {
    const priceMinor = text.priceMinor ?? product?.priceMinor ?? null;
    const values: Readonly<Record<string, string>> = {
      product: product ? (product.name[language] ?? product.name[shop.locale] ?? Object.values(product.name)[0] ?? '') : '',
      price: priceMinor === null ? '' : formatPrice(priceMinor, shop.currency, language),
    };
    const fill = (template: string): string => template.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '').trim();
    const shown = { title: fill(text.title), body: fill(text.body), priceMinor, currency: shop.currency, picture: text.picture ?? null };
    return [language, shown] as const;
  });
  return Object.fromEntries(content);
}

/** Decimals as the currency has them (ISO 4217), but none when the amount is whole: NT$520, not NT$520.00. */
function formatPrice(minor: number, currency: string, language: string): string {
  const options = { style: 'currency', currency } as const;
  const digits = new Intl.NumberFormat('en', options).resolvedOptions().maximumFractionDigits ?? 2;
  const major = minor / 10 ** digits;
  const form = { ...options, minimumFractionDigits: Number.isInteger(major) ? 0 : digits };
  return new Intl.NumberFormat(isLanguage(language) ? language : 'en', form).format(major);
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    // A key of the shop's own making.
    return false;
  }
}
