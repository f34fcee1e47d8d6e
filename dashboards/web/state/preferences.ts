import { effect, signal } from '@preact/signals';

export const LANGUAGES = ['zh-TW', 'zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const read = <T extends string>(key: string, allowed: readonly T[]): T | null => {
  const value = localStorage.getItem(key);
  return allowed.find((entry) => entry === value) ?? null;
};

/** What the operator chose; null until then, and the store's own language holds. */
export const chosenLanguage = signal<Language | null>(read('aisle.language', LANGUAGES));
/** The language of the shop as it was when it was last known: a page that opens has its texts sooner than it knows the shop. */
export const storeLanguage = (): Language | null => read('aisle.store-language', LANGUAGES);
export const keepStoreLanguage = (language: Language): void => localStorage.setItem('aisle.store-language', language);
export const theme = signal<Theme>(read('aisle.theme', THEMES) ?? 'system');

const dark = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(dark.matches);

/** True when the page is drawn dark, by choice or by the system. */
export const isDark = () => (theme.value === 'system' ? systemIsDark.value : theme.value === 'dark');

/** Keeps the document and the browser's storage in step with what was chosen. */
export function applyPreferences(language: () => Language): void {
  dark.addEventListener('change', (event) => {
    systemIsDark.value = event.matches;
  });
  effect(() => {
    localStorage.setItem('aisle.theme', theme.value);
    if (theme.value === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme.value;
  });
  effect(() => {
    if (chosenLanguage.value) localStorage.setItem('aisle.language', chosenLanguage.value);
    document.documentElement.lang = language();
  });
}
