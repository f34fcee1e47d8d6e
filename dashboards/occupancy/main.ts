import type { OccupancyView } from '../../gateway/http/contract-occupancy.ts';
import { draw, type Seen } from './draw.ts';
import { startPolling } from './poll.ts';
import { type Language, languageFor } from './texts.ts';
import './style.css';

const ADDRESS = '../api/v1/public/occupancy';
const LONGEST_WAIT_MS = 10_000;

const asked = new URLSearchParams(location.search).get('lang');
const languageOf = (shops: Language | null): Language => languageFor(asked, navigator.languages, shops) ?? 'en';

let seen: Seen = { view: null, language: languageOf(null), isAway: false };
let drawn = '';

function show(next: Seen): void {
  seen = next;
  const place = document.getElementById('occupancy');
  // A page that says the same again keeps its focus, and is not read out anew.
  const text = JSON.stringify(next);
  if (place === null || text === drawn) return;
  drawn = text;
  draw(place, next);
}

async function ask(): Promise<OccupancyView> {
  const response = await fetch(ADDRESS, { credentials: 'omit', signal: AbortSignal.timeout(LONGEST_WAIT_MS) });
  if (!response.ok) throw new Error(String(response.status));
  return (await response.json()) as OccupancyView;
}

show(seen);
startPolling({
  ask,
  onView: (view) => show({ view, language: languageOf(view.locale), isAway: false }),
  onAway: () => show({ ...seen, isAway: true }),
  after: (ms, run) => void setTimeout(run, ms),
  random: Math.random,
});
