import { element } from './dom.ts';
import { drawQrCode } from './qr-code.ts';
import type { Slide } from './slide.ts';
import { textsFor } from './texts.ts';

/** Longer ones get smaller letters, so that they stay on the screen. */
const LONG_TITLE = 24;

function priceText(slide: Slide): string {
  if (slide.priceMinor === null) return '';
  if (slide.currency === '') return String(slide.priceMinor);
  const currency = { style: 'currency', currency: slide.currency } as const;
  const digits = new Intl.NumberFormat(slide.language, currency).resolvedOptions().maximumFractionDigits ?? 2;
  return new Intl.NumberFormat(slide.language, { ...currency, trailingZeroDisplay: 'stripIfInteger' }).format(
    slide.priceMinor / 10 ** digits,
  );
}

/** The code to take along, with a word on what to do with it. */
function drawHandOff(link: string, language: string): HTMLElement {
  const texts = textsFor(language);
  const box = element('figure', 'hand-off');
  box.append(drawQrCode(link, texts.scan), element('figcaption', 'hand-off-word', texts.scan));
  return box;
}

/** One slide in one language. */
export function drawSlide(slide: Slide): HTMLElement {
  const card = element('article', slide.picture ? 'slide has-picture' : 'slide');
  card.lang = slide.language;
  const words = element('div', 'slide-words');
  words.append(element('h1', slide.title.length > LONG_TITLE ? 'slide-title is-long' : 'slide-title', slide.title));
  if (slide.body) words.append(element('p', 'slide-body', slide.body));
  const foot = element('div', 'slide-foot');
  const price = priceText(slide);
  if (price) foot.append(element('p', 'slide-price', price));
  if (slide.link) foot.append(drawHandOff(slide.link, slide.language));
  if (foot.childElementCount > 0) words.append(foot);
  card.append(words);
  if (slide.picture) card.append(drawPicture(slide.picture, card));
  return card;
}

function drawPicture(address: string, card: HTMLElement): HTMLElement {
  const picture = element('img', 'slide-picture');
  picture.alt = '';
  picture.src = address;
  // A picture that does not load leaves a good slide without one.
  picture.addEventListener('error', () => {
    picture.remove();
    card.classList.remove('has-picture');
  });
  return picture;
}
