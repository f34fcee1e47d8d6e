import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { build } from 'vite';
import { PAGE_NAMES } from '../dashboards/web/page-names.ts';

const PAGES = ['web', 'player', 'occupancy'] as const;
const root = fileURLToPath(new URL('..', import.meta.url));
const dashboards = join(root, 'dashboards');
const configFile = join(dashboards, 'vite.config.ts');

/** Newest modification time under a file or folder, epoch ms; 0 when there is nothing. */
function newest(path: string): number {
  if (!existsSync(path)) return 0;
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

function isStale(page: (typeof PAGES)[number]): boolean {
  const built = join(dashboards, 'dist', page, 'index.html');
  if (!existsSync(built)) return true;
  const sources = [join(dashboards, page), configFile, join(root, 'package-lock.json')];
  return Math.max(...sources.map(newest)) > statSync(built).mtimeMs;
}

/** Builds beside the old page and then swaps, so that a gateway that serves it meanwhile never finds half a page. */
async function buildPage(page: (typeof PAGES)[number]): Promise<void> {
  const target = join(dashboards, 'dist', page);
  const fresh = `${target}.${process.pid}.new`;
  const old = `${target}.${process.pid}.old`;
  await build({ configFile, mode: page, logLevel: 'error', build: { outDir: fresh } });
  // All addresses are the same page; folders of their names let any static server answer them.
  if (page === 'web') for (const name of ['login', ...PAGE_NAMES]) cpSync(join(fresh, 'index.html'), join(fresh, name, 'index.html'));
  else if (page === 'player') await buildServiceWorker(fresh);
  await compressFiles(fresh);
  mkdirSync(target, { recursive: true });
  renameSync(target, old);
  renameSync(fresh, target);
  rmSync(old, { recursive: true, force: true });
}

/** The worker that keeps the player page knows its files by name; its own bytes, and so browsers, change with theirs. */
async function buildServiceWorker(folder: string): Promise<void> {
  const files = filesIn(folder)
    .map((file) => relative(folder, file))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(readFileSync(join(folder, file)));
  const page = { version: hash.digest('base64url').slice(0, 12), files: files.map((file) => (file === 'index.html' ? './' : file)) };
  await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    define: { __PAGE__: JSON.stringify(page) },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      rollupOptions: { input: join(dashboards, 'player', 'service-worker.ts'), output: { entryFileNames: 'sw.js' } },
    },
  });
}

const COMPRESSED = /\.(html|js|css|svg)$/;
/** Less than one packet holds gains nothing. */
const SMALLEST_BYTES = 1_200;
/** Close to the best of 11, which would take ten times as long. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
const forms = [
  ['br', (bytes: Buffer) => promisify(brotliCompress)(bytes, BROTLI)],
  ['gz', (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 })],
] as const;

/** Beside each file of text its compressed forms, which the gateway sends to browsers that take them: none is made while a page waits. */
async function compressFiles(folder: string): Promise<void> {
  const files = filesIn(folder).filter((file) => COMPRESSED.test(file) && statSync(file).size >= SMALLEST_BYTES);
  const compress = async (file: string) => {
    const bytes = await readFile(file);
    for (const [ending, pack] of forms) await writeFile(`${file}.${ending}`, await pack(bytes));
  };
  await Promise.all(files.map(compress));
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/**
 * Builds the operators' page, the player page and the one for everybody into `dashboards/dist/{web,player,occupancy}`, each only when a source is newer
 * than what was built, or always with `force`. Returns the pages that were built. Throws what Vite throws.
 */
export async function buildDashboards(options: { readonly force?: boolean } = {}): Promise<readonly string[]> {
  const stale = PAGES.filter((page) => options.force || isStale(page));
  for (const page of stale) await buildPage(page);
  return stale;
}

if (import.meta.main) {
  const started = performance.now();
  const built = await buildDashboards({ force: process.argv.includes('--force') });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(built.length > 0 ? `built dashboards: ${built.join(', ')} (${seconds} s)` : 'dashboards are up to date');
}
