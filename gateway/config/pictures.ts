import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import type { PartialConfig } from './partial-config.ts';
import type { Path } from './problem.ts';
import type { Finding } from './schema-problems.ts';

/** A picture that store.yaml names, as displays get it. */
export interface Picture {
  /** Absolute path. */
  readonly file: string;
  /** Path on the gateway. It changes with the bytes, so that a display may keep what it has for ever. */
  readonly address: string;
  readonly type: string;
}

/** Where pictures are served. */
const MEDIA_PATH = '/media';

const TYPES: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
};
/** More takes a small display too long to draw, and its cache too much. */
const LARGEST_BYTES = 8 * 1_048_576;

/** What a picture is sent as, by its name; null for what browsers do not draw. */
export const pictureType = (file: string): string | null => TYPES[extname(file).toLowerCase()] ?? null;

/** Where pictures for displays are named: texts of offers and of playlists. */
const namedPictures = ({ offers, devices }: PartialConfig): readonly { readonly path: Path; readonly name: string }[] => [
  ...offers.flatMap(({ index, value }) => ofShows(['offers', index, 'show'], value.show)),
  ...devices.flatMap(({ index, value }) =>
    (value.display?.playlist ?? []).flatMap((entry, number) =>
      ofShows(['devices', index, 'display', 'playlist', number, 'show'], entry.show),
    ),
  ),
];

const ofShows = (path: Path, shows: Readonly<Record<string, { readonly picture?: string | undefined }>>) =>
  Object.entries(shows).flatMap(([language, { picture }]) =>
    picture === undefined ? [] : [{ path: [...path, language, 'picture'], name: picture }],
  );

/** Reads every picture that displays may show, by the name that store.yaml gives it; what cannot be used is a finding. */
export function readPictures(config: PartialConfig, folder: string, found: Finding[]): ReadonlyMap<string, Picture> {
  const pictures = new Map<string, Picture>();
  for (const { path, name } of namedPictures(config)) {
    if (pictures.has(name)) continue;
    const read = readPicture(resolve(folder, name));
    if (typeof read === 'string') found.push({ path, message: read, got: name });
    else pictures.set(name, read);
  }
  // Only looked at: it is for operators, and displays have no address for it.
  const { picture } = config.plan;
  const plan = picture === undefined ? null : readPicture(resolve(folder, picture));
  if (typeof plan === 'string') found.push({ path: ['plan', 'picture'], message: plan, got: picture });
  return pictures;
}

function readPicture(file: string): Picture | string {
  const extension = extname(file).toLowerCase();
  const type = TYPES[extension];
  if (type === undefined) return `is no picture that displays know: ${Object.keys(TYPES).join(', ')}`;
  try {
    if (statSync(file).size > LARGEST_BYTES) return `is larger than ${LARGEST_BYTES / 1_048_576} MB`;
    const hash = createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 20);
    return { file, type, address: `${MEDIA_PATH}/${hash}${extension}` };
  } catch (error) {
    return `the picture cannot be read: ${(error as { code?: string }).code === 'ENOENT' ? 'no such file' : String(error)}`;
  }
}
