/**
 * True for codes that a chip or label maker left in the tag and that many tags share. Takes upper-case hex.
 * - `E2...` is the chip's own number space, never a GS1 header.
 * - `3000E2...` is a protocol control word glued to such a number; as an SGTIN-96 it would name a company prefix from 242,
 *   which GS1 keeps for use inside one company.
 * - An SGTIN-96 with serial 0 was printed without a serial, like the well-known 300833B2DDD9014000000000.
 * - Zeros only: an empty memory.
 */
export function isFactoryEpc(hex: string): boolean {
  if (hex.startsWith('E2') || hex.startsWith('3000E2')) return true;
  if (hex.length === 24 && hex.startsWith('30')) return hex.endsWith('00000000') && (Number.parseInt(hex.slice(14, 16), 16) & 0x3f) === 0;
  return /^0+$/.test(hex);
}
