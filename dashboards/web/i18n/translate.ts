import { computed } from '@preact/signals';
import { store } from '../state/model.ts';
import { chosenLanguage, type Language } from '../state/preferences.ts';
import { en, type TextKey } from './en.ts';
import { type EventText, eventsEn, eventsZhCn, eventsZhTw } from './events.ts';
import { zhCn } from './zh-cn.ts';
import { zhTw } from './zh-tw.ts';

export type Values = Readonly<Record<string, string | number>>;

const CATALOGUES: Record<Language, Readonly<Record<TextKey, string>>> = { 'zh-TW': zhTw, 'zh-CN': zhCn, en };
const EVENTS: Record<Language, Readonly<Record<EventText, string>>> = { 'zh-TW': eventsZhTw, 'zh-CN': eventsZhCn, en: eventsEn };

/** The language of the page: what the operator chose, else the browser's before the store is known, then the store's. */
export const language = computed<Language>(() => chosenLanguage.value ?? store.value?.locale ?? browserLanguage());

function browserLanguage(): Language {
  const wish = navigator.language.toLowerCase();
  if (/^zh\b.*(cn|sg|hans)/.test(wish)) return 'zh-CN';
  return wish.startsWith('zh') ? 'zh-TW' : 'en';
}

const plural = computed(() => new Intl.PluralRules(language.value));
const count = computed(() => new Intl.NumberFormat(language.value));

/** Fills `{name}` with values, numbers written the language's way, and chooses `one|many` by the number `n`. */
export function fill(pattern: string, values: Values): string {
  const forms = pattern.split('|');
  const n = values.n;
  const form = forms.length > 1 && typeof n === 'number' && plural.value.select(n) !== 'one' ? forms[1] : forms[0];
  return (form ?? pattern).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? count.value.format(value) : value;
  });
}

export const t = (key: TextKey, values: Values = {}): string => fill(CATALOGUES[language.value][key], values);

/** A text whose key is made from data (a reason, an alert's type); the bare code in words when no catalogue has it. */
export function tOr(key: string, code: string): string {
  const catalogue: Readonly<Record<string, string>> = CATALOGUES[language.value];
  return catalogue[key] ?? code.replaceAll('-', ' ');
}

/** The sentence of an event in the ticker; null for events that are not news to an operator. */
export function eventText(event: string): string | null {
  const catalogue: Readonly<Record<string, string>> = EVENTS[language.value];
  return catalogue[event] ?? null;
}

/** One language of a text in several: the page's, else the same script family, English, whatever there is. */
export function pick(texts: Readonly<Record<string, string>> | null | undefined, fallback = ''): string {
  if (!texts) return fallback;
  const wanted = language.value;
  const related = wanted.startsWith('zh') ? (texts['zh-TW'] ?? texts['zh-CN']) : undefined;
  return texts[wanted] ?? related ?? texts.en ?? Object.values(texts)[0] ?? fallback;
}
