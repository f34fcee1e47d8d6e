import { drawSlide } from './draw-slide.ts';
import type { Slide } from './slide.ts';

/** Languages of one text change after this long, or in equal shares when it is shown for less. */
const LANGUAGE_MS = 6_000;
const SHORTEST_TURN_MS = 1_500;
/** The old slide is gone after this long; see `.is-leaving`. */
const LEAVING_MS = 700;

/** Where slides stand; the new one comes while the old one fades. */
export interface Stage {
  /** Shows the slides in turn, one per language; returns what stops the turns and leaves the last one standing. */
  play(slides: readonly Slide[], forMs: number): () => void;
  clear(): void;
}

export function createStage(place: HTMLElement): Stage {
  const leave = () => {
    for (const old of place.querySelectorAll<HTMLElement>('.slide:not(.is-leaving)')) {
      old.classList.add('is-leaving');
      old.setAttribute('aria-hidden', 'true');
      setTimeout(() => old.remove(), LEAVING_MS);
    }
  };
  return {
    play(slides, forMs) {
      const turn = Math.max(SHORTEST_TURN_MS, Math.min(LANGUAGE_MS, forMs / slides.length));
      let index = 0;
      const draw = () => {
        const slide = slides[index % slides.length];
        leave();
        if (slide) place.append(drawSlide(slide));
        index += 1;
      };
      draw();
      const timer = slides.length > 1 ? setInterval(draw, turn) : undefined;
      return () => clearInterval(timer);
    },
    clear: leave,
  };
}
