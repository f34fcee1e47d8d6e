import { GatewayError } from '../../../gateway/errors.ts';
import type { PlaylistView, PreviewRequest } from '../../../gateway/http/contract-display.ts';
import type { Displays } from '../../../gateway/http/ports.ts';

/** A playlist without entries, always lit. */
export const playlistFake: PlaylistView = {
  display: 'screen',
  locale: 'en',
  timezone: 'UTC',
  languages: [],
  idle: { en: 'Welcome' },
  entries: [],
  feedback: null,
  lit: Array.from({ length: 7 }, () => [{ from: 0, to: 1_440 }]),
};

/** One display, `screen`, that shows whatever is tried on it; one picture, this file. */
export function createFakeDisplays(): Displays & { readonly tried: PreviewRequest[] } {
  const tried: PreviewRequest[] = [];
  return {
    tried,
    playlist: (display) => (display === playlistFake.display ? playlistFake : null),
    picture: (address) => (address === '/media/known.svg' ? { file: import.meta.filename, type: 'image/svg+xml' } : null),
    preview(display, request) {
      if (display !== playlistFake.display) throw new GatewayError('DEVICE_UNKNOWN', 'no display', { device: display });
      tried.push(request);
      return { command: `preview-${tried.length}`, deadline: 20_000 };
    },
    previewResult: (display, command) => (display === playlistFake.display && command === 'preview-1' ? 'shown' : null),
  };
}
