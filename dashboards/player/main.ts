import { parseCommand } from './command.ts';
import { openConnection } from './connection.ts';
import { createPlayQueue } from './play-queue.ts';
import { readSettings } from './player-settings.ts';
import { watchVisible } from './proof-of-play.ts';
import { createScreen } from './screen.ts';
import { textsFor } from './texts.ts';
import './player.css';

const clock = () => Date.now();
const after = (ms: number, run: () => void) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Without a display id and its key there is nothing to do but to say how to get them. */
function explainSetup(place: HTMLElement): void {
  const words = textsFor(navigator.language);
  const title = document.createElement('h1');
  title.textContent = words.setup;
  const how = document.createElement('p');
  how.textContent = words.setupHow;
  place.className = 'setup';
  place.replaceChildren(title, how);
}

function play(place: HTMLElement): void {
  const settings = readSettings(location.hash, localStorage);
  // The key leaves the address bar: it must not stand on a screen in a shop.
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
  if (!settings) {
    explainSetup(place);
    return;
  }
  document.documentElement.lang = settings.language ?? navigator.language;
  const screen = createScreen(place, { language: settings.language, idleText: settings.idle, browserLanguage: navigator.language });
  const queue = createPlayQueue({
    clock,
    after,
    show(command, proven) {
      const hide = screen.show(command);
      const stopWatching = watchVisible(proven);
      return () => {
        stopWatching();
        hide();
      };
    },
    idle: screen.idle,
    answer: (id, result) => connection.answer(id, result),
  });
  const connection = openConnection({
    settings,
    clock,
    onOnline: screen.setOnline,
    onCommand(payload) {
      const parsed = parseCommand(payload);
      if (parsed.ok) queue.push(parsed.command);
      else if (parsed.id !== null) connection.answer(parsed.id, 'refused');
    },
  });
}

const place = document.getElementById('screen');
if (place) play(place);
