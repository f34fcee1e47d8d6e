import { computed, effect, signal } from '@preact/signals';
import { store } from '../state/model.ts';
import { chosenLanguage, LANGUAGES, type Language, storeLanguage } from '../state/preferences.ts';
import type { TextKey } from './en.ts';
import type { EventText } from './events.ts';

export type Values = Readonly<Record<string, string | number>>;

interface Catalogue {
  readonly texts: Readonly<Record<TextKey, string>>;
  /** Sentences of the ticker. */
  readonly events: Readonly<Record<EventText, string>>;
}

/** One language is fetched, not all: three are the largest part of a page's code. A missing text is still a compile error. */
const LOADERS: Record<Language, () => Promise<Catalogue>> = {
  'zh-TW': () => import('./zh-tw.ts').then(({ zhTw, events }) => ({ texts: zhTw, events })),
  'zh-CN': () => import('./zh-cn.ts').then(({ zhCn, events }) => ({ texts: zhCn, events })),
  en: () => import('./en.ts').then(({ en, events }) => ({ texts: en, events })),
};

/** What the operator chose, else the store's, or the browser's while the store has never been known. */
const wanted = computed<Language>(() => chosenLanguage.value ?? store.value?.locale ?? storeLanguage() ?? browserLanguage());
const known = new Map<Language, Catalogue>();
/** The last language that could be shown stays until the wanted one is here. */
const spoken = signal<(Catalogue & { readonly language: Language }) | null>(null);

/** The language of the page. */
export const language = computed<Language>(() => spoken.value?.language ?? wanted.value);

/** Has the texts of a language at hand. Rejects when they cannot be fetched. */
export async function fetchTexts(name: Language): Promise<void> {
  if (!known.has(name)) known.set(name, await LOADERS[name]());
}

/** Shows the wanted language if its texts are here. */
function speak(): boolean {
  const catalogue = known.get(wanted.value);
  if (catalogue !== undefined) spoken.value = { language: wanted.value, ...catalogue };
  return catalogue !== undefined;
}

/** Fetches the texts of the page's language now, and of each that is chosen later. Nothing can be shown before it has resolved. */
export async function startTexts(): Promise<void> {
  await fetchTexts(wanted.value);
  effect(() => {
    // Texts that do not come leave the page in its language; choosing again tries again.
    if (!speak()) void fetchTexts(wanted.value).then(speak, () => {});
  });
}

/** Fetches the other languages: then a choice shows at once, also while the gateway is away. */
export const loadOtherTexts = (): Promise<unknown> => Promise.allSettled(LANGUAGES.map(fetchTexts));

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

export const t = (key: TextKey, values: Values = {}): string => fill(spoken.value?.texts[key] ?? '', values);

/** A text whose key is made from data (a reason, an alert's type); the bare code in words when no catalogue has it. */
export function tOr(key: string, code: string): string {
  const catalogue: Readonly<Record<string, string>> = spoken.value?.texts ?? {};
  return catalogue[key] ?? code.replaceAll('-', ' ');
}

/** The sentence of an event in the ticker; null for events that are not news to an operator. */
export function eventText(event: string): string | null {
  const catalogue: Readonly<Record<string, string>> = spoken.value?.events ?? {};
  return catalogue[event] ?? null;
}

/** One language of a text in several: the page's, else the same script family, English, whatever there is. */
export function pick(texts: Readonly<Record<string, string>> | null | undefined, fallback = ''): string {
  if (!texts) return fallback;
  const wanted = language.value;
  const related = wanted.startsWith('zh') ? (texts['zh-TW'] ?? texts['zh-CN']) : undefined;
  return texts[wanted] ?? related ?? texts.en ?? Object.values(texts)[0] ?? fallback;
}
