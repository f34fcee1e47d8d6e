/** A picture that can be drawn under a plan, without what cameras and programs write beside the pixels. */
export interface CleanPicture {
  readonly bytes: Uint8Array;
  readonly type: 'png' | 'jpg';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Larger ones take browsers too much memory: each pixel is four bytes there, however small the file. */
const MOST_PIXELS = 50_000_000;
const LONGEST_SIDE = 12_000;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Chunks that say how it looks; texts, times, places and programs are left out. */
const PNG_KEPT: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'gAMA', 'sRGB', 'IDAT', 'IEND']);

/**
 * Reads a PNG or JPEG by its bytes, whatever its name or sender said, and leaves out all that is not the picture: places where photos
 * were taken, names, comments, anything hidden behind its end. Null for what is neither, is cut off, or is too large to draw.
 */
export function cleanPicture(bytes: Uint8Array): CleanPicture | null {
  const picture = PNG.every((byte, i) => bytes[i] === byte)
    ? cleanPng(bytes)
    : bytes[0] === 0xff && bytes[1] === 0xd8
      ? cleanJpeg(bytes)
      : null;
  if (picture === null) return null;
  const { width, height } = picture;
  const fits = width > 0 && height > 0 && width <= LONGEST_SIDE && height <= LONGEST_SIDE && width * height <= MOST_PIXELS;
  return fits ? picture : null;
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function cleanPng(bytes: Uint8Array): CleanPicture | null {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, PNG.length)];
  let [width, height] = [0, 0];
  for (let place = PNG.length; place + 12 <= bytes.length; ) {
    const length = view.getUint32(place);
    const end = place + 12 + length;
    const name = String.fromCharCode(...bytes.subarray(place + 4, place + 8));
    if (end > bytes.length || (width === 0 && name !== 'IHDR')) return null;
    if (name === 'IHDR') {
      if (length !== 13) return null;
      width = view.getUint32(place + 8);
      height = view.getUint32(place + 12);
    }
    if (PNG_KEPT.has(name)) kept.push(bytes.subarray(place, end));
    if (name === 'IEND') return { bytes: joined(kept), type: 'png', width, height };
    place = end;
  }
  return null;
}

/** Start of frame: all but the tables and extensions among C0 to CF. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
/** APP0 (JFIF) and APP14 (Adobe) say how colours are meant; other application parts and comments are about the picture, not of it. */
const isAbout = (marker: number): boolean => (marker >= 0xe1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;

function cleanJpeg(bytes: Uint8Array): CleanPicture | null {
  const view = viewOf(bytes);
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let [width, height] = [0, 0];
  for (let place = 2; place + 4 <= bytes.length; ) {
    const marker = bytes[place + 1] ?? 0;
    if (bytes[place] !== 0xff) return null;
    const end = place + 2 + view.getUint16(place + 2);
    if (end > bytes.length) return null;
    if (isFrame(marker) && end - place >= 9) {
      height = view.getUint16(place + 5);
      width = view.getUint16(place + 7);
    }
    if (marker === 0xda) {
      // From the scan on everything is pixels, up to the end of the picture.
      const last = bytes.lastIndexOf(0xd9);
      if (last < end || bytes[last - 1] !== 0xff || width === 0) return null;
      kept.push(bytes.subarray(place, last + 1));
      return { bytes: joined(kept), type: 'jpg', width, height };
    }
    if (!isAbout(marker)) kept.push(bytes.subarray(place, end));
    place = end;
  }
  return null;
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let place = 0;
  for (const part of parts) {
    whole.set(part, place);
    place += part.length;
  }
  return whole;
}
