import { element } from './dom.ts';
import { textsFor } from './texts.ts';

/** Without a display id and its key there is nothing to do but to say how to get them. */
export function explainSetup(place: HTMLElement): void {
  const words = textsFor(navigator.language);
  place.className = 'setup';
  place.replaceChildren(element('h1', '', words.setup), element('p', '', words.setupHow));
}
