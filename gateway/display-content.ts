import type { DisplayText } from '../devices/kit/command.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { type OfferContent, offerContent } from './config/offer-content.ts';
import type { OfferConfig } from './config/schema.ts';
import type { RecommendationKind } from './domain/offers/offer.ts';

export type Shows = OfferConfig['show'];

/** What the texts are filled with, by SKU; one that the products file does not have is no product. */
export interface ShownFilling {
  readonly sku: string | null;
  /** Minor units; null: what the product costs anyway. */
  readonly priceMinor: number | null;
  readonly wasMinor: number | null;
  readonly left: number | null;
  readonly recommended: Readonly<Partial<Record<RecommendationKind, string>>>;
}

/** Texts about a product of which nothing else is known. */
export const aboutProduct = (sku: string | null, priceMinor: number | null = null): ShownFilling => ({
  ...{ sku, priceMinor, wasMinor: null, left: null, recommended: {} },
});

/** Texts of store.yaml as displays get them: products and prices filled in, pictures by their address on this gateway. */
export function createDisplayContent({ config, products, pictures }: LoadedConfig) {
  const bySku = new Map(products.map((product) => [product.sku, product]));

  const render = (show: Shows, { sku, priceMinor, wasMinor, left, recommended }: ShownFilling): OfferContent => {
    const product = sku === null ? null : (bySku.get(sku) ?? null);
    const named = Object.entries(recommended).flatMap(([kind, of]) => {
      const found = bySku.get(of);
      return found ? [[kind, found] as const] : [];
    });
    const filling = {
      product,
      priceMinor: priceMinor ?? product?.priceMinor ?? null,
      wasMinor,
      left,
      recommended: Object.fromEntries(named),
    };
    const content = offerContent({ show }, filling, config.store);
    return Object.fromEntries(
      Object.entries(content).map(([language, { picture, ...text }]) => [
        language,
        { ...text, picture: picture === null ? null : (pictures.get(picture)?.address ?? null) },
      ]),
    );
  };
  return {
    render,
    /** The same in the form of a command: what there is not has no key. */
    texts(show: Shows, filling: ShownFilling): Record<string, DisplayText> {
      return Object.fromEntries(
        Object.entries(render(show, filling)).map(([language, { title, body, priceMinor, wasMinor, currency, picture, link }]) => [
          language,
          {
            title,
            body,
            ...(priceMinor === null ? {} : { priceMinor, currency }),
            ...(wasMinor === null ? {} : { wasMinor }),
            ...(picture === null ? {} : { picture }),
            ...(link === null ? {} : { link }),
          },
        ]),
      );
    },
  };
}
export type DisplayContent = ReturnType<typeof createDisplayContent>;
