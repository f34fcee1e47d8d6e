import { describe, expect, it } from 'vitest';
import { byteSum, gen2Crc, mercuryCrc, reflectedCrc } from '../../../../devices/kit/serial-uhf/checksums.ts';

const CHECK = Buffer.from('123456789');

describe('checksums of serial readers', () => {
  it('agree with the check values of the catalogues', () => {
    // CRC-16/GENIBUS (Gen2) and CRC-16/MCRF4XX (8408, not inverted).
    expect(gen2Crc(CHECK)).toBe(0xd64e);
    expect(reflectedCrc(CHECK)).toBe(0x6f91);
    expect(byteSum(CHECK)).toBe(0xdd);
  });

  it('know that the CRC of Mercury modules is none of the usual ones', () => {
    // Get version and read one tag for 1000 ms, as the manual prints them.
    expect(mercuryCrc(Uint8Array.of(0x00, 0x03))).toBe(0x1d0c);
    expect(mercuryCrc(Uint8Array.of(0x02, 0x21, 0x03, 0xe8))).toBe(0xd509);
    // CRC-16/CCITT-FALSE of the check text is 29B1.
    expect(mercuryCrc(CHECK)).not.toBe(0x29b1);
  });

  it.each([byteSum, gen2Crc, reflectedCrc, mercuryCrc])('%o finds every flipped bit', (checksum) => {
    const bytes = Buffer.from('30340242201d884000000001', 'hex');
    const right = checksum(bytes);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const damaged = Buffer.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(checksum(damaged)).not.toBe(right);
    }
  });
});
