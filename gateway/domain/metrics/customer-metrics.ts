import { LEAST_CUSTOMERS } from '../customers/bg-nbd.ts';
import { LEAST_BUYERS } from '../customers/cohorts.ts';
import { LEAST_SPENDERS } from '../customers/gamma-gamma.ts';
import { LEAST_FOR_FIFTHS } from '../customers/rfm.ts';
import { LEAST_MONTHLY } from '../customers/stickiness.ts';
import { type Metric, metric } from './metric.ts';

const BG_NBD = 'Fader, Hardie, Lee, "Counting Your Customers" the Easy Way, Marketing Science 24(2), 2005';
const GAMMA_GAMMA = 'Fader, Hardie, The Gamma-Gamma Model of Monetary Value, 2013';
const RFM_CLV = 'Fader, Hardie, Lee, RFM and CLV, Journal of Marketing Research 42(4), 2005';

const buyers = { en: 'customers with a purchase', 'zh-TW': '位有消費的顧客', 'zh-CN': '位有消费的顾客' } as const;

/** Figures of customers by pseudonym. `day`: a day of the shop with a purchase; several receipts of one day are one purchase. */
export const CUSTOMER_METRICS: readonly Metric[] = [
  metric({
    id: 'lifecycle',
    version: 1,
    name: { en: 'Stage of life', 'zh-TW': '顧客階段', 'zh-CN': '顾客阶段' },
    meaning: {
      en: 'How far the relation has come: aware, exploring, expanding, committed, lapsing',
      'zh-TW': '與顧客的關係走到哪裡：知曉、探索、擴展、承諾、流失中',
      'zh-CN': '与顾客的关系走到哪里：知晓、探索、扩展、承诺、流失中',
    },
    formula:
      'lapsing: unseen > stages.lapsesAfterDays; aware: 0 buy days; exploring: buy days < expandingFrom; committed: buy days ≥ committedFrom and mean gap ≤ committedEveryDays; else expanding',
    unit: 'text',
    minimum: null,
    sources: ['Dwyer, Schurr, Oh, Developing Buyer-Seller Relationships, Journal of Marketing 51(2), 1987'],
  }),
  metric({
    id: 'points',
    version: 1,
    name: { en: 'Points', 'zh-TW': '點數', 'zh-CN': '积分' },
    meaning: {
      en: 'Points earned, spent and expired are three sums; what is left is their difference',
      'zh-TW': '獲得、使用與到期的點數分開累計，剩餘為其差額',
      'zh-CN': '获得、使用与到期的积分分开累计，剩余为其差额',
    },
    formula: 'left = earned - spent - expired; a receipt earns ⌊total / loyalty.pointPerMinor⌋',
    unit: 'points',
    minimum: null,
    sources: ['store.yaml: loyalty'],
  }),
  metric({
    id: 'stored_value',
    version: 1,
    name: { en: 'Stored value', 'zh-TW': '儲值餘額', 'zh-CN': '储值余额' },
    meaning: {
      en: 'Money paid in and not yet paid with',
      'zh-TW': '已儲值而尚未使用的金額',
      'zh-CN': '已储值而尚未使用的金额',
    },
    formula: 'sum of all bookings of money',
    unit: 'minor',
    minimum: null,
    sources: ['bookings of the programme'],
  }),
  metric({
    id: 'rfm',
    version: 1,
    name: { en: 'RFM', 'zh-TW': 'RFM 分群', 'zh-CN': 'RFM 分群' },
    meaning: {
      en: 'Recency, frequency and money, 1 (worst) to 5 (best) each: 555 bought just now, often and for much',
      'zh-TW': '最近消費、消費頻率與金額，各 1（最低）至 5（最高）分；555 為最近、最常、消費最多',
      'zh-CN': '最近消费、消费频率与金额，各 1（最低）至 5（最高）分；555 为最近、最常、消费最多',
    },
    formula:
      'R = 5 - breaks below days since the last buy day; F = 1 + breaks below buy days; M = 1 + breaks below turnover; breaks: loyalty.rfm, else the 20th, 40th, 60th and 80th percentile by nearest rank',
    unit: 'score',
    minimum: { n: LEAST_FOR_FIFTHS, of: buyers },
    sources: ['Hughes, Strategic Database Marketing, 1994', RFM_CLV],
  }),
  metric({
    id: 'churn_risk',
    version: 1,
    name: { en: 'Churn risk', 'zh-TW': '流失風險', 'zh-CN': '流失风险' },
    meaning: {
      en: 'The chance that a customer will never buy again; not told of who bought on one day only',
      'zh-TW': '顧客不再消費的機率；僅消費過一天者不計算',
      'zh-CN': '顾客不再消费的概率；仅消费过一天者不计算',
    },
    formula:
      '1 - P(alive), P(alive) = 1 / (1 + a / (b + x - 1) · ((α + T) / (α + t))^(r + x)); x = buy days - 1, t from first to last, T from first to today, in weeks',
    unit: 'share',
    minimum: { n: LEAST_CUSTOMERS, of: buyers },
    sources: [BG_NBD, 'Fader, Hardie, Computing P(alive) Using the BG/NBD Model, 2008'],
  }),
  metric({
    id: 'expected_purchases',
    version: 1,
    name: { en: 'Expected purchases', 'zh-TW': '預期消費次數', 'zh-CN': '预期消费次数' },
    meaning: {
      en: 'Days with a purchase to be expected of a customer within a time from now on',
      'zh-TW': '從現在起一段時間內預期的消費天數',
      'zh-CN': '从现在起一段时间内预期的消费天数',
    },
    formula:
      'E(Y) = (a + b + x - 1) / (a - 1) · (1 - ((α + T) / (α + T + τ))^(r + x) · 2F1(r + x, b + x; a + b + x - 1; τ / (α + T + τ))) · P(alive)',
    unit: 'days',
    minimum: { n: LEAST_CUSTOMERS, of: buyers },
    sources: [BG_NBD],
  }),
  metric({
    id: 'expected_value',
    version: 1,
    name: { en: 'Expected value of a purchase', 'zh-TW': '預期單次消費金額', 'zh-CN': '预期单次消费金额' },
    meaning: {
      en: 'What a day with a purchase is worth: what the customer spent so far, drawn towards the mean of all the more, the fewer there are',
      'zh-TW': '一個消費日的價值：顧客過去的消費，次數越少越靠近全體平均',
      'zh-CN': '一个消费日的价值：顾客过去的消费，次数越少越靠近全体平均',
    },
    formula: 'E(M) = p · (γ + x · m) / (p · x + q - 1); x = buy days - 1, m = turnover of these days / x',
    unit: 'minor',
    minimum: { n: LEAST_SPENDERS, of: { en: 'customers who bought again', 'zh-TW': '位再次消費的顧客', 'zh-CN': '位再次消费的顾客' } },
    sources: [GAMMA_GAMMA],
  }),
  metric({
    id: 'clv_historic',
    version: 1,
    name: { en: 'Lifetime value so far', 'zh-TW': '歷史顧客終身價值', 'zh-CN': '历史顾客终身价值' },
    meaning: {
      en: 'What a customer has brought, less what was brought back',
      'zh-TW': '顧客至今帶來的金額，扣除退貨',
      'zh-CN': '顾客至今带来的金额，扣除退货',
    },
    formula: 'turnover · loyalty.value.margin',
    unit: 'minor',
    minimum: null,
    sources: [RFM_CLV],
  }),
  metric({
    id: 'clv_simple',
    version: 1,
    name: { en: 'Lifetime value, simple formula', 'zh-TW': '顧客終身價值（簡式）', 'zh-CN': '顾客终身价值（简式）' },
    meaning: {
      en: 'What a customer will bring when everybody leaves at the same rate',
      'zh-TW': '假設所有顧客以相同比率流失時，顧客未來帶來的價值',
      'zh-CN': '假设所有顾客以相同比率流失时，顾客未来带来的价值',
    },
    formula:
      'm · r / (1 + d - r); m = clv_historic per month since the first buy day, r = monthly_retention, d = (1 + loyalty.value.discountPerYear)^(1/12) - 1',
    unit: 'minor',
    minimum: {
      n: LEAST_BUYERS,
      of: { en: 'buyers of months that are over', 'zh-TW': '位已結束月份的消費顧客', 'zh-CN': '位已结束月份的消费顾客' },
    },
    sources: ['Gupta, Lehmann, Customers as Assets, Journal of Interactive Marketing 17(1), 2003'],
  }),
  metric({
    id: 'clv_model',
    version: 1,
    name: { en: 'Lifetime value, by model', 'zh-TW': '顧客終身價值（模型）', 'zh-CN': '顾客终身价值（模型）' },
    meaning: {
      en: 'What a customer is expected to bring in the months to come, by what they did themselves',
      'zh-TW': '依顧客自身行為，預期未來數月帶來的價值',
      'zh-CN': '依顾客自身行为，预期未来数月带来的价值',
    },
    formula: 'Σ over months k: (E(Y) until k - E(Y) until k - 1) · expected_value · margin / (1 + d)^k, k = 1 ... loyalty.value.months',
    unit: 'minor',
    minimum: { n: LEAST_CUSTOMERS, of: buyers },
    sources: [BG_NBD, GAMMA_GAMMA, RFM_CLV],
  }),
  metric({
    id: 'day_part_habit',
    version: 1,
    name: { en: 'Part of the day', 'zh-TW': '時段習慣', 'zh-CN': '时段习惯' },
    meaning: {
      en: 'Visits and receipts of a customer by the part of the day',
      'zh-TW': '顧客各時段的來店與消費次數',
      'zh-CN': '顾客各时段的来店与消费次数',
    },
    formula: 'visits, receipts and turnover by store.dayParts',
    unit: 'count',
    minimum: null,
    sources: ['store.yaml: store.dayParts'],
  }),
  metric({
    id: 'product_habit',
    version: 1,
    name: { en: 'Usual products', 'zh-TW': '常購商品', 'zh-CN': '常购商品' },
    meaning: {
      en: 'Receipts of a customer with a product, by the part of the day',
      'zh-TW': '顧客各時段購買某商品的次數',
      'zh-CN': '顾客各时段购买某商品的次数',
    },
    formula: 'receipts with the product; several pieces on one receipt count once',
    unit: 'count',
    minimum: null,
    sources: ['receipts'],
  }),
  metric({
    id: 'cohort_retention',
    version: 1,
    name: { en: 'Cohorts', 'zh-TW': '同期群留存', 'zh-CN': '同期群留存' },
    meaning: {
      en: 'Of the customers whose first visit fell into a month, the share that came so many months later',
      'zh-TW': '某月首次來店的顧客，在數月後再來的比例',
      'zh-CN': '某月首次来店的顾客，在数月后再来的比例',
    },
    formula: 'customers of the cohort with a visit in month k after the first / customers of the cohort',
    unit: 'share',
    minimum: null,
    sources: ['Fader, Hardie, How to Project Customer Retention, Journal of Interactive Marketing 21(1), 2007'],
  }),
  metric({
    id: 'monthly_retention',
    version: 1,
    name: { en: 'Monthly retention', 'zh-TW': '月留存率', 'zh-CN': '月留存率' },
    meaning: {
      en: 'Of the buyers of a month, the share that buys in the next one too, over all months that are over',
      'zh-TW': '當月消費的顧客於次月再消費的比例（所有已結束月份）',
      'zh-CN': '当月消费的顾客于次月再消费的比例（所有已结束月份）',
    },
    formula: 'Σ buyers of month k and k + 1 / Σ buyers of month k, k + 1 before the present month',
    unit: 'share',
    minimum: {
      n: LEAST_BUYERS,
      of: { en: 'buyers of months that are over', 'zh-TW': '位已結束月份的消費顧客', 'zh-CN': '位已结束月份的消费顾客' },
    },
    sources: ['Gupta, Lehmann, Customers as Assets, Journal of Interactive Marketing 17(1), 2003'],
  }),
  metric({
    id: 'stickiness',
    version: 1,
    name: { en: 'Stickiness', 'zh-TW': '黏著度', 'zh-CN': '粘性' },
    meaning: {
      en: 'Of the customers of the last thirty days, the share that came today, or this week; shops are no daily apps, so look at its course',
      'zh-TW': '近三十天顧客中今天（或本週）來店的比例；實體店並非每日應用，宜看走勢',
      'zh-CN': '近三十天顾客中今天（或本周）来店的比例；实体店并非每日应用，宜看走势',
    },
    formula: 'DAU / MAU and WAU / MAU; distinct customers of the day, of 7 and of 30 days up to it',
    unit: 'share',
    minimum: { n: LEAST_MONTHLY, of: { en: 'customers in thirty days', 'zh-TW': '位三十天內的顧客', 'zh-CN': '位三十天内的顾客' } },
    sources: ['usual definition of DAU / MAU with a rolling window of 30 days'],
  }),
  metric({
    id: 'conversion',
    version: 1,
    name: { en: 'Conversion', 'zh-TW': '成交率', 'zh-CN': '成交率' },
    meaning: {
      en: 'Share of visits with a receipt; a visit may be a group',
      'zh-TW': '有成交的來店比例；一次來店可能為一組人',
      'zh-CN': '有成交的来店比例；一次来店可能为一组人',
    },
    formula: 'visits with a receipt / visits',
    unit: 'share',
    minimum: null,
    sources: ['RetailNext, glossary of metrics'],
  }),
  metric({
    id: 'acquisition_rate',
    version: 1,
    name: { en: 'Acquisition rate', 'zh-TW': '新客取得率', 'zh-CN': '新客获取率' },
    meaning: {
      en: 'Customers won per visit',
      'zh-TW': '每次來店取得的新顧客數',
      'zh-CN': '每次来店获取的新顾客数',
    },
    formula: 'customers that were told of, since a day in the span / visits in the span',
    unit: 'share',
    minimum: null,
    sources: ['usual definition'],
  }),
  metric({
    id: 'cac',
    version: 1,
    name: { en: 'Cost of winning a customer', 'zh-TW': '新客取得成本', 'zh-CN': '新客获取成本' },
    meaning: {
      en: 'What customers of a source cost, each',
      'zh-TW': '某來源每位顧客的取得成本',
      'zh-CN': '某来源每位顾客的获取成本',
    },
    formula: 'Σ cost / customers won, by source',
    unit: 'minor',
    minimum: null,
    sources: ['usual definition'],
  }),
];
