import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** No i, l, o, u: none is mistaken for another when it is read from paper (Crockford's base 32). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** 256 random bits for links and cookies: 43 characters, safe in addresses. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** 160 random bits for people to type into a device: eight groups of four, `x7k2-…`. */
export function newDeviceSecret(): string {
  let bits = 0n;
  for (const byte of randomBytes(20)) bits = (bits << 8n) | BigInt(byte);
  const letters = Array.from({ length: 32 }, (_, i) => ALPHABET[Number((bits >> BigInt(i * 5)) & 31n)]).join('');
  return (letters.match(/.{4}/g) ?? []).join('-');
}

/** The form in which a typed secret is compared: capitals, gaps and look-alike letters do not matter. */
export const typedSecret = (secret: string): string => secret.toLowerCase().replace(/[\s-]/g, '').replace(/o/g, '0').replace(/[il]/g, '1');

/** SHA-256. The secrets are long and random, so a slow hash would add nothing but load. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Constant time for hashes of equal length. */
export const isSameHash = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
