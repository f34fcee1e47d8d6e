import type { StoreView } from '../../gateway/http/contract.ts';

/** A small shop with values of its own, in the shape that the API answers with. */
export const NOW = Date.parse('2026-11-23T06:32:08Z');

type Texts = Readonly<Record<string, string>>;
const texts = (en: string, tw: string, cn: string): Texts => ({ en, 'zh-TW': tw, 'zh-CN': cn });
const corners = (x: number, y: number, width: number, height: number): [number, number][] => [
  [x, y],
  [x + width, y],
  [x + width, y + height],
  [x, y + height],
];

export const fixtureStore: StoreView = {
  id: 'river-street',
  name: { ...texts('River Street Select', '河畔選物', '河畔选物') },
  timezone: 'Asia/Taipei',
  currency: 'TWD',
  locale: 'zh-TW',
  plan: { width: 18, height: 11, picture: null },
  zones: [
    { id: 'entrance', name: { ...texts('Entrance', '入口', '入口') }, kind: 'entrance', polygon: corners(0, 3.5, 2.5, 3.5) },
    {
      id: 'aisle',
      name: { ...texts('Main aisle', '主走道', '主通道') },
      kind: 'aisle',
      polygon: [
        [2.5, 3.5],
        [13, 3.5],
        [13, 4],
        [18, 4],
        [18, 7],
        [2.5, 7],
      ],
    },
    { id: 'coffee', name: { ...texts('Coffee', '咖啡區', '咖啡区') }, kind: 'shelf', polygon: corners(0, 0, 6.5, 3.5) },
    { id: 'tea', name: { ...texts('Tea', '茶區', '茶区') }, kind: 'shelf', polygon: corners(6.5, 0, 6.5, 3.5) },
    { id: 'storage', name: { ...texts('Storage', '倉庫', '仓库') }, kind: 'storage', polygon: corners(13, 0, 5, 4) },
    { id: 'checkout', name: { ...texts('Checkout', '結帳區', '收银区') }, kind: 'checkout', polygon: corners(0, 7, 3.5, 4) },
    { id: 'gifts', name: { ...texts('Gifts', '伴手禮區', '礼品区') }, kind: 'shelf', polygon: corners(3.5, 7, 4.5, 4) },
    { id: 'apparel', name: { ...texts('Apparel', '服飾區', '服饰区') }, kind: 'shelf', polygon: corners(8, 7, 6, 4) },
    { id: 'fitting', name: { ...texts('Fitting room', '試衣間', '试衣间') }, kind: 'fitting', polygon: corners(14, 7, 4, 4) },
  ],
  now: NOW,
  occupancyLimit: 40,
  demo: true,
};

/** SKU → names, planned facings, minimum. */
export const PRODUCTS: Record<string, { readonly name: Texts; readonly facings: number; readonly minimum: number }> = {
  'B-ALI': { name: texts('Alishan washed beans 227 g', '阿里山水洗咖啡豆 半磅', '阿里山水洗咖啡豆 半磅'), facings: 8, minimum: 3 },
  'B-GUK': { name: texts('Gukeng natural beans 227 g', '古坑日曬咖啡豆 半磅', '古坑日晒咖啡豆 半磅'), facings: 8, minimum: 3 },
  'B-DARK': { name: texts('Late-night dark roast 454 g', '深夜炭焙綜合豆 一磅', '深夜炭焙拼配豆 一磅'), facings: 6, minimum: 2 },
  'D-GES': { name: texts('Gesha drip bags, 5', '藝伎濾掛 5 入', '瑰夏挂耳 5 包'), facings: 6, minimum: 2 },
  'G-DRIP': { name: texts('Ceramic dripper', '陶瓷濾杯', '陶瓷滤杯'), facings: 5, minimum: 2 },
  'T-LISHAN': { name: texts('Lishan high-mountain tea 75 g', '梨山高山茶 75 g', '梨山高山茶 75 g'), facings: 7, minimum: 2 },
  'T-RUBY': { name: texts('Sun Moon Lake Ruby black tea 50 g', '日月潭紅玉紅茶 50 g', '日月潭红玉红茶 50 g'), facings: 8, minimum: 3 },
  'T-POT': { name: texts('Small clay teapot', '紫砂小壺', '紫砂小壶'), facings: 4, minimum: 1 },
  'S-PINE': { name: texts('Pineapple cakes, 8', '土鳳梨酥 8 入', '土凤梨酥 8 块'), facings: 8, minimum: 3 },
  'S-CANDLE': { name: texts('Hinoki candle', '檜木香氛蠟燭', '桧木香氛蜡烛'), facings: 6, minimum: 2 },
  'A-TEE': { name: texts('Organic tee, white, M', '有機棉 T 恤 白 M', '有机棉 T 恤 白 M'), facings: 8, minimum: 3 },
  'A-RAIN': { name: texts('Shell jacket, M', '防潑水外套 M', '防泼水外套 M'), facings: 5, minimum: 2 },
  'A-TOTE': { name: texts('Canvas tote', '帆布托特包', '帆布托特包'), facings: 8, minimum: 3 },
};

export const nameOf = (sku: string): Record<string, string> => ({ ...PRODUCTS[sku]?.name });
export { texts };
