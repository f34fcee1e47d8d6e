import type { Connection } from './connection.ts';
import type { Offline } from './offline.ts';
import type { PlayQueue } from './play-queue.ts';
import type { PlaylistSource } from './playlist-source.ts';
import type { Screen } from './screen.ts';
import type { ShopClock } from './shop-clock.ts';

/** Under half of the time after which a silent device is reported (`devices[].silentAfterS`, 120 s by default), ms. */
export const HEARTBEAT_MS = 50_000;

export interface HeartbeatOptions {
  readonly screen: Screen;
  readonly queue: PlayQueue;
  readonly source: PlaylistSource;
  readonly offline: Offline;
  readonly connection: Connection;
  readonly clock: ShopClock;
  readonly shown: () => number;
  readonly errors: () => number;
}

/** How the display is, for whoever looks after the shop: flat, small, nothing of what it shows to whom. */
export function heartbeatOf({ screen, queue, source, offline, connection, clock, shown, errors }: HeartbeatOptions): object {
  return {
    screen: screen.state(),
    visible: document.visibilityState === 'visible',
    offline: offline.state(),
    playlist: source.tag().replaceAll('"', ''),
    entries: source.present().entries.length,
    waiting: queue.waiting(),
    unsent: connection.unsent(),
    shown: shown(),
    errors: errors(),
    skewMs: clock.skewMs(),
    upS: Math.round(performance.now() / 1_000),
    width: window.innerWidth,
    height: window.innerHeight,
  };
}
