import { z } from 'zod';

/** One 125 kHz card under the names by which people and programs know it. */
export interface CardFaces {
  /** Version or customer byte, 2 upper-case hex digits. */
  readonly versionHex: string;
  /** The 32-bit id as 8 upper-case hex digits. */
  readonly idHex: string;
  /** The 32-bit id as a number. */
  readonly id32: number;
  /** Its low 24 bits as a number, printed on many cards; several cards share one. */
  readonly id24: number;
  /** The same 24 bits as a Wiegand-26 reader tells them. */
  readonly wiegand26: { readonly facility: number; readonly number: number };
}

/** The other faces of a card in canonical form (version and id, 10 hex digits); null for anything else. @see EM4100 */
export function toCardFaces(card: string): CardFaces | null {
  if (!/^[0-9A-F]{10}$/.test(card)) return null;
  const id32 = Number.parseInt(card.slice(2), 16);
  return {
    versionHex: card.slice(0, 2),
    idHex: card.slice(2),
    id32,
    id24: id32 % 0x1000000,
    wiegand26: { facility: Math.floor(id32 / 0x10000) % 0x100, number: id32 % 0x10000 },
  };
}

/**
 * `settings.form` of 125 kHz readers: under which of its names a card is known. All readers of a shop, and its list of members, must
 * use the same one: another name is another member.
 */
export const cardForm = z
  .enum(['hex10', 'hex8', 'decimal10', 'decimal8'])
  .default('hex10')
  .describe(
    'The name under which a card is known, the same for all readers and the list of members: `hex10` version and id, `hex8` the id alone (as Tasmota tells it), `decimal10` the id as ten decimal digits, `decimal8` its low 24 bits as eight (printed on many cards; several cards share one)',
  );
type CardForm = z.output<typeof cardForm>;

/** A card in canonical form under the name that the shop has chosen. */
export function cardInForm(card: string, form: CardForm): string {
  const faces = toCardFaces(card);
  if (faces === null || form === 'hex10') return card;
  if (form === 'hex8') return faces.idHex;
  return form === 'decimal10' ? String(faces.id32).padStart(10, '0') : String(faces.id24).padStart(8, '0');
}

/** True for what every card shows that nobody has programmed: it names nobody. */
export const isBlankCard = (card: string): boolean => /^(0+|F+)$/.test(card);

/** The canonical form of 10 hex digits, or of 12 whose last two are the XOR of the five bytes before; 'bad-checksum' when they are not. */
export function readCardHex(text: string): string | 'bad-checksum' | null {
  if (!/^([0-9A-F]{10}|[0-9A-F]{12})$/i.test(text)) return null;
  const card = text.slice(0, 10).toUpperCase();
  return text.length === 12 && text.slice(10).toUpperCase() !== checksumOf(card) ? 'bad-checksum' : card;
}

/** The canonical form with its checksum, as readers send it: 12 hex digits. */
export const withChecksum = (card: string): string => card + checksumOf(card);

function checksumOf(card: string): string {
  let sum = 0;
  for (let i = 0; i < card.length; i += 2) sum ^= Number.parseInt(card.slice(i, i + 2), 16);
  return sum.toString(16).toUpperCase().padStart(2, '0');
}
