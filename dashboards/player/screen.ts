import type { ShowCommand, Slide } from './command.ts';
import { textsFor } from './texts.ts';

export interface Screen {
  /** Puts a command on the screen, alternating its languages; returns what takes it off. */
  show(command: ShowCommand): () => void;
  idle(): void;
  setOnline(isOnline: boolean): void;
}

export interface ScreenOptions {
  readonly language: string | null;
  readonly idleText: string | null;
  readonly browserLanguage: string;
}

/** Languages of one command change after this long, or in equal shares when the command is shorter. */
const LANGUAGE_MS = 6_000;
/** The idle picture moves a little every so often: a screen that stands still for weeks burns in. */
const DRIFT_MS = 20_000;
const DRIFT_STEPS = [
  [0, 0],
  [3, -2],
  [-2, 3],
  [-3, -3],
  [2, 2],
] as const;

/** Text goes in as text: nothing in a command can become markup. */
function element(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function priceText(slide: Slide, language: string): string {
  if (slide.priceMinor === null) return '';
  if (slide.currency === '') return String(slide.priceMinor);
  const options = {
    style: 'currency',
    currency: slide.currency,
    currencyDisplay: 'symbol',
    trailingZeroDisplay: 'stripIfInteger',
  } as const;
  const format = new Intl.NumberFormat(language, options);
  const digits =
    new Intl.NumberFormat(language, { style: 'currency', currency: slide.currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(slide.priceMinor / 10 ** digits);
}

function drawSlide(slide: Slide, language: string): HTMLElement {
  const card = element('article', slide.picture ? 'slide has-picture' : 'slide');
  card.lang = language;
  const words = element('div', 'slide-words');
  words.append(element('h1', slide.title.length > 24 ? 'slide-title is-long' : 'slide-title', slide.title));
  if (slide.body) words.append(element('p', 'slide-body', slide.body));
  const price = priceText(slide, language);
  if (price) words.append(element('p', 'slide-price', price));
  card.append(words);
  if (slide.picture) {
    const picture = document.createElement('img');
    picture.className = 'slide-picture';
    picture.alt = '';
    picture.src = slide.picture;
    // A picture that does not load leaves a good slide without one.
    picture.addEventListener('error', () => {
      picture.remove();
      card.classList.remove('has-picture');
    });
    card.append(picture);
  }
  return card;
}

/** The slides to play: the display's own language when the command has it, else all of them in turn. */
function chosenSlides(command: ShowCommand, language: string | null) {
  const own = command.slides.filter((entry) => entry.language === language);
  return own.length > 0 ? own : command.slides;
}

function drawIdle(options: ScreenOptions): { readonly root: HTMLElement; readonly tick: (at: Date) => void } {
  const language = options.language ?? options.browserLanguage;
  const root = element('section', 'idle');
  root.lang = language;
  const time = element('p', 'idle-time');
  const day = element('p', 'idle-day');
  root.append(element('p', 'idle-text', options.idleText ?? textsFor(language).welcome), time, day);
  const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const date = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
  const tick = (at: Date) => {
    time.textContent = clock.format(at);
    day.textContent = date.format(at);
    const [x, y] = DRIFT_STEPS[Math.floor(at.getTime() / DRIFT_MS) % DRIFT_STEPS.length] ?? [0, 0];
    root.style.translate = `${x}vmin ${y}vmin`;
  };
  return { root, tick };
}

/** Draws on the given element: idle at first, then what it is told. */
export function createScreen(place: HTMLElement, options: ScreenOptions): Screen {
  const { root: idleRoot, tick } = drawIdle(options);
  const stage = element('div', 'stage');
  place.replaceChildren(idleRoot, stage, element('span', 'link-mark'));
  tick(new Date());
  setInterval(() => tick(new Date()), 1_000);

  const setPlaying = (isPlaying: boolean) => {
    place.dataset.state = isPlaying ? 'playing' : 'idle';
  };
  setPlaying(false);

  return {
    show(command) {
      const slides = chosenSlides(command, options.language);
      const turn = Math.max(1_500, Math.min(LANGUAGE_MS, command.showForMs / slides.length));
      let index = 0;
      const draw = () => {
        const entry = slides[index % slides.length];
        if (entry) stage.replaceChildren(drawSlide(entry.slide, entry.language));
        index += 1;
      };
      draw();
      const progress = element('span', 'progress');
      progress.style.animationDuration = `${command.showForMs}ms`;
      place.querySelector('.progress')?.remove();
      place.append(progress);
      setPlaying(true);
      const timer = slides.length > 1 ? setInterval(draw, turn) : undefined;
      return () => clearInterval(timer);
    },
    idle() {
      stage.replaceChildren();
      setPlaying(false);
    },
    setOnline(isOnline) {
      place.dataset.link = isOnline ? 'online' : 'offline';
    },
  };
}
