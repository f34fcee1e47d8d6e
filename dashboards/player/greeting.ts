import { element } from './dom.ts';
import { textsFor } from './texts.ts';

/** The greeting of each language is seen for this long, ms. */
const LANGUAGE_MS = 6_000;

export interface GreetingOptions {
  /** By language; empty: our own word of welcome. */
  readonly texts: () => Readonly<Record<string, string>>;
  /** Languages to greet in, in order; never empty. */
  readonly languages: () => readonly string[];
  readonly timezone: () => string | null;
  readonly clock: () => number;
}

/** What stands on a display that has nothing to say: a word of welcome, the time and the day. */
export function createGreeting(place: HTMLElement, { texts, languages, timezone, clock }: GreetingOptions) {
  const words = element('h1', 'greeting-text');
  const time = element('p', 'greeting-time');
  const day = element('p', 'greeting-day');
  place.append(words, time, day);

  const draw = () => {
    const now = clock();
    const spoken = languages();
    const language = spoken[Math.floor(now / LANGUAGE_MS) % spoken.length] ?? 'en';
    place.lang = language;
    words.textContent = texts()[language] ?? textsFor(language).welcome;
    const zone = timezone();
    const inZone = zone === null ? {} : { timeZone: zone };
    time.textContent = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...inZone }).format(now);
    day.textContent = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long', ...inZone }).format(now);
  };
  draw();
  setInterval(draw, 1_000);
  return {
    draw,
    show(): void {
      place.classList.remove('is-away');
    },
    hide(): void {
      place.classList.add('is-away');
    },
  };
}
