/** What an EPC names, whatever its binary form: a GS1 key and, for some kinds, a serial that stands beside it. */
export interface Gs1Key {
  readonly kind: KeyKind;
  /** The value of the key's application identifier, with check digit; GRAI, GDTI and SGCN carry their serial inside. */
  readonly value: string;
  /** The value of the qualifier's application identifier; null when the kind has none or it is left out. */
  readonly qualifier: string | null;
}

export type KeyKind = 'sgtin' | 'sscc' | 'sgln' | 'grai' | 'giai' | 'gsrn' | 'gsrnp' | 'gdti' | 'sgcn' | 'cpi' | 'itip';

/** Application identifiers of key and qualifier. @see GS1 General Specifications, chapter 3 */
const IDENTIFIERS: Readonly<Record<KeyKind, readonly [key: string, qualifier?: string]>> = {
  sgtin: ['01', '21'],
  sscc: ['00'],
  sgln: ['414', '254'],
  grai: ['8003'],
  giai: ['8004'],
  gsrn: ['8018'],
  gsrnp: ['8017'],
  gdti: ['253'],
  sgcn: ['255'],
  cpi: ['8010', '8011'],
  itip: ['8006', '21'],
};

/** `(01)09506000134352(21)5`. */
export function toElementString({ kind, value, qualifier }: Gs1Key): string {
  const [ai, qualifierAi] = IDENTIFIERS[kind];
  return `(${ai})${value}${qualifierAi && qualifier !== null ? `(${qualifierAi})${qualifier}` : ''}`;
}

/** `/01/09506000134352/21/5`: put any domain before it. Reserved characters are percent-encoded. @see GS1 Digital Link URI Syntax */
export function toDigitalLinkPath({ kind, value, qualifier }: Gs1Key): string {
  const [ai, qualifierAi] = IDENTIFIERS[kind];
  return `/${ai}/${escapeLink(value)}${qualifierAi && qualifier !== null ? `/${qualifierAi}/${escapeLink(qualifier)}` : ''}`;
}

/** Escapes what a URN may not hold. @see TDS 6.2 and annex A, table A-1 */
export const escapeUrn = (text: string): string => text.replace(/["#%&/<>?]/g, percent);

const escapeLink = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, percent);

const percent = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
