import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanPicture } from '../../gateway/config/plan-picture.ts';

const chunk = (name: string, data: Uint8Array): Uint8Array => {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length);
  bytes.write(name, 4, 'latin1');
  bytes.set(data, 8);
  return bytes;
};
const header = (width: number, height: number): Uint8Array => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width);
  data.writeUInt32BE(height, 4);
  data[8] = 8;
  return chunk('IHDR', data);
};
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const text = (words: string): Uint8Array => new TextEncoder().encode(words);
const png = (width: number, height: number): Uint8Array =>
  Buffer.concat([
    SIGNATURE,
    header(width, height),
    chunk('tEXt', text('Author\0Mei Lin')),
    chunk('eXIf', text('25.033,121.565')),
    chunk('IDAT', deflateSync(Buffer.alloc(64))),
    chunk('IEND', new Uint8Array()),
    text('<script>hidden</script>'),
  ]);
const segment = (marker: number, data: Uint8Array): Uint8Array => {
  const bytes = Buffer.alloc(4 + data.length);
  bytes.writeUInt16BE(0xff00 | marker);
  bytes.writeUInt16BE(2 + data.length, 2);
  bytes.set(data, 4);
  return bytes;
};
const jpeg = Buffer.concat([
  Buffer.from([0xff, 0xd8]),
  segment(0xe0, text('JFIF\0')),
  segment(0xe1, text('Exif\0\0 25.033,121.565')),
  segment(0xfe, text('by Mei Lin')),
  segment(0xc0, Buffer.from([8, 0, 100, 0, 200, 1, 1, 0x11, 0])),
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([1, 2, 3, 0xff, 0xd9]),
  text('hidden behind the end'),
]);

describe('a picture for the plan', () => {
  it.each([
    ['PNG', png(200, 100), 'png'],
    ['JPEG', jpeg, 'jpg'],
  ])('as %s keeps its pixels, and nothing that stands beside them', (_name, bytes, type) => {
    const clean = cleanPicture(bytes);
    expect(clean).toMatchObject({ type, width: 200, height: 100 });
    const left = Buffer.from(clean?.bytes ?? []).toString('latin1');
    for (const word of ['Mei', '25.033', 'hidden', 'script']) expect(left).not.toContain(word);
    // Once clean, it stays as it is.
    expect(cleanPicture(clean?.bytes ?? new Uint8Array())?.bytes).toEqual(clean?.bytes);
  });

  it.each([
    ['an SVG', text('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['nothing', new Uint8Array()],
    ['half a PNG', png(200, 100).subarray(0, 40)],
    ['half a JPEG', jpeg.subarray(0, 60)],
    ['a PNG of a million pixels a side', png(1_000_000, 1_000_000)],
    ['a PNG without pixels', png(0, 5)],
  ])('is not %s', (_name, bytes) => {
    expect(cleanPicture(bytes)).toBeNull();
  });

  it('whatever is sent: an answer, never an error', () => {
    const start = fc.constantFrom(
      SIGNATURE,
      Buffer.concat([SIGNATURE, header(5, 5)]),
      Buffer.from([0xff, 0xd8]),
      jpeg.subarray(0, 30),
      Buffer.alloc(0),
    );
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (head, rest) => {
        const clean = cleanPicture(Buffer.concat([head, rest]));
        expect(clean === null || clean.bytes.length <= head.length + rest.length).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
