import { isMap, isScalar, LineCounter, type Pair, parseDocument } from 'yaml';

/** The part of a store.yaml that holds its offers, as it is written; the rest stays as it is, byte for byte. */
export interface OfferSource {
  readonly before: string;
  /** From the line of `offers:` to the last line that belongs to it. */
  readonly offers: string;
  readonly after: string;
}

/** What a file without offers is edited from. */
const NO_OFFERS = 'offers: []\n';

const isComment = (line: string): boolean => /^(?:#|\s*$)/.test(line);

/**
 * Cuts a store.yaml around its offers. Comments that begin a line behind them belong to what follows. Null for a file whose offers stand
 * not in lines of their own, as in one pair of braces: that is for hands.
 */
export function cutOffers(text: string): OfferSource | null {
  const lines = new LineCounter();
  const root = parseDocument(text, { lineCounter: lines }).contents;
  if (root === null) return { before: text, offers: NO_OFFERS, after: '' };
  if (!isMap(root) || root.flow) return null;
  const starts = root.items.map((pair) => lineOf(pair, lines));
  const at = root.items.findIndex(({ key }) => isScalar(key) && key.value === 'offers');
  if (at < 0) return { before: text.endsWith('\n') || text === '' ? text : `${text}\n`, offers: NO_OFFERS, after: '' };
  const all = text.split(/(?<=\n)/);
  const first = starts[at] ?? 0;
  let end = starts[at + 1] ?? all.length;
  while (end > first + 1 && isComment(all[end - 1] ?? '')) end--;
  return { before: all.slice(0, first).join(''), offers: all.slice(first, end).join(''), after: all.slice(end).join('') };
}

/** 0-based. */
const lineOf = ({ key }: Pair, lines: LineCounter): number => lines.linePos(isScalar(key) ? (key.range?.[0] ?? 0) : 0).line - 1;

/** The file with other offers in their place. */
export function withOffers({ before, after }: OfferSource, offers: string): string {
  return `${before}${offers === '' || offers.endsWith('\n') ? offers : `${offers}\n`}${after}`;
}

/** Keys that stand beside `offers` in a text that may hold nothing else, with their 1-based lines. */
export function strangersIn(offers: string): { readonly key: string; readonly line: number }[] {
  const lines = new LineCounter();
  const root = parseDocument(offers, { lineCounter: lines }).contents;
  if (!isMap(root)) return root === null ? [] : [{ key: '', line: 1 }];
  return root.items.flatMap((pair) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    return key === 'offers' ? [] : [{ key, line: lineOf(pair, lines) + 1 }];
  });
}
