interface PlayerTexts {
  readonly welcome: string;
  readonly setup: string;
  readonly setupHow: string;
}

const TEXTS: Readonly<Record<'en' | 'zh-TW' | 'zh-CN', PlayerTexts>> = {
  en: {
    welcome: 'Welcome',
    setup: 'This display is not set up yet',
    setupHow: 'Open the address that `aisle provision` prints for it once in this browser.',
  },
  'zh-TW': {
    welcome: '歡迎光臨',
    setup: '此螢幕尚未設定',
    setupHow: '請在此瀏覽器開啟一次 `aisle provision` 為它印出的網址。',
  },
  'zh-CN': {
    welcome: '欢迎光临',
    setup: '此屏幕尚未设置',
    setupHow: '请在此浏览器打开一次 `aisle provision` 为它打印的网址。',
  },
};

/** The player's own few words in the language asked for, or a near one. */
export function textsFor(language: string): PlayerTexts {
  if (/^zh\b.*(cn|sg|hans)/i.test(language)) return TEXTS['zh-CN'];
  return language.toLowerCase().startsWith('zh') ? TEXTS['zh-TW'] : TEXTS.en;
}
