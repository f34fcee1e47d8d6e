import { didYouMean } from './did-you-mean.ts';
import { LINK_PLACEHOLDERS, PLACEHOLDERS, placeholdersOf } from './offer-content.ts';
import type { Path } from './problem.ts';
import type { Finding } from './schema-problems.ts';

/** The parts of what a display shows in which placeholders may stand. */
interface Texts {
  readonly title: string;
  readonly body: string;
  readonly link?: string | undefined;
}

/** Why a known placeholder cannot stand here, or null. */
export type Unfit = (placeholder: string) => string | null;

/** Texts of an offer or of a playlist: in one language at least, and naming nothing that could be personal, or that is not there. */
export function checkShows(path: Path, shows: Readonly<Record<string, Texts>>, unfit: Unfit): Finding[] {
  if (Object.keys(shows).length === 0) return [{ path, message: 'needs at least one language' }];
  return Object.entries(shows).flatMap(([language, { title, body, link = '' }]) => [
    ...unknownIn([...path, language, 'title'], title, PLACEHOLDERS, unfit),
    ...unknownIn([...path, language, 'body'], body, PLACEHOLDERS, unfit),
    ...unknownIn([...path, language, 'link'], link, LINK_PLACEHOLDERS, () => null),
  ]);
}

const unknownIn = (path: Path, text: string, known: readonly string[], unfit: Unfit): Finding[] =>
  placeholdersOf(text).flatMap(({ name, start }): Finding[] => {
    const message = known.includes(name) ? unfit(name) : `unknown placeholder {${name}}${didYouMean(name, known)}`;
    return message === null ? [] : [{ path, message, got: text, offset: start }];
  });
