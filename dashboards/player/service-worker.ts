/// <reference lib="webworker" />
declare const self: ServiceWorkerGlobalScope;
/** Addresses of the built page, relative to it, and a name that changes with them; written in by the build. */
declare const __PAGE__: { readonly version: string; readonly files: readonly string[] };

const PAGE = `page-${__PAGE__.version}`;
const PICTURES = 'pictures';
const PICTURE_PATH = '/media/';

/** Everything or nothing: half a page must not take the place of a whole one. */
self.addEventListener('install', (event) => {
  const files = __PAGE__.files.map((file) => new Request(new URL(file, self.registration.scope), { cache: 'reload' }));
  event.waitUntil(
    caches
      .open(PAGE)
      .then((cache) => cache.addAll(files))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  const old = (name: string) => name.startsWith('page-') && name !== PAGE;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

/** The page from what was kept, pictures from what was kept or else from the gateway; everything else is not ours. */
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(PICTURE_PATH)) event.respondWith(pictureOf(request));
  else if (url.href.startsWith(self.registration.scope)) event.respondWith(pageOf(request));
});

async function pageOf(request: Request): Promise<Response> {
  const cache = await caches.open(PAGE);
  // Whatever stands behind the question mark, it is one page.
  const known = await cache.match(request.mode === 'navigate' ? self.registration.scope : request, { ignoreSearch: true });
  return known ?? fetch(request);
}

/** A picture never changes under its address. */
async function pictureOf(request: Request): Promise<Response> {
  const cache = await caches.open(PICTURES);
  const known = await cache.match(request.url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
}

/** The page says which pictures its playlist has: they are fetched before they are needed, and others are let go. */
self.addEventListener('message', (event: ExtendableMessageEvent) => {
  const message = event.data as { readonly type?: unknown; readonly pictures?: unknown };
  if (message.type !== 'keep' || !Array.isArray(message.pictures)) return;
  event.waitUntil(keep(message.pictures.filter((address) => typeof address === 'string' && address.startsWith(PICTURE_PATH))));
});

async function keep(addresses: readonly string[]): Promise<void> {
  const wanted = addresses.map((address) => new URL(address, self.location.origin).href);
  const cache = await caches.open(PICTURES);
  const known = (await cache.keys()).map(({ url }) => url);
  await Promise.all(known.filter((url) => !wanted.includes(url)).map((url) => cache.delete(url)));
  // One that cannot be had now is fetched when it is shown.
  await Promise.allSettled(wanted.filter((url) => !known.includes(url)).map((url) => cache.add(url)));
}

export {};
