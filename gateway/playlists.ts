import { stretches } from './config/check-store.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { weekMinutes } from './config/opening-hours.ts';
import type { Config, DeviceConfig } from './config/schema.ts';
import { aboutProduct, type DisplayContent } from './display-content.ts';
import type { PlaylistView } from './http/contract-display.ts';

type DisplayConfig = NonNullable<DeviceConfig['display']>;

const DAY = { from: 0, to: 1_440 } as const;

/** What each display plays while there is no offer, by its id; null for what is no display of the shop. */
export function createPlaylists({ config }: LoadedConfig, content: DisplayContent): (display: string) => PlaylistView | null {
  const lists = new Map(
    config.devices.flatMap(({ id, display }) => (display ? [[id, playlistOf(id, display, config, content)] as const] : [])),
  );
  return (display) => lists.get(display) ?? null;
}

/** A playlist knows no former price. */
const slidesOf = (content: ReturnType<DisplayContent['render']>) =>
  Object.fromEntries(Object.entries(content).map(([language, { wasMinor: _, ...slide }]) => [language, slide]));

function playlistOf(id: string, display: DisplayConfig, { store }: Config, content: DisplayContent): PlaylistView {
  const texts = (value: string | Readonly<Record<string, string>>): Record<string, string> =>
    typeof value === 'string' ? (value === '' ? {} : { [store.locale]: value }) : { ...value };
  return {
    display: id,
    locale: store.locale,
    timezone: store.timezone,
    languages: [...display.languages],
    idle: texts(display.idle),
    entries: display.playlist.map((entry) => ({
      slides: slidesOf(content.render(entry.show, aboutProduct(entry.sku ?? null, entry.priceMinor ?? null))),
      showForMs: Math.round(entry.showForS * 1_000),
      times: entry.dayParts.length === 0 ? [DAY] : entry.dayParts.flatMap((part) => timesOf(store.dayParts[part])),
      from: entry.from ?? null,
      until: entry.until ?? null,
    })),
    feedback: display.feedback ? { ask: texts(display.feedback.ask), scale: display.feedback.scale } : null,
    lit: litOf(display.rest, store.hours),
  };
}

const timesOf = (part: { readonly from: string; readonly to: string } | undefined) =>
  part ? stretches(part).map(([from, to]) => ({ from, to })) : [];

/** When the screen is lit, by weekday from Monday on: a screen that shows to nobody only burns. */
function litOf(rest: DisplayConfig['rest'], hours: Config['store']['hours']): PlaylistView['lit'] {
  if (rest === 'when-closed') return runs(weekMinutes(hours));
  const lit = new Uint8Array(7 * DAY.to).fill(1);
  if (rest !== 'never') {
    for (let day = 0; day < 7; day++) for (const [from, to] of stretches(rest)) lit.fill(0, day * DAY.to + from, day * DAY.to + to);
  }
  return runs(lit);
}

/** Stretches of ones, day by day. */
function runs(week: Uint8Array): PlaylistView['lit'] {
  return Array.from({ length: 7 }, (_, day) => {
    const found: { from: number; to: number }[] = [];
    for (let minute = 0; minute < DAY.to; minute++) {
      if (week[day * DAY.to + minute] !== 1) continue;
      const last = found.at(-1);
      if (last?.to === minute) last.to = minute + 1;
      else found.push({ from: minute, to: minute + 1 });
    }
    return found;
  });
}
