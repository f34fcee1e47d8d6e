import { element } from './dom.ts';
import type { Feedback } from './playlist.ts';
import { drawSmiley } from './smiley.ts';
import { textsFor } from './texts.ts';

/** Thanks stand for this long, and nothing is taken meanwhile: one answer is one tap. */
const THANKS_MS = 4_000;
/** The question is asked in each language for so long, ms. */
const LANGUAGE_MS = 6_000;
const SMILEYS = [0, 1, 2, 3, 4] as const;
const NPS = Array.from({ length: 11 }, (_, score) => score);

export interface FeedbackOptions {
  /** Languages to ask in, in order; never empty. */
  readonly languages: () => readonly string[];
  readonly clock: () => number;
  readonly after: (ms: number, run: () => void) => () => void;
  /** A button was tapped, by the name that the gateway knows: `smiley-1` (worst) to `smiley-5`, `nps-0` to `nps-10`. */
  readonly onAnswer: (button: string) => void;
}

interface Answer {
  readonly button: HTMLButtonElement;
  readonly labelIn: (language: string) => string;
}

/** One question with its answers; nothing is asked of who answers. Returns what takes it away. */
export function drawFeedback(place: HTMLElement, { ask, scale }: Feedback, options: FeedbackOptions): () => void {
  const { languages, clock, after, onAnswer } = options;
  const title = element('h2', 'feedback-ask');
  title.id = 'feedback-ask';
  const group = element('div', `feedback-answers is-${scale}`);
  group.setAttribute('role', 'group');
  group.setAttribute('aria-labelledby', title.id);
  const thanks = element('p', 'feedback-thanks');
  thanks.setAttribute('role', 'status');

  const answer = (name: string, labelIn: Answer['labelIn'], face: Node | string): Answer => {
    const button = element('button', 'feedback-answer');
    button.type = 'button';
    button.append(face);
    button.addEventListener('click', () => {
      onAnswer(name);
      place.replaceChildren(thanks);
      after(THANKS_MS, () => place.replaceChildren(title, group));
    });
    return { button, labelIn };
  };
  const answers =
    scale === 'smileys'
      ? SMILEYS.map((mood) => answer(`smiley-${mood + 1}`, (language) => textsFor(language).smileys[mood] ?? '', drawSmiley(mood)))
      : NPS.map((score) => answer(`nps-${score}`, () => String(score), String(score)));
  const ends = [element('span', 'feedback-end'), element('span', 'feedback-end')] as const;
  group.append(...answers.map(({ button }) => button), ...(scale === 'nps' ? ends : []));

  const speak = () => {
    const spoken = languages();
    const language = spoken[Math.floor(clock() / LANGUAGE_MS) % spoken.length] ?? 'en';
    if (place.lang === language) return;
    const texts = textsFor(language);
    place.lang = language;
    title.textContent = ask[language] ?? texts.ask;
    thanks.textContent = texts.thanks;
    ends[0].textContent = texts.unlikely;
    ends[1].textContent = texts.likely;
    for (const { button, labelIn } of answers) button.setAttribute('aria-label', labelIn(language));
  };
  place.lang = '';
  speak();
  const timer = setInterval(speak, 1_000);
  place.replaceChildren(title, group);
  return () => {
    clearInterval(timer);
    place.replaceChildren();
  };
}
