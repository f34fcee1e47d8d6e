import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ERRORS } from '../errors.ts';
import { problemOf, sendProblem } from './problem.ts';

/** For everybody, where the shop opens it. */
const OPEN_PAGE = { path: '/occupancy/', folder: 'occupancy' } as const;
const PAGES = [
  { path: '/player/', folder: 'player' },
  { path: '/', folder: 'web' },
] as const;

/** Built assets carry a hash in their name and never change; pages themselves are asked for each time. */
const cacheFor = (path: string): string => (/[/\\]assets[/\\]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');

/**
 * Serves the built operators' page at `/`, the display page at `/player/` and, where the shop opens it, the page for everybody at
 * `/occupancy/`. Dot files and folders are never served.
 */
export async function registerPages(app: FastifyInstance, webRoot: string, isOccupancyOpen: boolean): Promise<void> {
  for (const page of isOccupancyOpen ? [OPEN_PAGE, ...PAGES] : PAGES) {
    await app.register(fastifyStatic, {
      root: join(webRoot, page.folder),
      // Without its last slash, the bare `/player` leads to the page too.
      prefix: page.path.replace(/(?<=.)\/$/, ''),
      decorateReply: false,
      redirect: page.path !== '/',
      dotfiles: 'ignore',
      // An array: with a plain string the plugin does not answer `/login` from the folder `login`.
      index: ['index.html'],
      // What the build has put beside a file, for browsers that take it.
      preCompressed: true,
      cacheControl: false,
      // Not built yet is answered by a page of its own, and may be put right while the gateway runs.
      suppressWarning: true,
      setHeaders: (reply, path) => void reply.header('cache-control', cacheFor(path)),
    });
  }
}

const NOT_BUILT_PAGE = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Silent Aisle</title></head>
  <body>
    <h1>The dashboard is not built</h1>
    <p>${ERRORS.DASHBOARD_NOT_BUILT.next.replaceAll(/`([^`]+)`/g, '<code>$1</code>')} Then load this page again.</p>
    <p>Code: DASHBOARD_NOT_BUILT. The gateway itself is running.</p>
  </body>
</html>
`;

/** True when a page was asked for that has not been built: then the answer is sent. */
export function answerNotBuilt(webRoot: string, request: FastifyRequest, reply: FastifyReply, path: string): boolean {
  const page = PAGES.find((candidate) => path === candidate.path || path === `${candidate.path}index.html`);
  if (page === undefined || existsSync(join(webRoot, page.folder, 'index.html'))) return false;
  reply.header('retry-after', '30').header('cache-control', 'no-store');
  if (request.headers.accept?.includes('text/html')) void reply.code(503).type('text/html; charset=utf-8').send(NOT_BUILT_PAGE);
  else sendProblem(reply, problemOf('DASHBOARD_NOT_BUILT', 'The dashboard is not built.'));
  return true;
}
