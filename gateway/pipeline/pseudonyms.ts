import { createHmac } from 'node:crypto';
import { asId, type VisitorId } from '../domain/ids.ts';

/** Card ids whose pseudonym is remembered, to spare the hash while a card lies in a reader's field. */
const REMEMBERED = 4_096;

/**
 * Makes the pseudonym of a card: `base64url(HMAC-SHA-256(key, "loyalty:" + cardId)).slice(0, 22)`, the card id
 * in upper case. Without the key, which is kept outside the database, nobody gets from the pseudonym to the card.
 */
export function createPseudonyms(key: Uint8Array): (cardId: string) => VisitorId {
  const known = new Map<string, VisitorId>();
  return (cardId) => {
    const canonical = cardId.trim().toUpperCase();
    const remembered = known.get(canonical);
    if (remembered) return remembered;
    const visitor = asId<VisitorId>(createHmac('sha256', key).update(`loyalty:${canonical}`).digest('base64url').slice(0, 22));
    if (known.size >= REMEMBERED) known.clear();
    known.set(canonical, visitor);
    return visitor;
  };
}
