export const LANGUAGES = ['zh-TW', 'zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

const en = {
  inside: 'In the shop now',
  people: '{n}',
  upTo: 'up to {n}',
  ofLimit: 'of {n} at most',
  quiet: 'Quiet',
  busy: 'Busy',
  full: 'Full',
  fullHow: 'Please wait until somebody has left.',
  closed: 'Closed',
  closedToday: 'closed today',
  today: 'Today {open}–{close}',
  allDay: 'Open day and night',
  hours: 'Opening hours',
  updated: 'Updated {time}',
  stale: 'Not up to date: the number may be wrong',
  asking: 'Asking the shop …',
  away: 'The shop does not answer. It is asked again.',
  languages: 'Language',
  title: 'How full it is',
};

export type Texts = Readonly<Record<keyof typeof en, string>>;

/** Every text in every language; a missing one is a compile error. */
export const TEXTS: Readonly<Record<Language, Texts>> = {
  en,
  'zh-TW': {
    inside: '目前店內人數',
    people: '{n} 人',
    upTo: '{n} 人以內',
    ofLimit: '上限 {n} 人',
    quiet: '寬鬆',
    busy: '稍擠',
    full: '客滿',
    fullHow: '請稍候，待有人離開後再進入。',
    closed: '休息中',
    closedToday: '今日公休',
    today: '今日 {open}–{close}',
    allDay: '全天營業',
    hours: '營業時間',
    updated: '更新於 {time}',
    stale: '資料未更新，人數可能有誤',
    asking: '正在查詢 …',
    away: '暫時無法連線，將自動重試。',
    languages: '語言',
    title: '店內人潮',
  },
  'zh-CN': {
    inside: '当前店内人数',
    people: '{n} 人',
    upTo: '{n} 人以内',
    ofLimit: '上限 {n} 人',
    quiet: '宽松',
    busy: '较挤',
    full: '客满',
    fullHow: '请稍候，待有人离开后再进入。',
    closed: '休息中',
    closedToday: '今日休息',
    today: '今日 {open}–{close}',
    allDay: '全天营业',
    hours: '营业时间',
    updated: '更新于 {time}',
    stale: '数据未更新，人数可能有误',
    asking: '正在查询 …',
    away: '暂时无法连接，将自动重试。',
    languages: '语言',
    title: '店内人流',
  },
};

/** `?lang=` first, then the browser's first wish that we speak, then the shop's own; null while that is not known. */
export function languageFor(asked: string | null, wishes: readonly string[], shops: Language | null): Language | null {
  const named = LANGUAGES.find((language) => language === asked);
  if (named) return named;
  for (const wish of wishes) {
    if (/^zh\b.*(cn|sg|hans)/i.test(wish)) return 'zh-CN';
    if (/^zh\b/i.test(wish)) return 'zh-TW';
    if (/^en\b/i.test(wish)) return 'en';
  }
  return shops;
}

export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
