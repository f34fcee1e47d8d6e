import { LANGUAGES, type Language } from '../explain/words.ts';

interface Wish {
  readonly tag: string;
  readonly weight: number;
}

/** Parts of an Accept-Language header that are looked at: a longer list is no language wish. */
const MOST_WISHES = 20;

/** The tags of an Accept-Language header, the most wanted first; RFC 9110, 12.5.4. What is malformed is left out. */
function wishesIn(header: string): Wish[] {
  return header
    .split(',', MOST_WISHES)
    .map((part) => {
      const [tag = '', weight] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*q=/, 2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0 && weight <= 1)
    .sort((a, b) => b.weight - a.weight);
}

/** The language of ours that a tag of RFC 5646 asks for: Chinese by script or, failing that, by region; null for others. */
function ourLanguage(tag: string, fallback: Language): Language | null {
  const [primary, ...rest] = tag.split('-');
  if (primary === 'en') return 'en';
  if (primary !== 'zh') return tag === '*' ? fallback : null;
  if (rest.includes('hant')) return 'zh-TW';
  if (rest.includes('hans')) return 'zh-CN';
  if (rest.some((part) => part === 'tw' || part === 'hk' || part === 'mo')) return 'zh-TW';
  if (rest.some((part) => part === 'cn' || part === 'sg' || part === 'my')) return 'zh-CN';
  return fallback.startsWith('zh') ? fallback : 'zh-CN';
}

/** In which language to answer: what the address names, else the browser's first wish that we speak, else the shop's. */
export function askedLanguage(named: Language | undefined, header: string | undefined, shops: Language): Language {
  if (named !== undefined && LANGUAGES.includes(named)) return named;
  for (const { tag } of wishesIn(header ?? '')) {
    const ours = ourLanguage(tag, shops);
    if (ours !== null) return ours;
  }
  return shops;
}
