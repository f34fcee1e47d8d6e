import type { Language, Words } from './words.ts';
import { wordsEn } from './words-en.ts';
import { wordsZhCn } from './words-zh-cn.ts';
import { wordsZhTw } from './words-zh-tw.ts';

export const WORDS: Readonly<Record<Language, Words>> = { 'zh-TW': wordsZhTw, 'zh-CN': wordsZhCn, en: wordsEn };
