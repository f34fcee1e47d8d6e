import type { PlaylistView } from '../../gateway/http/contract-display.ts';
import type { LocalTime } from './local-time.ts';
import { isRecord, type Slide, toSlide } from './slide.ts';

interface Minutes {
  readonly from: number;
  readonly to: number;
}

export interface Entry {
  readonly slides: readonly Slide[];
  readonly showForMs: number;
  readonly times: readonly Minutes[];
  /** First and last day, YYYY-MM-DD; null: without end. */
  readonly from: string | null;
  readonly until: string | null;
}

export interface Feedback {
  readonly ask: Readonly<Record<string, string>>;
  readonly scale: 'smileys' | 'nps';
}

/** What the display plays while there is no offer, and how the shop keeps its days. */
export interface Playlist {
  readonly timezone: string | null;
  /** Those that the display speaks, in order; empty: all that a text has. */
  readonly languages: readonly string[];
  /** The shop's own language. */
  readonly locale: string;
  readonly idle: Readonly<Record<string, string>>;
  readonly entries: readonly Entry[];
  readonly feedback: Feedback | null;
  /** By weekday from Monday on, when the screen is lit; empty: always. */
  readonly lit: readonly (readonly Minutes[])[];
}

/** Of a display that has never heard the gateway. */
export const EMPTY: Playlist = {
  timezone: null,
  languages: [],
  locale: 'en',
  idle: {},
  entries: [],
  feedback: null,
  lit: [],
};

/** The gateway's answer with every text picked field by field; null for something else. Never throws. */
export function parsePlaylist(text: string): Playlist | null {
  let view: PlaylistView;
  try {
    view = JSON.parse(text) as PlaylistView;
  } catch {
    return null;
  }
  if (!isRecord(view) || !Array.isArray(view.entries) || !Array.isArray(view.lit)) return null;
  return {
    timezone: view.timezone,
    languages: view.languages,
    locale: view.locale,
    idle: view.idle,
    entries: view.entries.flatMap(({ slides, showForMs, times, from, until }) => {
      const kept = Object.entries(slides).flatMap(([language, slide]) => toSlide(language, slide) ?? []);
      return kept.length === 0 ? [] : [{ slides: kept, showForMs, times, from, until }];
    }),
    feedback: view.feedback,
    lit: view.lit,
  };
}

const isIn = (minute: number, stretches: readonly Minutes[]): boolean => stretches.some(({ from, to }) => minute >= from && minute < to);

/** Entries that are to be shown at this time, in order. */
export const entriesAt = ({ entries }: Playlist, { date, minute }: LocalTime): readonly Entry[] =>
  entries.filter(({ times, from, until }) => isIn(minute, times) && (from === null || date >= from) && (until === null || date <= until));

/** False while the screen is to be dark. */
export const isLitAt = ({ lit }: Playlist, { weekday, minute }: LocalTime): boolean => {
  const today = lit[weekday];
  return today === undefined || isIn(minute, today);
};

/** Every picture that it may show. */
export const picturesOf = ({ entries }: Playlist): readonly string[] => [
  ...new Set(entries.flatMap(({ slides }) => slides.flatMap(({ picture }) => picture ?? []))),
];
