import { drivers } from '../devices/index.ts';
import { loadConfig } from './config/load-config.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import type { ConfigProblem } from './config/problem.ts';
import type { OfferConfig } from './config/schema.ts';
import { createDisplayContent } from './display-content.ts';
import { isGatewayError } from './errors.ts';
import type { OfferCheckView } from './http/contract-offer-source.ts';

/** What a store.yaml with new offers comes to. */
export interface FileCheck {
  readonly problems: readonly ConfigProblem[];
  readonly previews: OfferCheckView['previews'];
}

/** Pieces that a preview says are left. */
const SAMPLE_LEFT = 3;

/** Checks a whole store.yaml that has not been written yet, as `aisle check-config` does, and shows what its offers would. */
export function checkFile(file: string, text: string): FileCheck {
  try {
    return { problems: [], previews: previewsOf(loadConfig({ file, text, env: {}, drivers })) };
  } catch (error) {
    if (!isGatewayError(error, 'CONFIG_INVALID')) throw error;
    return { problems: error.context.problems as readonly ConfigProblem[], previews: [] };
  }
}

function previewsOf(loaded: LoadedConfig): FileCheck['previews'] {
  const { render } = createDisplayContent(loaded);
  const products = new Map(loaded.products.map((product) => [product.sku, product]));
  const [sample, other = sample] = loaded.products.map(({ sku }) => sku);
  const recommended = other === undefined ? {} : { boughtTogether: other, nextItem: other, popular: other, usual: other };
  return loaded.config.offers.map((offer) => {
    const product = (typeof offer.about === 'object' ? offer.about.sku : sample) ?? null;
    const usual = products.get(product ?? '')?.priceMinor ?? null;
    const priceMinor = lowered(offer, usual) ?? usual;
    const wasMinor = usual !== null && priceMinor !== null && priceMinor < usual ? usual : null;
    const slides = render(offer.show, { sku: product, priceMinor, wasMinor, left: SAMPLE_LEFT, recommended });
    return { offer: offer.id, product, slides };
  });
}

/** The lowest price that the offer can come to; null for the usual one. */
function lowered({ priceMinor, percentOff, markdown, roundToMinor }: OfferConfig, usual: number | null): number | null {
  if (priceMinor !== undefined) return priceMinor;
  const off = Math.max(percentOff ?? 0, ...markdown.map((step) => step.percentOff));
  if (off === 0 || usual === null) return null;
  return Math.floor(Math.round(usual * (1 - off / 100)) / roundToMinor) * roundToMinor;
}
