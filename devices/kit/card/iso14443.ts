/** A card as InListPassiveTarget of a PN532 tells it (ISO/IEC 14443 type A). */
export interface TypeATarget {
  readonly uid: string;
  /** Answer to request, 4 hex digits. */
  readonly atqaHex: string;
  /** Select acknowledge: what kind of chip it is. */
  readonly sak: number;
}

/** ATS: its first byte counts itself. Cards that do ISO 14443-4 send one. */
const DOES_PART_4 = 0x20;

/**
 * The cards of a reply to InListPassiveTarget, from the count on; null when lengths do not agree or a UID is not of 4, 7 or 10 bytes.
 * @see PN532 user manual, 7.3.5
 */
export function readTypeATargets(data: Uint8Array): readonly TypeATarget[] | null {
  const count = data[0];
  if (count === undefined || count > 2) return null;
  const targets: TypeATarget[] = [];
  let at = 1;
  for (let n = 0; n < count; n++) {
    // The chip numbers them from 1 on: one more check beside the sum of the frame, which two faults can leave right.
    if (data[at] !== n + 1) return null;
    const uidLength = data[at + 4];
    const sak = data[at + 3] ?? 0;
    if (uidLength === undefined || ![4, 7, 10].includes(uidLength) || data.length < at + 5 + uidLength) return null;
    const uid = hexOf(data.subarray(at + 5, at + 5 + uidLength));
    targets.push({ uid, atqaHex: hexOf(data.subarray(at + 1, at + 3)), sak });
    at += 5 + uidLength;
    const atsLength = data[at];
    if ((sak & DOES_PART_4) !== 0 && atsLength !== undefined && atsLength > 0) at += atsLength;
  }
  return at === data.length ? targets : null;
}

/** A UID of four bytes that starts with 08 is made up anew at every tap. @see ISO/IEC 14443-3, 6.5.4 */
export const isRandomUid = (uid: string): boolean => uid.length === 8 && uid.startsWith('08');

/** Phones and bank cards, and the few membership cards with a processor. */
export const isProcessorCard = ({ sak }: TypeATarget): boolean => (sak & DOES_PART_4) !== 0;

/** The reply of a PN532 that lists this one card: a memory card of the size that its UID tells; null for what is no such UID. */
export function writeTypeATarget(uid: string): readonly number[] | null {
  if (!/^([0-9A-F]{8}|[0-9A-F]{14}|[0-9A-F]{20})$/.test(uid) || isRandomUid(uid)) return null;
  const bytes = [...Buffer.from(uid, 'hex')];
  const [atqa, sak] = bytes.length === 4 ? [0x04, 0x08] : bytes.length === 7 ? [0x44, 0x00] : [0x84, 0x00];
  return [1, 1, 0, atqa, sak, bytes.length, ...bytes];
}

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex').toUpperCase();
