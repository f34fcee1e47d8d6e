import { checkShows } from './check-shows.ts';
import { didYouMean } from './did-you-mean.ts';
import type { PartialConfig } from './partial-config.ts';
import type { Path } from './problem.ts';
import type { Finding } from './schema-problems.ts';

/** What only an offer has, since something has happened. */
const notInPlaylists = (name: string): string | null =>
  name === 'product' || name === 'price' ? null : `{${name}} is for offers: a playlist answers to nothing`;

/** Playlists show things that exist, at times that exist. `skus`: null when the shop gave no products. */
export function checkDisplays({ devices, store }: PartialConfig, skus: ReadonlySet<string> | null): Finding[] {
  return devices.flatMap(({ index, value }) => [
    ...checkLabel(value.display?.label?.sku, ['devices', index, 'display', 'label', 'sku'], skus),
    ...(value.display?.playlist ?? []).flatMap((entry, number) => {
      const path = ['devices', index, 'display', 'playlist', number];
      const found = checkShows([...path, 'show'], entry.show, notInPlaylists);
      if (entry.sku !== undefined && skus && !skus.has(entry.sku)) {
        found.push({ path: [...path, 'sku'], message: `no product with that SKU${didYouMean(entry.sku, skus)}`, got: entry.sku });
      }
      entry.dayParts.forEach((part, position) => {
        const parts = Object.keys(store.dayParts);
        if (parts.includes(part)) return;
        found.push({ path: [...path, 'dayParts', position], message: `no day part of that name${didYouMean(part, parts)}`, got: part });
      });
      if (entry.from !== undefined && entry.until !== undefined && entry.until < entry.from) {
        found.push({ path: [...path, 'until'], message: 'ends before it begins', got: entry.until });
      }
      return found;
    }),
  ]);
}

const checkLabel = (sku: string | undefined, path: Path, skus: ReadonlySet<string> | null): Finding[] =>
  sku === undefined || skus === null || skus.has(sku)
    ? []
    : [{ path, message: `no product with that SKU${didYouMean(sku, skus)}`, got: sku }];
