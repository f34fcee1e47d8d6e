import { readTagHex } from './tag-identity.ts';

/**
 * Relays put hex where base64 belongs. Base64 of 18 bytes and more that looks like it does not occur; of twelve bytes, a usual
 * EPC, it may be all A to F (zeros are A), but never half of it digits. What begins like a TID is one.
 */
export function relayedHex(text: unknown): string | null {
  const hex = readTagHex(text);
  if (hex === null || hex.startsWith('E2') || hex.length >= 24) return hex;
  return hex.length === 16 && hex.replaceAll(/[A-F]/g, '').length >= 8 ? hex : null;
}

/** Two bytes as base64, which has three digits for them; four are hex of a relay. */
export function readRelayedPc(text: unknown): string | null {
  if (typeof text !== 'string') return null;
  const hex = /^[0-9A-Fa-f]{4}$/.test(text) ? text.toUpperCase() : Buffer.from(text, 'base64').toString('hex').toUpperCase();
  return /^[0-9A-F]{4}$/.test(hex) ? hex : null;
}
