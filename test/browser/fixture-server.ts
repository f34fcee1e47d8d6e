import { existsSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Aedes } from 'aedes';
import { createWebSocketStream, WebSocketServer } from 'ws';
import type { LiveMessage, NowView, OfferView, StoreView } from '../../gateway/http/contract.ts';
import type { PlaylistView } from '../../gateway/http/contract-display.ts';
import { ALL_METRICS } from '../../gateway/http/page-metrics.ts';
import { playlistFake } from '../support/fakes/displays.fake.ts';
import { fixtureExplanation } from './fixture-explain.ts';
import { busyLists, type FixtureLists } from './fixture-lists.ts';

const DIST = fileURLToPath(new URL('../../dashboards/dist', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};
/** Answers by their place in the API, made from the query. */
export type Answers = Readonly<Record<string, (query: URLSearchParams) => unknown>>;

export interface AlertDeed {
  readonly deed: string;
  readonly ids: readonly string[];
  readonly comment?: string;
  readonly text?: string;
  readonly to?: string | null;
  readonly until?: number | null;
}

/** As strict as the gateway's own: a page that needs more than this fails here too. */
const POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'";

export interface FixtureServer {
  readonly url: string;
  readonly broker: Aedes;
  /** What the API answers now; tests change it. */
  state: {
    store: StoreView;
    now: NowView;
    offers: OfferView[];
    isLoggedIn: boolean;
    isDown: boolean;
    lists: FixtureLists;
    playlist: PlaylistView;
    /** What pages beside the first ask for. */
    answers: Answers;
  };
  readonly acknowledged: string[];
  /** What was said with each acknowledgement. */
  readonly comments: string[];
  readonly unblocked: string[];
  /** What was done with alerts on their page, in order. */
  readonly deeds: AlertDeed[];
  readonly tokens: string[];
  /** Sends one message to every open live feed. */
  push(message: LiveMessage): void;
  /** Cuts every open live feed. */
  cutStreams(): void;
  /** Cuts the connection of every display, as a failing network would. */
  dropDisplays(): void;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
};

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': status >= 400 ? 'application/problem+json' : 'application/json' });
  response.end(JSON.stringify(body));
}

/** One picture for all addresses. */
const PICTURE =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="#7a4b2a"/><circle cx="2" cy="1.5" r="1" fill="#f3d9a4"/></svg>';

function sendFile(response: ServerResponse, path: string): void {
  if (path.startsWith('/media/')) {
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end(PICTURE);
    return;
  }
  const isPage = extname(path) === '' && !path.endsWith('/');
  const wanted = isPage ? `${path}/index.html` : path.endsWith('/') ? `${path}index.html` : path;
  const file = /^\/(player|occupancy)\//.test(wanted) ? join(DIST, normalize(wanted)) : join(DIST, 'web', normalize(wanted));
  if (!existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'content-security-policy': POLICY });
  response.end(readFileSync(file));
}

/** Serves the built pages, an API that answers with fixtures, and a real broker over WebSocket at `/mqtt`. */
export async function startFixtureServer(
  initial: { store: StoreView; now: NowView; offers: OfferView[] },
  port = 0,
): Promise<FixtureServer> {
  const broker = await Aedes.createBroker();
  const streams = new Set<ServerResponse>();
  const acknowledged: string[] = [];
  const comments: string[] = [];
  const unblocked: string[] = [];
  const deeds: AlertDeed[] = [];
  const tokens: string[] = [];
  const state = { ...initial, isLoggedIn: true, isDown: false, lists: busyLists(), playlist: playlistFake, answers: {} as Answers };

  const answerLive = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`data: ${JSON.stringify({ type: 'now', now: state.now })}\n\n`);
    streams.add(response);
    response.on('close', () => streams.delete(response));
  };

  const answerApi = async (request: IncomingMessage, response: ServerResponse, path: string, query: URLSearchParams) => {
    if (path === 'session' && request.method === 'POST') {
      const { token } = JSON.parse(await bodyOf(request)) as { token: string };
      tokens.push(token);
      state.isLoggedIn = token === 'good-token';
      if (state.isLoggedIn) return sendJson(response, 200, { user: 'mei', expires: initial.now.at + 3_600_000, isReadOnly: false });
      return sendJson(response, 401, { status: 401, detail: 'This login link is not valid.', next: '' });
    }
    if (path === 'player/playlist') return sendJson(response, 200, state.playlist);
    if (!state.isLoggedIn) return sendJson(response, 401, { status: 401, detail: 'This needs a login.', next: '' });
    const ack = /^alerts\/([^/]+)\/ack$/.exec(path);
    if (ack?.[1] && request.method === 'POST') {
      acknowledged.push(ack[1]);
      comments.push((JSON.parse(await bodyOf(request)) as { comment?: string }).comment ?? '');
      response.writeHead(204).end();
      return;
    }
    const deed = /^alerts\/(ack|assign|comment|shelve|read)$/.exec(path);
    if (deed?.[1] && request.method === 'POST') {
      deeds.push({ deed: deed[1], ...(JSON.parse(await bodyOf(request)) as Omit<AlertDeed, 'deed'>) });
      response.writeHead(204).end();
      return;
    }
    const free = /^security\/blocked\/([^/]+)\/unblock$/.exec(path);
    if (free?.[1] && request.method === 'POST') {
      if (!state.lists['security/blocked'].some(({ epc }) => epc === free[1])) {
        return sendJson(response, 404, { status: 404, detail: 'This tag is not blocked.', next: '' });
      }
      unblocked.push(free[1]);
      response.writeHead(204).end();
      return;
    }
    const answer = state.answers[path];
    if (answer) return sendJson(response, 200, answer(query));
    const list = Object.entries(state.lists).find(([place]) => place === path);
    if (list) return sendJson(response, 200, list[1]);
    const why = /^(alerts|items|visits)\/([^/]+)\/explain$/.exec(path);
    if (why?.[1] && why[2]) {
      const told = fixtureExplanation(state, why[1], decodeURIComponent(why[2]), query.get('lang'));
      return told ? sendJson(response, 200, told) : sendJson(response, 404, { status: 404, detail: 'There is no such thing.', next: '' });
    }
    if (path === 'store') return sendJson(response, 200, state.store);
    if (path === 'now') return sendJson(response, 200, state.now);
    if (path === 'offers') return sendJson(response, 200, state.offers);
    if (path === 'metrics') return sendJson(response, 200, ALL_METRICS);
    if (path === 'live') return answerLive(response);
    return sendJson(response, 404, { status: 404, detail: 'There is nothing under this address.', next: '' });
  };

  const server = createServer((request, response) => {
    const { pathname: path, searchParams } = new URL(request.url ?? '/', 'http://fixture');
    if (!path.startsWith('/api/v1/')) return sendFile(response, path);
    if (state.isDown) return void request.socket.destroy();
    void answerApi(request, response, path.slice('/api/v1/'.length), searchParams);
  });
  const sockets = new WebSocketServer({ server, path: '/mqtt' });
  sockets.on('connection', (socket, request) => {
    const stream = createWebSocketStream(socket);
    // A page that is closed resets its socket; the broker sees the close.
    stream.on('error', () => stream.destroy());
    broker.handle(stream, request);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

  const cutStreams = () => {
    for (const stream of streams) stream.destroy();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    broker,
    state,
    acknowledged,
    comments,
    unblocked,
    deeds,
    tokens,
    push: (message) => {
      for (const stream of streams) stream.write(`data: ${JSON.stringify(message)}\n\n`);
    },
    cutStreams,
    dropDisplays: () => {
      for (const client of sockets.clients) client.terminate();
    },
    async close() {
      cutStreams();
      sockets.close();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise<void>((resolve) => broker.close(resolve));
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
