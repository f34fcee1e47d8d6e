/**
 * GTIN-8, -12, -13 or -14 as fourteen digits, or why it is none.
 * @see GS1 General Specifications 7.9: the check digit weighs digits 3 and 1 from the right.
 */
export function parseGtin(text: string): { readonly ok: true; readonly gtin: string } | { readonly ok: false; readonly message: string } {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return { ok: false, message: 'must have 8, 12, 13 or 14 digits' };
  const gtin = text.padStart(14, '0');
  let sum = 0;
  for (let index = 0; index < 13; index++) sum += Number(gtin[index]) * (index % 2 === 0 ? 3 : 1);
  const check = String((10 - (sum % 10)) % 10);
  if (gtin[13] !== check) return { ok: false, message: `check digit must be ${check}` };
  return { ok: true, gtin };
}
