import { gatewayTopic } from '../devices/kit/topics.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { type Announcement, announcements } from './outputs/home-assistant.ts';
import { VERSION } from './version.ts';

/** What Home Assistant hears of this shop; nothing unless store.yaml asks for it. */
export function announcedShop({ config }: LoadedConfig): readonly Announcement[] {
  const { store, zones, shelves, outputs } = config;
  if (!outputs.homeAssistant) return [];
  const nameOf = (id: string, name: string | Readonly<Record<string, string>> | undefined): string =>
    typeof name === 'string' ? name : (name?.[store.locale] ?? name?.en ?? id);
  return announcements({
    store: { id: store.id, name: nameOf(store.id, store.name) },
    prefix: outputs.homeAssistant.prefix,
    zones: zones.map(({ id, name }) => ({ id, name: nameOf(id, name) })),
    shelves: shelves.map(({ id, name }) => ({ id, name: nameOf(id, name) })),
    topic: (...levels) => gatewayTopic(store.id, ...levels),
    version: VERSION,
  });
}
