/**
 * A key as states have it, from the words of any firmware: `power_outage_count` → `powerOutageCount`, `DS18B20-2` →
 * `ds18b202`, `switch:0` → `switch0`. '' when nothing of it can be used.
 */
export const camelKey = (...words: readonly string[]): string =>
  words
    .flatMap((word) => word.split(/[^A-Za-z0-9]+/))
    .filter((part) => part !== '')
    .map((part, index) => {
      const isShouting = part === part.toUpperCase();
      const word = isShouting ? part.toLowerCase() : part;
      const first = word.charAt(0);
      return (index === 0 ? first.toLowerCase() : first.toUpperCase()) + word.slice(1);
    })
    .join('')
    .slice(0, 64);

/** The name of a button or of what it did: lower case with dashes, `Button1` `DOUBLE` → `button1-double`; '' for nothing. */
export const dashedName = (...words: readonly string[]): string =>
  words
    .map((word) => word.toLowerCase().replace(/:/g, ''))
    .join('-')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 64);

/** `ON`, `off`, true: how relays are spoken of. Null for anything else. */
export function readOnOff(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return null;
  const word = value.trim().toLowerCase();
  return word === 'on' ? true : word === 'off' ? false : null;
}
