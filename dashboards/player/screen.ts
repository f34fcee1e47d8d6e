import { guardAgainstBurnIn } from './burn-in.ts';
import type { ShowCommand } from './command.ts';
import { element } from './dom.ts';
import { drawFeedback } from './feedback.ts';
import { createGreeting } from './greeting.ts';
import { createIdleLoop } from './idle-loop.ts';
import { createLocalTime } from './local-time.ts';
import { isLitAt, type Playlist } from './playlist.ts';
import { spoken } from './slide.ts';
import { createStage } from './stage.ts';

export interface Screen {
  /** Puts a command on the screen, alternating its languages; returns what takes it off. */
  show(command: ShowCommand): () => void;
  idle(): void;
  setOnline(isOnline: boolean): void;
  /** There is another playlist; it comes into play with the next entry. */
  changed(): void;
  state(): 'playing' | 'idle' | 'resting';
}

export interface ScreenOptions {
  /** The one language of this screen, when its address names one. */
  readonly language: string | null;
  /** Greeting of the address, in place of that of store.yaml. */
  readonly idleText: string | null;
  readonly playlist: () => Playlist;
  /** Epoch ms of the shop. */
  readonly clock: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  readonly onAnswer: (button: string) => void;
}

/** How often it is looked whether the screen is to be dark, ms. */
const LOOK_MS = 5_000;

/** Draws on the given element: the idle loop at first, then what it is told. */
export function createScreen(place: HTMLElement, options: ScreenOptions): Screen {
  const { playlist, clock, after } = options;
  const localTime = () => createLocalTime(playlist().timezone)(clock());
  const languages = () => (options.language === null ? playlist().languages : [options.language]);
  /** For texts that need one at a time. */
  const someLanguages = () => {
    const { idle, locale } = playlist();
    if (languages().length > 0) return languages();
    return Object.keys(idle).length > 0 ? Object.keys(idle) : [locale];
  };
  const picture = element('div', 'picture');
  const greetingPlace = element('section', 'greeting');
  const stagePlace = element('div', 'stage');
  const feedbackPlace = element('section', 'feedback');
  picture.append(greetingPlace, stagePlace, feedbackPlace);
  place.replaceChildren(picture, element('span', 'link-mark'));

  const stage = createStage(stagePlace);
  const greeting = createGreeting(greetingPlace, {
    texts: () =>
      options.idleText === null ? playlist().idle : Object.fromEntries(someLanguages().map((key) => [key, options.idleText ?? ''])),
    languages: someLanguages,
    timezone: () => playlist().timezone,
    clock,
  });
  const loop = createIdleLoop({ stage, greeting, after, localTime, playlist, languages });
  guardAgainstBurnIn(picture, clock);

  let isPlaying = false;
  let isDark = false;
  let endFeedback: (() => void) | null = null;
  const tell = () => {
    place.dataset.state = isPlaying ? 'playing' : isDark ? 'resting' : 'idle';
  };
  const ask = () => {
    endFeedback?.();
    const { feedback } = playlist();
    endFeedback = feedback
      ? drawFeedback(feedbackPlace, feedback, { languages: someLanguages, clock, after, onAnswer: options.onAnswer })
      : null;
    picture.classList.toggle('asks', feedback !== null);
  };
  const look = () => {
    const wasDark = isDark;
    isDark = !isLitAt(playlist(), localTime());
    if (isPlaying || isDark === wasDark) return;
    if (isDark) loop.stop();
    else loop.start();
    stage.clear();
    tell();
  };
  ask();
  loop.start();
  look();
  setInterval(look, LOOK_MS);
  tell();

  return {
    show(command) {
      loop.stop();
      const stop = stage.play(spoken(command.slides, languages()), command.showForMs);
      const progress = element('span', 'progress');
      progress.style.animationDuration = `${command.showForMs}ms`;
      place.querySelector('.progress')?.remove();
      place.append(progress);
      isPlaying = true;
      tell();
      return () => {
        stop();
        progress.remove();
      };
    },
    idle() {
      isPlaying = false;
      if (isDark) stage.clear();
      else loop.start();
      tell();
    },
    setOnline(isOnline) {
      place.dataset.link = isOnline ? 'online' : 'offline';
    },
    changed() {
      greeting.draw();
      loop.changed();
      ask();
      look();
    },
    state: () => (isPlaying ? 'playing' : isDark ? 'resting' : 'idle'),
  };
}
