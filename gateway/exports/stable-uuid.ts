import { createHash } from 'node:crypto';

/** Chosen once by chance: our names share no UUID with those of others. */
const NAMESPACE = Buffer.from('6f2c1f0e5b7d4c0f9a41d3a1b7c8e2f4', 'hex');

/** The UUID of a name: the same for the same name, on every machine and at any time. @see RFC 9562, 5.5 (version 5) */
export function stableUuid(name: string): string {
  const hash = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  hash.writeUInt8((hash.readUInt8(6) & 0x0f) | 0x50, 6);
  hash.writeUInt8((hash.readUInt8(8) & 0x3f) | 0x80, 8);
  return hash.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
