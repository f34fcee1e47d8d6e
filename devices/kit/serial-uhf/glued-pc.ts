import type { Epc } from '../../../gateway/domain/ids.ts';
import { isRefusal } from '../decoding.ts';
import { readEpc } from '../tag-identity.ts';
import { type Gen2Tag, readPcEpcCrc } from './tags.ts';

/** Factory EPCs of the tag makers. */
const FACTORY = /^E2[08]/;
const EPC_96_DIGITS = 24;
const DIGITS_PER_WORD = 4;

/**
 * The tag behind an identity of a reader that glues the PC word in front of the EPC, or the CRC behind it too, which then
 * proves it; null where nothing says so. A PC word alone is believed when exactly as many words follow as it tells; 96 bits are an
 * EPC of the usual length and stay what they are.
 */
export function unglue(epc: Epc): Gen2Tag | null {
  const checked = readPcEpcCrc(Buffer.from(epc, 'hex'));
  if (!isRefusal(checked)) return checked;
  const pcHex = epc.slice(0, DIGITS_PER_WORD);
  const words = Number.parseInt(pcHex, 16) >> 11;
  const isPlain = (Number.parseInt(pcHex, 16) & 0x03ff) === 0;
  if (!isPlain || epc.length === EPC_96_DIGITS || epc.length !== DIGITS_PER_WORD * (words + 1)) return null;
  const rest = readEpc(epc.slice(DIGITS_PER_WORD));
  return rest === null ? null : { epc: rest, pcHex };
}

/**
 * True for hex that looks like a PC word glued in front of a factory EPC that was cut to make room. It stays what it is, since
 * `3000...` may be an EPC too; but such an identity may be shared by many tags.
 */
export const looksLikeGluedPc = (hex: string): boolean =>
  /^3[04]00/.test(hex) && hex.length <= EPC_96_DIGITS && FACTORY.test(hex.slice(DIGITS_PER_WORD));
