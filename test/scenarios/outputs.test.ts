import { createReadStream } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AlertView, OfferShownView } from '../../gateway/http/contract.ts';
import { openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { openPty } from '../support/pty.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually, until } from '../support/until.ts';

const CARD = 'MEMBER-4711';

/** A shop with a card reader at the door and one display there; each visit that enters sees the offer. */
async function open(display: string, show: string, seconds = 20, folder = temporaryFolder()) {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  const shop = await openShop(
    `
store: { id: corner, locale: en, timezone: UTC, currency: TWD }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: door-card, zone: door }
  - { id: screen, zone: door, display: { confirmWithinS: ${seconds} }, ${display} }
offers:
  - { id: tea, on: zone.entered, when: visit.zone == "door", display: screen, priceMinor: 2550, showForS: ${seconds}, show: ${show} }
`,
    { wall: now, folder },
  );
  const cards = await shop.connect('door-card');
  const decisions = async () => (await shop.get<OfferShownView[]>('offers/decisions?limit=500')) ?? [];
  return {
    ...shop,
    now,
    decisions,
    pass(ms: number): void {
      ahead += ms;
    },
    enter: (card: string) => cards.publishAsync('aisle/v1/corner/door-card/card', JSON.stringify({ card, at: now() }), { qos: 1 }),
    outcomes: async () => (await decisions()).map(({ outcome }) => outcome),
    state: async () => (await shop.get<{ id: string; state: string }[]>('devices'))?.find(({ id }) => id === 'screen')?.state,
    open: async () => ((await shop.get<AlertView[]>('alerts?open=true')) ?? []).filter(({ type }) => type === 'display-unconfirmed'),
  };
}

const wait = { interval: 20 };

describeWith('socat', 'a pole display on a serial line', (socat) => {
  /** What arrives at the far end of the line. */
  function listen(path: string): () => string {
    const arrived: Buffer[] = [];
    const stream = createReadStream(path, { highWaterMark: 64 });
    stream.on('data', (bytes) => arrived.push(Buffer.from(bytes)));
    stream.on('error', () => undefined);
    onTestFinished(() => void stream.destroy());
    return () => Buffer.concat(arrived).toString('latin1');
  }
  /** Pole displays: 2 x 20, `1B 40` reset, `0C` clear, `1B 51 41` and `1B 51 42` a line, `0D` its end. */
  const shown = (upper: string, lower: string): string => `\x0c\x1bQA${upper}\r\x1bQB${lower}\r`;

  it('shows title and price; unplugged it is left alone; plugged in again it shows the next offer', async () => {
    const line = await openPty(socat);
    let heard = listen(line.device);
    const shop = await open(`driver: cd5220, serial: { path: "${line.gateway}" }`, '{ en: { title: Green tea, body: two for one } }');
    await eventually(() => expect(heard()).toBe('\x1b@'), wait);
    await shop.enter(CARD);
    await eventually(async () => expect(await shop.outcomes()).toEqual(['shown']), wait);
    const offer = shown('Green tea', 'two for one    25.50');
    await until(() => heard().length >= offer.length + 2, 'the bytes of the offer');
    expect(heard()).toBe(`\x1b@${offer}`);
    expect(heard()).not.toContain(CARD);

    await line.unplug();
    await eventually(async () => expect(await shop.state()).toBe('offline'), wait);
    shop.pass(60_000);
    await shop.enter('GUEST-2');
    // Nobody is asked to look at a display that is known to be gone.
    await eventually(async () => expect((await shop.outcomes()).toSorted()).toEqual(['shown', 'withheld']), wait);
    expect((await shop.decisions()).find(({ outcome }) => outcome === 'withheld')).toMatchObject({ reason: 'display-offline' });

    await line.plug();
    heard = listen(line.device);
    shop.pass(60_000);
    await eventually(async () => expect(await shop.state()).toBe('online'), wait);
    await shop.enter('GUEST-3');
    await eventually(async () => expect((await shop.outcomes()).toSorted()).toEqual(['shown', 'shown', 'withheld']), wait);
    await until(() => heard().endsWith('25.50\r'), 'the next offer');
    expect(heard()).toBe(`\x1b@${offer}`);
  });

  it.each([
    [
      'control bytes',
      '{ en: { title: "Tea\\e@\\e[2J\\f now", body: "two\\r\\nfor\\x07 \\x1bQAfree" } }',
      shown('Tea@[2J now', 'two for QAfree 25.50'),
    ],
    [
      'Chinese beside English: English',
      '{ zh-TW: { title: 高山綠茶, body: 買一送一 }, en: { title: High tea, body: 2 for 1 } }',
      shown('High tea', '2 for 1        25.50'),
    ],
    ['Chinese alone: the price', '{ zh-TW: { title: 高山綠茶 500g, body: 買一送一 } }', shown('', '25.50'.padStart(20))],
  ])('gets of an offer with %s', async (_what, show, expected) => {
    const line = await openPty(socat);
    const heard = listen(line.device);
    const shop = await open(`driver: cd5220, serial: { path: "${line.gateway}" }`, show);
    await shop.enter(CARD);
    await eventually(async () => expect(await shop.outcomes()).toEqual(['shown']), wait);
    await until(() => heard().endsWith('25.50\r'), 'the price');
    expect(heard()).toBe(`\x1b@${expected}`);
    // Leaves no offer of yesterday behind.
    await shop.gateway.stop();
    await until(() => heard().endsWith('\x0c'), 'a clear display');
  });
});

/** A label access point: busy at first, takes a drawing, and hands it to the label when that wakes up. */
async function startAccessPoint(mac: string, busyFor = 1) {
  const drawn: URLSearchParams[] = [];
  let busy = busyFor;
  let turnedAway = 0;
  let pending = 0;
  let told = 0;
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://label');
    if (pathname === '/get_db' && searchParams.get('mac') === mac) {
      told += pending;
      response.end(JSON.stringify({ tags: [{ mac, pending, batteryMv: 2_900, lastseen: Math.floor(Date.now() / 1_000) }] }));
    } else if (pathname !== '/jsonupload') response.writeHead(404).end();
    else if (busy > 0) {
      busy--;
      turnedAway++;
      response.writeHead(409).end('Come back later');
    } else {
      let body = '';
      request.on('data', (chunk) => {
        body += String(chunk);
      });
      request.on('end', () => {
        drawn.push(new URLSearchParams(body));
        pending = 1;
        response.end('Ok, saved');
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    drawn,
    turnedAway: () => turnedAway,
    /** How often it has said that content waits for the label. */
    told: () => told,
    free(): void {
      busy = 0;
    },
    fetch(): void {
      pending = 0;
    },
  };
}

const MAC = '0000021A5B3C7D01';
const TEA = '{ en: { title: Green tea, body: two for one } }';
const label = (url: string): string => `driver: openepaperlink, address: "${MAC}", http: { url: "${url}", pollEveryS: 1 }`;

describe('a shelf label behind its access point', () => {
  it('shows an offer when the label has fetched it, not when the access point took it', async () => {
    const point = await startAccessPoint(MAC);
    const shop = await open(label(point.url), TEA, 60);
    await shop.enter(CARD);
    await eventually(() => expect(point.drawn).toHaveLength(1), wait);
    expect(point.turnedAway()).toBe(1);
    expect(point.drawn[0]?.get('mac')).toBe(MAC);
    expect(point.drawn[0]?.get('json')).toContain('25.50');
    // The access point has said that the label has not fetched it yet.
    await eventually(() => expect(point.told()).toBeGreaterThan(1), wait);
    expect(await shop.outcomes()).toEqual(['pending']);
    point.fetch();
    await eventually(async () => expect(await shop.outcomes()).toEqual(['shown']), wait);
    expect(point.drawn).toHaveLength(1);
    expect(String(point.drawn[0])).not.toContain(CARD);
  });

  it('is missed when its access point stays busy, until it shows the next offer', async () => {
    const point = await startAccessPoint(MAC, Number.POSITIVE_INFINITY);
    const shop = await open(label(point.url), TEA);
    await shop.enter(CARD);
    await eventually(() => expect(point.turnedAway()).toBeGreaterThan(1), wait);
    expect(await shop.outcomes()).toEqual(['pending']);
    shop.pass(20_000);
    await eventually(async () => expect(await shop.outcomes()).toEqual(['unconfirmed']), wait);
    await eventually(async () => expect(await shop.open()).toMatchObject([{ device: 'screen' }]), wait);

    point.free();
    shop.pass(60_000);
    await shop.enter('GUEST-2');
    await eventually(() => expect(point.drawn).toHaveLength(1), wait);
    await eventually(() => expect(point.told()).toBeGreaterThan(1), wait);
    point.fetch();
    await eventually(async () => expect((await shop.outcomes()).toSorted()).toEqual(['shown', 'unconfirmed']), wait);
    await eventually(async () => expect(await shop.open()).toEqual([]), wait);
    // The offer that came too late was never drawn.
    expect(point.drawn).toHaveLength(1);
  });

  it('is drawn after a restart of the gateway, when the access point was busy until then', async () => {
    const point = await startAccessPoint(MAC, Number.POSITIVE_INFINITY);
    const before = await open(label(point.url), TEA, 300);
    await before.enter(CARD);
    await eventually(() => expect(point.turnedAway()).toBeGreaterThan(0), wait);
    await before.gateway.stop();
    point.free();
    const after = await open(label(point.url), TEA, 300, before.folder);
    await eventually(() => expect(point.drawn).toHaveLength(1), wait);
    await eventually(() => expect(point.told()).toBeGreaterThan(1), wait);
    point.fetch();
    await eventually(async () => expect(await after.outcomes()).toEqual(['shown']), wait);
    expect(point.drawn).toHaveLength(1);
  });
});
