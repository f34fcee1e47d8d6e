import type { Language } from '../explain/words.ts';
import { wordsEn } from './words-en.ts';
import { wordsZhCn } from './words-zh-cn.ts';
import { wordsZhTw } from './words-zh-tw.ts';

export const SECTIONS = ['footfall', 'journey', 'shelves', 'offers', 'loss', 'alerts'] as const;
export type SectionId = (typeof SECTIONS)[number];

/** Every text of a report; a missing one is a compile error. */
export type ReportWords = Readonly<Record<keyof typeof wordsEn, string>>;

export const WORDS: Readonly<Record<Language, ReportWords>> = { en: wordsEn, 'zh-TW': wordsZhTw, 'zh-CN': wordsZhCn };

type FigureKey = Extract<keyof ReportWords, `figure.${string}`>;
/** Figures by names that stay the same in every language. */
export type FigureId = FigureKey extends `figure.${infer Id}` ? Id : never;

/** Fills `{name}`. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
