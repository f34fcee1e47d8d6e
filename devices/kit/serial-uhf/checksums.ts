/** Sum of the bytes, low byte. */
export function byteSum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum & 0xff;
}

/** What eight steps make of each byte: framers ask for a checksum at every byte of noise, so it has to be quick. */
const tableOf = (step: (crc: number) => number, begin: (byte: number) => number): Uint16Array =>
  Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = begin(byte);
    for (let bit = 0; bit < 8; bit++) crc = step(crc);
    return crc;
  });

/** Poly 1021, high bit first. */
const FORWARD = tableOf(
  (crc) => (crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff),
  (byte) => byte << 8,
);
/** The same poly reflected (8408), low bit first. */
const REFLECTED = tableOf(
  (crc) => (crc & 1 ? (crc >> 1) ^ 0x8408 : crc >> 1),
  (byte) => byte,
);

/**
 * CRC-16 that a tag sends behind PC and EPC: poly 1021, begins with FFFF, inverted at the end.
 * @see EPC Gen2 air interface, 6.3.2.1.2.1
 */
export function gen2Crc(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (FORWARD[(crc >> 8) ^ byte] ?? 0);
  return crc ^ 0xffff;
}

/** CRC-16 of UHFReader frames: poly 1021 reflected (8408), begins with FFFF, not inverted; sent low byte first. */
export function reflectedCrc(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (crc >> 8) ^ (REFLECTED[(crc ^ byte) & 0xff] ?? 0);
  return crc;
}

/**
 * CRC-16 of Mercury modules: poly 1021, begins with FFFF, but the message bits come in at the low end and no zero bits follow.
 * So it differs from every usual CRC with that polynomial.
 */
export function mercuryCrc(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) crc = (((crc << 8) & 0xffff) | byte) ^ (FORWARD[crc >> 8] ?? 0);
  return crc;
}
