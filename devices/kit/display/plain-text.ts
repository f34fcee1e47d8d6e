import type { DisplayText, ShowCommand } from '../command.ts';

/** Signs of offer texts that have a plain twin; what is left without one is dropped. */
const TWINS: ReadonlyMap<string, string> = new Map([
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['–', '-'],
  ['—', '-'],
  ['−', '-'],
  ['…', '...'],
  ['×', 'x'],
  ['ß', 'ss'],
  ['æ', 'ae'],
  ['Æ', 'AE'],
  ['œ', 'oe'],
  ['Œ', 'OE'],
  ['ø', 'o'],
  ['Ø', 'O'],
  ['ł', 'l'],
  ['Ł', 'L'],
  ['đ', 'd'],
  ['Đ', 'D'],
  ['ð', 'd'],
  ['Ð', 'D'],
  ['þ', 'th'],
  ['Þ', 'Th'],
  ['ı', 'i'],
  ['€', 'EUR '],
  ['£', 'GBP '],
  ['¥', 'JPY '],
]);
const ACCENTS = /\p{M}/gu;
const NOT_PLAIN = /[^\x20-\x7e]/gu;
/** A letter of another script. */
const FOREIGN = /(?!\p{Script=Latin})\p{L}/u;

/**
 * Printable ASCII (20 to 7E) of a text: accents are taken off, full-width letters become narrow, line breaks blanks. Control
 * bytes never pass, so no offer text can give a display a command. '' when nothing is left, e.g. of Chinese.
 */
const toPlainText = (text: string): string =>
  [...text]
    .map((character) => TWINS.get(character) ?? character)
    .join('')
    .normalize('NFKD')
    .replace(ACCENTS, '')
    .replace(/\s/gu, ' ')
    .replace(NOT_PLAIN, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** Digits behind the point by the currency: 2 of TWD, 0 of JPY, 3 of KWD; 2 of what is no currency. */
function minorDigits(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    // Not three letters: the way most currencies are written will do.
    return 2;
  }
}

/** `25.50` of 2550 minor units; no sign of the currency, no thousands. */
function plainPrice(minor: number, currency = ''): string {
  const digits = minorDigits(currency);
  const whole = String(Math.abs(Math.trunc(minor))).padStart(digits + 1, '0');
  const sign = minor < 0 ? '-' : '';
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole.slice(0, -digits)}.${whole.slice(-digits)}`;
}

/** What a display with plain characters can show of an offer. */
export interface PlainText {
  readonly title: string;
  readonly body: string;
  /** Null when the offer has none. */
  readonly price: string | null;
}

/** Of a text with words in another script only scraps would be left, which may name another thing than the price is of. */
const wholeText = (text: string): string => (FOREIGN.test(text) ? '' : toPlainText(text));

const hasWord = (text: string): boolean => /[0-9A-Za-z]/.test(text);

function toPlain({ title, body, priceMinor, currency }: DisplayText): PlainText {
  const plain = wholeText(title);
  return {
    title: hasWord(plain) ? plain : '',
    body: wholeText(body),
    price: priceMinor === undefined ? null : plainPrice(priceMinor, currency),
  };
}

/** The wanted language, else the first whose title can be shown, else the price alone; null when there is nothing to show. */
export function plainTextOf({ content }: ShowCommand, language: string): PlainText | null {
  const wanted = content[language];
  const texts = [...(wanted === undefined ? [] : [wanted]), ...Object.values(content)].map(toPlain);
  return texts.find(({ title }) => title !== '') ?? texts.find(({ price }) => price !== null) ?? null;
}
