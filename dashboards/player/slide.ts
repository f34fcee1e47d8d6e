/** What may stand on a public screen; nothing else of a message is ever kept, whatever was sent. */
export interface Slide {
  readonly language: string;
  readonly title: string;
  readonly body: string;
  readonly priceMinor: number | null;
  readonly currency: string;
  readonly picture: string | null;
  /** What a shopper's phone opens; drawn as a QR code. */
  readonly link: string | null;
}

const LONGEST_TITLE = 120;
const LONGEST_BODY = 400;
/** More would need a code so fine that no phone reads it from two metres. */
const LONGEST_LINK = 300;

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown, longest: number): string => (typeof value === 'string' ? value.slice(0, longest) : '');

/** A picture is an address on the same host or an embedded image; a screen in a shop loads nothing from elsewhere. */
const pictureOf = (value: unknown): string | null =>
  typeof value === 'string' && (/^\/(?!\/)/.test(value) || /^data:image\/(png|jpeg|webp|avif);base64,/.test(value)) ? value : null;

/** A web address, so that a scanned code opens a page and nothing else: no `tel:`, no `javascript:`, no Wi-Fi. */
const linkOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= LONGEST_LINK && /^https?:\/\/[^\s/?#]+/.test(value) ? value : null;

/** Picks the allowed fields one by one, so that a field added on the way (a name, a card number) cannot reach the screen. */
export function toSlide(language: string, content: unknown): Slide | null {
  if (!isRecord(content)) return null;
  const title = textOf(content.title, LONGEST_TITLE);
  if (title === '') return null;
  const { priceMinor } = content;
  return {
    language,
    title,
    body: textOf(content.body, LONGEST_BODY),
    priceMinor: typeof priceMinor === 'number' && Number.isInteger(priceMinor) ? priceMinor : null,
    currency: /^[A-Z]{3}$/.test(String(content.currency)) ? String(content.currency) : '',
    picture: pictureOf(content.picture),
    link: linkOf(content.link),
  };
}

/** The slides that a display speaks: those of its languages, in its order; all when it has none of them or speaks them all. */
export function spoken(slides: readonly Slide[], languages: readonly string[]): readonly Slide[] {
  const own = languages.flatMap((language) => slides.filter((slide) => slide.language === language));
  return own.length > 0 ? own : slides;
}
