import type { Outgoing } from '../command.ts';

type HttpRequest = Extract<Outgoing, { via: 'http' }>;

/** Identity of a label: 16 upper-case hex digits; 12 are filled up with zeros in front. Null for anything else. */
export function readLabelMac(text: string): string | null {
  const digits = text.replaceAll(':', '').toUpperCase();
  return /^(?:[0-9A-F]{12}|[0-9A-F]{16})$/.test(digits) ? digits.padStart(16, '0') : null;
}

/** Where the access point tells what it knows of one label: battery, temperature, and whether content still waits for it. */
export const labelPath = (mac: string): string => `/get_db?mac=${mac}`;

export interface LabelPicture {
  readonly mac: string;
  /** JPEG of exactly the label's size in pixels. */
  readonly image: Uint8Array;
  /** How long the label may sleep before it asks again, ms; sent in whole minutes, at least one. */
  readonly ttlMs: number;
  /** 0 none, 1 Floyd-Steinberg, 2 ordered. */
  readonly dither: 0 | 1 | 2;
  /** 1 full refresh, 3 fast. */
  readonly lut: 1 | 3;
}

/** The access point's mode for a picture that somebody else made. */
const CONTENT_MODE = '25';
const MINUTE_MS = 60_000;

/** Fields of the form besides the picture, in order. */
export const pictureFields = ({ mac, ttlMs, dither, lut }: Omit<LabelPicture, 'image'>): Readonly<Record<string, string>> => ({
  mac,
  contentmode: CONTENT_MODE,
  dither: String(dither),
  ttl: String(Math.max(1, Math.floor(ttlMs / MINUTE_MS))),
  lut: String(lut),
});

/**
 * The request that brings a picture to one label. The access point answers 409 while it is busy: try again.
 * @see OpenEPaperLink, POST /imgupload; RFC 7578
 */
export function writePictureUpload(picture: LabelPicture): HttpRequest {
  const boundary = freeBoundary(picture.image);
  const parts = Object.entries(pictureFields(picture)).map(
    ([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="image"; filename="image.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`;
  return {
    via: 'http',
    method: 'POST',
    path: '/imgupload',
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: Buffer.concat([Buffer.from(parts.join('') + head), picture.image, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  };
}

/** A boundary that does not occur in the picture: the same picture gives the same request. */
function freeBoundary(image: Uint8Array): string {
  const bytes = Buffer.from(image.buffer, image.byteOffset, image.length);
  let n = 0;
  while (bytes.includes(`aisle-boundary-${n}`)) n++;
  return `aisle-boundary-${n}`;
}

/** One element of a drawing: the access point draws texts, boxes and lines by itself. */
export interface DrawnText {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly font: string;
  /** 1 black, 2 the label's second colour. */
  readonly color: 1 | 2;
  /** 0 left, 1 middle, 2 right of `x`. */
  readonly align: 0 | 1 | 2;
}

/**
 * The request that lets the access point draw texts on one label.
 * @see OpenEPaperLink, POST /jsonupload and its JSON template
 */
export function writeDrawing(mac: string, texts: readonly DrawnText[]): HttpRequest {
  const json = JSON.stringify(texts.map(({ x, y, text, font, color, align }) => ({ text: [x, y, text, font, color, align] })));
  return {
    via: 'http',
    method: 'POST',
    path: '/jsonupload',
    contentType: 'application/x-www-form-urlencoded',
    body: Buffer.from(new URLSearchParams({ mac, json }).toString()),
  };
}
