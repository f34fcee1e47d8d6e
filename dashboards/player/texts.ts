interface PlayerTexts {
  readonly welcome: string;
  readonly setup: string;
  readonly setupHow: string;
  /** Beside a QR code. */
  readonly scan: string;
  readonly ask: string;
  /** From the worst to the best. */
  readonly smileys: readonly string[];
  readonly unlikely: string;
  readonly likely: string;
  readonly thanks: string;
}

const TEXTS: Readonly<Record<'en' | 'zh-TW' | 'zh-CN', PlayerTexts>> = {
  en: {
    welcome: 'Welcome',
    setup: 'This display is not set up yet',
    setupHow: 'Open the address that `aisle provision` prints for it once in this browser.',
    scan: 'Scan to take it along',
    ask: 'How was your visit?',
    smileys: ['Very bad', 'Bad', 'So-so', 'Good', 'Very good'],
    unlikely: '0: not at all likely',
    likely: '10: very likely',
    thanks: 'Thank you!',
  },
  'zh-TW': {
    welcome: '歡迎光臨',
    setup: '此螢幕尚未設定',
    setupHow: '請在此瀏覽器開啟一次 `aisle provision` 為它印出的網址。',
    scan: '掃描帶走',
    ask: '今天逛得如何？',
    smileys: ['非常不滿意', '不滿意', '普通', '滿意', '非常滿意'],
    unlikely: '0：完全不可能',
    likely: '10：非常可能',
    thanks: '謝謝您！',
  },
  'zh-CN': {
    welcome: '欢迎光临',
    setup: '此屏幕尚未设置',
    setupHow: '请在此浏览器打开一次 `aisle provision` 为它打印的网址。',
    scan: '扫描带走',
    ask: '今天逛得如何？',
    smileys: ['非常不满意', '不满意', '一般', '满意', '非常满意'],
    unlikely: '0：完全不可能',
    likely: '10：非常可能',
    thanks: '谢谢您！',
  },
};

/** The player's own few words in the language asked for, or a near one. */
export function textsFor(language: string): PlayerTexts {
  if (/^zh\b.*(cn|sg|hans)/i.test(language)) return TEXTS['zh-CN'];
  return language.toLowerCase().startsWith('zh') ? TEXTS['zh-TW'] : TEXTS.en;
}
