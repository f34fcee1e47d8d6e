import type { HoldoutResults, OfferResults } from '../../../gateway/http/contract-experiment.ts';
import type { OfferFigures, OfferFiguresView } from '../../../gateway/http/contract-offers.ts';
import type { BrandView } from '../../../gateway/http/contract-statement.ts';
import type { Answers } from '../fixture-server.ts';
import { NOW, nameOf, texts } from '../fixture-shop.ts';
import { busyWorth } from '../fixture-worth.ts';

const DAY_MS = 86_400_000;
const datesOf = (query: URLSearchParams): string[] => {
  const [from, to] = [Date.parse(query.get('from') ?? ''), Date.parse(query.get('to') ?? '')];
  return Array.from({ length: (to - from) / DAY_MS + 1 }, (_, i) => new Date(from + i * DAY_MS).toISOString().slice(0, 10));
};

const causes = (told: Readonly<Record<string, number>>): OfferFigures['causes'] =>
  Object.entries(told).map(([code, times]) => ({ code, times }));
const about = (...skus: readonly string[]): OfferFigures['about'] => skus.map((sku, i) => ({ sku, name: nameOf(sku), times: 90 - i * 20 }));

type Offer = Omit<OfferFigures, 'asked' | 'shown' | 'acted' | 'bought' | 'visibleMs' | 'limits'>;
const OFFERS: readonly Offer[] = [
  {
    ...{ offer: 'brew-it-well', name: texts('Brew it well', '手沖搭配', '手冲搭配'), on: 'item.picked', considered: 2_940, unmet: 1_648 },
    about: about('G-DRIP', 'D-GES'),
    causes: causes({ selected: 771, control: 268, 'capped-visit': 112, 'sent-unconfirmed': 22, 'display-busy': 18, 'sent-refused': 7 }),
    budget: null,
  },
  {
    ...{
      offer: 'coffee-for-two',
      name: texts('Coffee for two', '雙人咖啡', '双人咖啡'),
      on: 'zone.dwell',
      considered: 8_120,
      unmet: 2_600,
    },
    about: about('B-ALI', 'B-GUK', 'B-DARK'),
    causes: causes({ selected: 2_411, control: 2_508, 'capped-visitor': 402, 'over-budget': 96, 'sent-unconfirmed': 61, 'no-consent': 42 }),
    budget: { limitMinor: 5_000_000, dayMinor: 250_000, spentMinor: 4_710_000, todayMinor: 88_000 },
  },
  {
    ...{
      offer: 'gold-welcome',
      name: texts('Gold welcome', '金卡禮遇', '金卡礼遇'),
      on: 'visit.identified',
      considered: 2_400,
      unmet: 1_100,
    },
    about: [],
    causes: causes({ selected: 790, control: 268, 'display-offline': 44 }),
    budget: null,
  },
  {
    ...{ offer: 'tea-tasting', name: texts('Tea tasting', '試茶邀請', '试茶邀请'), on: 'zone.entered', considered: 1_220, unmet: 140 },
    about: about('T-LISHAN', 'T-RUBY'),
    causes: causes({ selected: 655, control: 230, 'sent-expired': 45 }),
    budget: null,
  },
  {
    ...{ offer: 'rain-ready', name: texts('Ready for rain', '雨天好搭檔', '雨天好搭档'), on: 'climate', considered: 310, unmet: 200 },
    about: about('A-RAIN'),
    causes: causes({ selected: 80, 'sent-unconfirmed': 10 }),
    budget: null,
  },
  {
    ...{ offer: 'loud-and-late', name: null, on: null, considered: 0, unmet: 0 },
    about: about('S-PINE'),
    causes: causes({ selected: 612, control: 590 }),
    budget: null,
  },
  {
    ...{ offer: 'last-cakes', name: texts('The last cakes', '最後一盒', '最后一盒'), on: 'shelf.low', considered: 61, unmet: 0 },
    about: [],
    causes: causes({ 'out-of-stock': 38, 'no-display': 23 }),
    budget: null,
  },
];

const screensOf = ({ causes: told }: Offer, share = 1) => {
  const of = (code: string): number => Math.round((told.find((cause) => cause.code === code)?.times ?? 0) * share);
  const shown = of('selected');
  const asked = shown + of('sent-unconfirmed') + of('sent-refused') + of('sent-expired');
  return { asked, shown, acted: Math.round(shown * 0.31), bought: Math.round(shown * 0.14) };
};

/** More at weekends; the displays share the showings, one of them with a bad connection. */
function busy(query: URLSearchParams): OfferFiguresView {
  const dates = datesOf(query);
  // The shop sells a little more each week.
  const growth = 1 - (Date.parse('2026-11-23') - Date.parse(dates.at(-1) ?? '')) / (400 * DAY_MS);
  const weights = dates.map((date) => 1 + (new Date(date).getUTCDay() % 6 === 0 ? 0.8 : 0) + (Number(date.slice(8)) % 5) * 0.07);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const shown = OFFERS.filter((offer) => screensOf(offer).asked > 0);
  return {
    from: dates[0] ?? '',
    to: dates.at(-1) ?? '',
    keptFrom: '2026-10-30',
    offers: OFFERS.map((offer) => ({
      ...offer,
      ...screensOf(offer, growth),
      visibleMs: screensOf(offer, growth).shown * 12_400,
      limits: offer.name === null ? null : { perVisit: 1, perVisitorDay: 3, perDisplayHour: 60 },
    })),
    days: dates.flatMap((date, i) =>
      shown.map((offer) => ({ date, offer: offer.offer, ...screensOf(offer, (growth * (weights[i] ?? 0)) / total) })),
    ),
    displays: [
      { display: 'display-drinks', share: 0.6 * growth },
      { display: 'display-entrance', share: 0.4 * growth },
    ].flatMap(({ display, share }) =>
      shown.map((offer) => ({
        display,
        offer: offer.offer,
        ...screensOf(offer, share),
        visibleMs: screensOf(offer, share).shown * 12_400,
      })),
    ),
  };
}

/** Without days: of the whole time of each offer, in which one more of them is decided. */
function results(query: URLSearchParams): OfferResults[] {
  const [interim, ...others] = busyWorth();
  const gold = others.find(({ offer }) => offer === 'gold-welcome');
  if (interim === undefined || gold === undefined) throw new Error('the fixture has no experiment');
  const arm = (name: 'treatment' | 'control', units: number, shown: number, picked: number, bought: number, spentMinor: number) => ({
    ...{ arm: name, units, assigned: units, shown, picked, bought, spentMinor },
  });
  const whole: OfferResults = {
    ...interim,
    state: 'final',
    verdict: 'better',
    since: NOW - 90 * DAY_MS,
    bought: { ...interim.bought, interval: { low: 0.011, high: 0.067 } },
  };
  return [
    query.has('from') ? interim : whole,
    {
      ...interim,
      ...{ offer: 'coffee-for-two', state: 'final' as const, verdict: 'better' as const, eligible: 5_520 },
      bought: {
        ...{ treatment: 0.142, control: 0.1, lift: 0.042, interval: { low: 0.0237, high: 0.0604 }, relative: 0.42, p: 0.000_007 },
        ...{ relativeInterval: { low: 0.22, high: 0.66 }, alwaysValid: { low: 0.0092, high: 0.0748 } },
      },
      spent: { treatment: 24_300, control: 21_200, lift: 3_100, interval: { low: 800, high: 5_400 } },
      split: { state: 'fine' as const, chiSquare: 0.4, p: 0.53, expected: { treatment: 2_490, control: 2_490, holdout: 0 } },
      size: { planned: 4_730, have: 4_980, more: 0, days: 0 },
      arms: [arm('treatment', 2_472, 2_411, 766, 351, 60_069_600), arm('control', 2_508, 0, 652, 251, 53_169_600)],
    },
    {
      ...interim,
      ...{ offer: 'loud-and-late', state: 'final' as const, verdict: 'worse' as const, eligible: 1_202 },
      bought: {
        ...{ treatment: 0.081, control: 0.125, lift: -0.044, interval: { low: -0.0789, high: -0.0094 }, relative: -0.35, p: 0.012 },
        ...{ relativeInterval: { low: -0.55, high: -0.08 }, alwaysValid: { low: -0.107, high: 0.019 } },
      },
      spent: { treatment: 18_900, control: 20_600, lift: -1_700, interval: { low: -4_900, high: 1_500 } },
      size: { planned: 1_150, have: 1_202, more: 0, days: 0 },
      arms: [arm('treatment', 612, 612, 150, 50, 11_566_800), arm('control', 590, 0, 170, 74, 12_154_000)],
    },
    {
      ...gold,
      verdict: 'undecided',
      bought: {
        ...gold.bought,
        ...{ treatment: 0.104, control: 0.1, lift: 0.004, interval: { low: -0.014, high: 0.022 }, relative: 0.04 },
        alwaysValid: { low: -0.031, high: 0.039 },
      },
    },
    ...others.filter((one) => one !== gold),
  ];
}

const holdout = (): HoldoutResults => {
  const [interim] = busyWorth();
  if (interim === undefined) throw new Error('the fixture has no experiment');
  const { offer: _offer, eligible: _eligible, reasons: _reasons, ...comparison } = interim;
  return {
    ...comparison,
    bought: {
      ...comparison.bought,
      ...{ treatment: 0.262, control: 0.228, lift: 0.034, interval: { low: -0.012, high: 0.078 }, relative: 0.15 },
      alwaysValid: { low: -0.041, high: 0.109 },
    },
    size: { planned: 9_800, have: 7_412, more: 2_388, days: 9 },
  };
};

const brands = (): BrandView[] => [
  { brand: 'leaf-and-bean', offers: ['coffee-for-two', 'brew-it-well'], impressions: 3_182, actions: 442, spentMinor: 1_528_000 },
  { brand: 'rainy-day', offers: ['rain-ready'], impressions: 80, actions: 9, spentMinor: 38_400 },
];
const noHoldout = (): HoldoutResults => ({ ...holdout(), state: 'no-control', verdict: null, since: null, arms: [] });

export const offersPage: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { 'insight/offers': busy, 'offers/results': results, 'holdout/results': holdout, brands },
  empty: {
    'insight/offers': (query) => ({ from: query.get('from'), to: query.get('to'), keptFrom: null, offers: [], days: [], displays: [] }),
    'offers/results': () => [],
    'holdout/results': noHoldout,
    brands: () => [],
  },
};
