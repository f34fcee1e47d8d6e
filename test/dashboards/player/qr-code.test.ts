import { createRequire } from 'node:module';
import fc from 'fast-check';
import type { QRCode } from 'jsqr';
import encodeQR from 'qr';
import { describe, expect, it } from 'vitest';

// A CommonJS module whose types say otherwise.
const { default: jsQR } = createRequire(import.meta.url)('jsqr') as {
  readonly default: (pixels: Uint8ClampedArray, width: number, height: number) => QRCode | null;
};

/** The modules of a code as the pixels of a picture, each module `scale` wide. */
function picture(rows: readonly (readonly boolean[])[], scale = 3) {
  const width = rows.length * scale;
  const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      if (rows[Math.floor(y / scale)]?.[Math.floor(x / scale)]) pixels.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return { pixels, width };
}
const read = (text: string): string | undefined => {
  const { pixels, width } = picture(encodeQR(text, 'raw', { ecc: 'medium', border: 4 }));
  return jsQR(pixels, width, width)?.data;
};

describe('the QR code that a shopper takes along', () => {
  it('is read by another maker’s decoder as what it says', () => {
    expect(read('https://shop.example/p/TO-DONGDING?g=04719999000019')).toBe('https://shop.example/p/TO-DONGDING?g=04719999000019');
    expect(read('https://id.gs1.org/01/04719999000019')).toBe('https://id.gs1.org/01/04719999000019');
  });

  it('is so for every address up to the longest that displays take', () => {
    const address = fc.webUrl({ withQueryParameters: true }).filter(({ length }) => length <= 300);
    fc.assert(
      fc.property(address, (text) => read(text) === text),
      { numRuns: 15 },
    );
    const longest = `https://shop.example/${'x'.repeat(279)}`;
    expect(read(longest)).toBe(longest);
  });
});
