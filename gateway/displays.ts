import { randomBytes } from 'node:crypto';
import type { DeviceCommand } from '../devices/kit/command.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { aboutProduct, createDisplayContent } from './display-content.ts';
import type { DomainEvent } from './domain/events.ts';
import { GatewayError } from './errors.ts';
import type { PreviewResult } from './http/contract-display.ts';
import type { Displays } from './http/ports.ts';
import { createPlaylists } from './playlists.ts';

export interface DisplaysOptions {
  readonly loaded: LoadedConfig;
  /** Asks a device for something. */
  readonly command: (device: string, command: DeviceCommand) => void;
  readonly clock: () => number;
}

/** Longest wait until a try is on the screen, ms: an operator stands before it. */
const PREVIEW_WITHIN_MS = 20_000;
/** Tries whose outcome is remembered. */
const REMEMBERED = 100;

/** Playlists and pictures for displays, and what operators try on them. */
export function createDisplays({ loaded, command, clock }: DisplaysOptions) {
  const content = createDisplayContent(loaded);
  const playlist = createPlaylists(loaded, content);
  const pictures = new Map([...loaded.pictures.values()].map((picture) => [picture.address, picture]));
  const previews = new Map<string, { readonly display: string; result: PreviewResult }>();
  const sample = loaded.products[0]?.sku ?? null;

  const port: Displays = {
    playlist,
    picture: (address) => pictures.get(address) ?? null,
    preview(display, { show, sku, priceMinor, showForS }) {
      if (playlist(display) === null) throw new GatewayError('DEVICE_UNKNOWN', `store.yaml has no display ${display}`, { device: display });
      const id = `preview-${randomBytes(8).toString('hex')}`;
      const deadline = Math.floor(clock()) + PREVIEW_WITHIN_MS;
      const texts = content.texts(show, aboutProduct(sku ?? sample, priceMinor ?? null));
      command(display, { id, deadline, kind: 'show', showForMs: Math.round(showForS * 1_000), priority: 100, content: texts });
      previews.set(id, { display, result: 'pending' });
      for (const old of previews.keys()) if (previews.size > REMEMBERED) previews.delete(old);
      return { command: id, deadline };
    },
    previewResult(display, id) {
      const preview = previews.get(id);
      return preview?.display === display ? preview.result : null;
    },
  };

  return {
    port,
    /** Hears what became of commands. */
    heard(event: DomainEvent): void {
      const preview = event.type === 'command.acknowledged' ? previews.get(event.command) : undefined;
      if (preview?.result === 'pending' && event.type === 'command.acknowledged') preview.result = event.result;
    },
  };
}
