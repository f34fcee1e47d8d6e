/**
 * The GS1 check digit of a key without its last digit: weights 3, 1, 3 ... from the right.
 * Takes decimal digits only; the caller has checked that.
 * @see GS1 General Specifications, 7.9.1
 */
function checkDigit(body: string): number {
  let sum = 0;
  for (let i = body.length - 1, weight = 3; i >= 0; i--, weight = 4 - weight) sum += (body.charCodeAt(i) - 48) * weight;
  return (10 - (sum % 10)) % 10;
}

/** Appends the check digit. */
export const withCheckDigit = (body: string): string => `${body}${checkDigit(body)}`;

/** True when the text is decimal digits whose last one is the check digit of the rest. */
export const hasValidCheckDigit = (key: string): boolean =>
  /^\d{2,}$/.test(key) && checkDigit(key.slice(0, -1)) === key.charCodeAt(key.length - 1) - 48;
