import type { KeyValue, PlayerSettings } from './player-settings.ts';
import { EMPTY, type Playlist, parsePlaylist } from './playlist.ts';
import type { ShopClock } from './shop-clock.ts';

const STORAGE_KEY = 'aisle.player.playlist';
const ADDRESS = '/api/v1/player/playlist';
/** How long an answer may take, ms. */
const TIMEOUT_MS = 10_000;

export interface PlaylistSourceOptions {
  readonly settings: PlayerSettings;
  readonly storage: KeyValue;
  readonly clock: ShopClock;
  readonly machine: () => number;
  readonly fetch: typeof globalThis.fetch;
  readonly onChange: (playlist: Playlist) => void;
}

interface Saved {
  /** Whose it is: a display that was set up anew does not play another one's list. */
  readonly display: string;
  readonly tag: string;
  readonly text: string;
}

/** The playlist: what was last heard, also after a restart without a network, until the gateway tells a newer one. */
export function createPlaylistSource({ settings, storage, clock, machine, fetch, onChange }: PlaylistSourceOptions) {
  let saved = load(storage, settings.display);
  let present = (saved && parsePlaylist(saved.text)) ?? EMPTY;

  return {
    present: (): Playlist => present,
    /** Which one is played; '' before the first. */
    tag: (): string => saved?.tag ?? '',
    /** Asks the gateway. Never rejects: what cannot be had now is asked for again. */
    async refresh(): Promise<void> {
      const askedAt = machine();
      try {
        const answer = await fetch(ADDRESS, {
          headers: {
            authorization: `Bearer ${settings.display}:${settings.key}`,
            ...(saved ? { 'if-none-match': saved.tag } : {}),
          },
          cache: 'no-store',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        clock.heard(answer.headers.get('date'), askedAt, machine());
        if (answer.status !== 200) return;
        const text = await answer.text();
        const playlist = parsePlaylist(text);
        if (!playlist) return;
        present = playlist;
        saved = { display: settings.display, tag: answer.headers.get('etag') ?? '', text };
        storage.setItem(STORAGE_KEY, JSON.stringify(saved));
        onChange(playlist);
      } catch {
        // No network, or a storage that is full: the list in memory stays.
      }
    },
  };
}
export type PlaylistSource = ReturnType<typeof createPlaylistSource>;

function load(storage: KeyValue, display: string): Saved | null {
  try {
    const saved = JSON.parse(storage.getItem(STORAGE_KEY) ?? 'null') as Saved | null;
    return saved?.display === display ? saved : null;
  } catch {
    // Written by something else: as if there were none.
    return null;
  }
}
