import type { OfferCheckView, OfferSourceView } from '../../../gateway/http/contract-offer-source.ts';
import type { Answers } from '../fixture-server.ts';

const TEXT = `offers:
  # whoever stands at the tea
  - id: second-tea
    on: item.picked
    show: { en: { title: "A second pot for {price}" }, zh-TW: { title: "第二壺 {price}" } }
`;
const source = (text: string, isRunning: boolean): OfferSourceView => ({ text, hash: 'a1'.repeat(32), file: 'store.yaml', isRunning });
const slide = (title: string) => ({ title, body: '', priceMinor: 41_600, wasMinor: 52_000, currency: 'TWD', picture: null, link: null });

const check: OfferCheckView = {
  problems: [],
  previews: [{ offer: 'second-tea', product: 'TEA', slides: { en: slide('A second pot for NT$416'), 'zh-TW': slide('第二壺 $416') } }],
};

/** One offer that is not running yet; and none. */
export const offerEditor: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'offers/source': () => source(TEXT, false), 'offers/check': () => check },
  empty: { 'offers/source': () => source('offers: []\n', true), 'offers/check': (): OfferCheckView => ({ problems: [], previews: [] }) },
};
