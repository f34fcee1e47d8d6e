/**
 * Evidence in words, by code; its facts follow in brackets, each by its own key below. A code or a fact without words is
 * shown as it is, so that nothing that speaks for a decision is ever hidden.
 */
export const evidenceEn = {
  'reads-in-window': 'read several times in a row',
  'silent-at-home': 'not read at its place',
  'silent-everywhere': 'not read anywhere',
  'heard-elsewhere': 'heard somewhere else',
  'stronger-zone': 'another zone hears it better',
  'steady-signal': 'its signal is steady',
  'unlike-its-place': 'its signal does not fit its place',
  'old-place-again': 'heard at its old place again',
  'weight-step': 'the weight on the shelf changed',
  'card-same-zone': 'the card was read in the same zone',
  'gate-direction': 'the way it passed the gate',
  'gate-reads': 'read by the gate',
  'door-counter': 'people counted at the door just then',
  'seen-inside-since': 'seen inside since',
  'on-receipt': 'it is on a receipt',
  'not-sold': 'no sale of it is known',
  'cards-without-counts': 'cards were read, but nobody was counted',
  silence: 'no message',
} as const;

export type EvidenceCode = keyof typeof evidenceEn;

export const evidenceZhTw = {
  'reads-in-window': '連續多次讀取',
  'silent-at-home': '原位讀不到',
  'silent-everywhere': '各處皆讀不到',
  'heard-elsewhere': '在別處讀到',
  'stronger-zone': '另一區域訊號較強',
  'steady-signal': '訊號穩定',
  'unlike-its-place': '訊號與原位不符',
  'old-place-again': '再次於原位讀到',
  'weight-step': '貨架重量改變',
  'card-same-zone': '會員卡在同一區域被讀取',
  'gate-direction': '通過門口的方向',
  'gate-reads': '門口讀取器讀到',
  'door-counter': '當時門口有人進出',
  'seen-inside-since': '之後仍在店內讀到',
  'on-receipt': '列於收據上',
  'not-sold': '沒有銷售紀錄',
  'cards-without-counts': '讀到會員卡，卻無人流計數',
  silence: '沒有訊息',
} satisfies Record<EvidenceCode, string>;

export const evidenceZhCn = {
  'reads-in-window': '连续多次读取',
  'silent-at-home': '原位读不到',
  'silent-everywhere': '各处均读不到',
  'heard-elsewhere': '在别处读到',
  'stronger-zone': '另一区域信号更强',
  'steady-signal': '信号稳定',
  'unlike-its-place': '信号与原位不符',
  'old-place-again': '再次于原位读到',
  'weight-step': '货架重量改变',
  'card-same-zone': '会员卡在同一区域被读取',
  'gate-direction': '通过门口的方向',
  'gate-reads': '门口读写器读到',
  'door-counter': '当时门口有人进出',
  'seen-inside-since': '之后仍在店内读到',
  'on-receipt': '列于收据上',
  'not-sold': '没有销售记录',
  'cards-without-counts': '读到会员卡，却无客流计数',
  silence: '没有消息',
} satisfies Record<EvidenceCode, string>;

export const factsEn = {
  seconds: '{value} s',
  reads: '{n} read|{n} reads',
  grams: '{value} g',
  items: '{n} item|{n} items',
  cards: '{n} card|{n} cards',
  candidates: '{n} product fits|{n} products fit',
  usualGaps: '{value} usual gaps long',
  last: 'last: {value}',
  seen: 'counted: {value}',
  direction: 'direction: {value}',
  sale: 'sale {value}',
} as const;

export type FactKey = keyof typeof factsEn;

export const factsZhTw = {
  seconds: '{value} 秒',
  reads: '{n} 次讀取',
  grams: '{value} 公克',
  items: '{n} 件',
  cards: '{n} 張卡',
  candidates: '{n} 項商品相符',
  usualGaps: '平常間隔的 {value} 倍',
  last: '最後：{value}',
  seen: '計數：{value}',
  direction: '方向：{value}',
  sale: '銷售 {value}',
} satisfies Record<FactKey, string>;

export const factsZhCn = {
  seconds: '{value} 秒',
  reads: '{n} 次读取',
  grams: '{value} 克',
  items: '{n} 件',
  cards: '{n} 张卡',
  candidates: '{n} 项商品相符',
  usualGaps: '平常间隔的 {value} 倍',
  last: '最后：{value}',
  seen: '计数：{value}',
  direction: '方向：{value}',
  sale: '销售 {value}',
} satisfies Record<FactKey, string>;
