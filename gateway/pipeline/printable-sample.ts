const BYTES = 200;
/** Messages with such words are about people: nothing of them is shown. */
const PERSONAL = /card|member|loyal|visitor|gsrn|phone/i;
/** Words of letters and digits, and groups of digits that belong together: `4711 0815-42` is one. */
const WORD = /[0-9A-Za-z]+(?:[- ][0-9]+)*/g;
const LONGEST_PLAIN_WORD = 5;
const MOST_DIGITS = 3;

/**
 * The beginning of a message for the quarantine: printable ASCII, so that nothing in it can steer a terminal or a page, and
 * without anything that could name a person, whatever channel it came on. Numbers and codes of six characters or more are
 * told by their first two characters and their length (`30~24` is an EPC, `30~23` one that lost a digit); a message that
 * speaks of cards or members is the empty text.
 */
export function printableSample(bytes: Uint8Array): string {
  const text = printableText(Buffer.from(bytes.subarray(0, BYTES)).toString('latin1'));
  if (PERSONAL.test(text)) return '';
  return withoutNumbers(text);
}

/** A topic that no device owns, as pages may show it: anybody may have put a number of somebody into it. */
export const strangeTopic = (topic: string): string => withoutNumbers(printableText(topic));

const withoutNumbers = (text: string): string =>
  text.replace(WORD, (word) => (mayNameSomebody(word) ? `${word.slice(0, 2)}~${word.length}` : word));

/** At most 200 characters of printable ASCII; all others become dots. */
export const printableText = (text: string): string => text.replace(/[^\x20-\x7e]/g, '.').slice(0, BYTES);

const mayNameSomebody = (word: string): boolean => word.length > LONGEST_PLAIN_WORD && word.replace(/[^0-9]/g, '').length > MOST_DIGITS;
