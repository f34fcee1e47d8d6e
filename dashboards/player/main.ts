import { parseCommand } from './command.ts';
import { openConnection } from './connection.ts';
import { HEARTBEAT_MS, heartbeatOf } from './heartbeat.ts';
import { startOffline } from './offline.ts';
import { createPlayQueue } from './play-queue.ts';
import { readSettings } from './player-settings.ts';
import { picturesOf } from './playlist.ts';
import { createPlaylistSource } from './playlist-source.ts';
import { createScreen } from './screen.ts';
import { explainSetup } from './setup.ts';
import { createShopClock } from './shop-clock.ts';
import { watchVisible } from './watch-visible.ts';
import './styles/base.css';
import './styles/greeting.css';
import './styles/slide.css';
import './styles/feedback.css';

/** The playlist is asked for so often, ms; and at once when the gateway is there again. */
const REFRESH_MS = 120_000;

/** The build names the script by its content. */
const VERSION = /-([\w-]+)\.js$/.exec(import.meta.url)?.[1] ?? 'unbuilt';

const machine = () => Date.now();
const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

function play(place: HTMLElement): void {
  let errors = 0;
  addEventListener('error', () => void errors++);
  addEventListener('unhandledrejection', () => void errors++);
  const settings = readSettings(location.hash, localStorage);
  // The key leaves the address bar: it must not stand on a screen in a shop.
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  if (!settings) {
    explainSetup(place);
    return;
  }
  let shown = 0;
  let isOutdated = false;
  const clock = createShopClock(machine);
  const source = createPlaylistSource({
    settings,
    storage: localStorage,
    clock,
    machine,
    fetch: (...request) => fetch(...request),
    onChange(playlist) {
      offline.keep(picturesOf(playlist));
      screen.changed();
    },
  });
  const screen = createScreen(place, {
    language: settings.language,
    idleText: settings.idle,
    playlist: source.present,
    clock: clock.now,
    after,
    onAnswer: (button) => connection.post('button', { button }),
  });
  document.documentElement.lang = settings.language ?? source.present().locale;
  const queue = createPlayQueue({
    clock: clock.now,
    after,
    canShow: () => document.visibilityState === 'visible',
    show(command, proven) {
      const hide = screen.show(command);
      const stopWatching = watchVisible((visibleMs) => {
        shown++;
        proven(visibleMs);
      });
      return {
        hide() {
          hide();
          return stopWatching();
        },
      };
    },
    idle() {
      if (isOutdated) location.reload();
      else screen.idle();
    },
    answer(id, result, visibleMs) {
      connection.post('ack', visibleMs === undefined ? { id, result } : { id, result, visibleMs });
    },
  });
  // A newer page waits until nothing is played: nobody sees half an offer.
  const offline = startOffline(() => {
    isOutdated = true;
    if (!queue.isPlaying()) location.reload();
  });
  const beat = () =>
    connection.state(heartbeatOf({ screen, queue, source, offline, connection, clock, shown: () => shown, errors: () => errors }));
  const connection = openConnection({
    settings,
    version: VERSION,
    storage: localStorage,
    clock: clock.now,
    onOnline(isOnline) {
      screen.setOnline(isOnline);
      if (!isOnline) return;
      void source.refresh().then(beat);
      // The gateway may have been away for an upgrade.
      offline.look();
    },
    onCommand(payload) {
      const parsed = parseCommand(payload);
      if (parsed.ok) queue.push(parsed.command);
      else if (parsed.id !== null) connection.post('ack', { id: parsed.id, result: 'refused' });
    },
  });
  document.addEventListener('visibilitychange', beat);
  setInterval(beat, HEARTBEAT_MS);
  setInterval(() => void source.refresh(), REFRESH_MS);
  offline.keep(picturesOf(source.present()));
}

const place = document.getElementById('screen');
if (place) play(place);
