import { decodeEpc } from '../../devices/kit/epc/decode-epc.ts';

/** Why a tag is in no export: many tags share its number, or it is the card of somebody. */
export type LeftOut = 'factory' | 'person';

export type ObjectId = { readonly uri: string; readonly isRaw: boolean } | { readonly leftOut: LeftOut };

/** Recipients (8018) and providers (8017) of services: such a tag is somebody's card or badge, not goods. */
const PERSON = /^gsrn/;

/**
 * A tag's identifier as EPCIS wants it: the pure identity of its EPC; a GS1 Digital Link of codes that do not know their company
 * prefix, from which no pure identity can be made; and the raw bits of what is no GS1 code. Such a tag still names one thing to
 * whoever reads it next, and a raw URI claims nothing about who gave out the number. @see GS1 EPC TDS 2.3, chapter 12
 */
export function objectIdOf(epc: string): ObjectId {
  const { identity, scheme, pureUri, digitalLink } = decodeEpc(epc);
  if (identity === 'factory') return { leftOut: 'factory' };
  if (scheme !== null && PERSON.test(scheme)) return { leftOut: 'person' };
  const uri = pureUri ?? digitalLink;
  return uri === null ? { uri: `urn:epc:raw:${epc.length * 4}.x${epc.toUpperCase()}`, isRaw: true } : { uri, isRaw: false };
}
