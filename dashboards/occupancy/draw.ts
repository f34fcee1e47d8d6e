import type { OccupancyView } from '../../gateway/http/contract-occupancy.ts';
import { fill, LANGUAGES, type Language, TEXTS } from './texts.ts';

const NAMES: Readonly<Record<Language, string>> = { 'zh-TW': '繁體中文', 'zh-CN': '简体中文', en: 'English' };

type Child = HTMLElement | string | null;

function element(name: string, look: string, ...children: readonly Child[]): HTMLElement {
  const made = document.createElement(name);
  if (look !== '') made.className = look;
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** One language of a text in several: the page's, else the same script family, English, whatever there is. */
function pick(texts: OccupancyView['name'], language: Language): string {
  const related = language.startsWith('zh') ? (texts['zh-TW'] ?? texts['zh-CN']) : undefined;
  return texts[language] ?? related ?? texts.en ?? Object.values(texts)[0] ?? '';
}

function countOf({ people, show, limit, step }: OccupancyView, language: Language): HTMLElement | null {
  if (people === null) return null;
  const texts = TEXTS[language];
  const n = new Intl.NumberFormat(language).format(people);
  const count = element('p', 'count', fill(show === 'rounded' && people > 0 ? texts.upTo : texts.people, { n }));
  return limit === null
    ? count
    : element(
        'div',
        '',
        count,
        element('p', 'limit', fill(texts.ofLimit, { n: String(limit) })),
        meterOf(people, limit, step, texts.inside),
      );
}

/** A meter in the colour of the step: where the shop begins to be busy is the gateway's to say. */
function meterOf(people: number, limit: number, step: OccupancyView['step'], name: string): HTMLElement {
  const meter = document.createElement('meter');
  const [low, high] = step === 'full' ? [0.5, 0.5] : step === 'busy' ? [0.5, limit] : [limit, limit];
  Object.assign(meter, { min: 0, max: limit, low, high, optimum: 0, value: Math.min(people, limit) });
  meter.setAttribute('aria-label', name);
  return meter;
}

function hoursOf({ hours, weekday }: OccupancyView, language: Language): HTMLElement {
  const texts = TEXTS[language];
  const today = hours[weekday - 1];
  const text =
    today == null ? texts.closedToday : today.open === '00:00' && today.close === '24:00' ? texts.allDay : fill(texts.today, { ...today });
  return element('p', 'hours', `${texts.hours}: ${text}`);
}

function languagesOf(language: Language): HTMLElement {
  const links = LANGUAGES.map((one) => {
    const link = element('a', '', NAMES[one]) as HTMLAnchorElement;
    link.href = `?lang=${one}`;
    link.lang = one;
    if (one === language) link.setAttribute('aria-current', 'true');
    return link;
  });
  const list = element('nav', 'languages', ...links);
  list.setAttribute('aria-label', TEXTS[language].languages);
  return list;
}

export interface Seen {
  readonly view: OccupancyView | null;
  readonly language: Language;
  /** The last question was not answered. */
  readonly isAway: boolean;
}

/** Draws all that is known. The number is said anew to those who hear the page, the rest only where it changes. */
export function draw(place: HTMLElement, { view, language, isAway }: Seen): void {
  const texts = TEXTS[language];
  document.documentElement.lang = language;
  if (view === null) {
    place.replaceChildren(element('h1', '', texts.title), element('p', 'waiting', isAway ? texts.away : texts.asking));
    return;
  }
  const name = pick(view.name, language);
  document.title = `${texts.title} · ${name}`;
  const isOld = view.isStale || isAway;
  const time = new Intl.DateTimeFormat(language, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: view.timezone,
  });
  const state = view.isOpen ? view.step : 'closed';
  place.dataset.state = state ?? 'open';
  place.dataset.old = String(isOld);
  const now = view.isOpen
    ? [
        countOf(view, language),
        state === null ? null : element('p', `step step-${state}${view.people === null ? ' is-alone' : ''}`, texts[state]),
        state === 'full' ? element('p', 'how', texts.fullHow) : null,
      ]
    : [element('p', 'step step-closed is-alone', texts.closed)];
  const picture = element('section', 'picture', element('h2', '', texts.inside), ...now);
  picture.setAttribute('role', 'status');
  place.replaceChildren(
    element('h1', '', name),
    picture,
    element('p', isOld ? 'age is-old' : 'age', isOld ? `${texts.stale} · ` : null, fill(texts.updated, { time: time.format(view.at) })),
    hoursOf(view, language),
    languagesOf(language),
  );
}
