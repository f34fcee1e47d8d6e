import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { createDice, type Dice } from './strange-dice.ts';
import { type Ear, PLAIN, type Point, type Radio, type Read, readsOf, type Stay } from './strange-radio.ts';
import { GOODS, type Item, type Person, type PersonLine, peopleOf, ROOMS, type Story } from './strange-stories.ts';

/** What a shop has. A hall of small rooms in a row: nothing like the shops that the simulator makes. */
interface Fittings {
  readonly items: number;
  readonly portal: 'pair' | 'outer' | 'plain';
  readonly shelves: boolean;
  readonly inventory: boolean;
  readonly products: boolean;
  readonly sectionAntennas: boolean;
  readonly counter: 'increments' | 'totals' | 'none';
  readonly cards: boolean;
  readonly exit: boolean;
}

const USUAL: Fittings = {
  items: 60,
  portal: 'pair',
  shelves: true,
  inventory: true,
  products: true,
  sectionAntennas: true,
  counter: 'increments',
  cards: false,
  exit: false,
};

export interface Plot {
  readonly fittings?: Partial<Fittings>;
  readonly radio?: Partial<Radio>;
  readonly stories?: readonly Story[];
  readonly seed?: number;
  readonly start?: number;
  /** Rest before the first story and after the last, s. */
  readonly restS?: number;
  /** The EPC of the n-th item, when it is not to be an SGTIN-96 of the shop's own. */
  readonly epc?: (n: number, gtin: string) => string;
  /** Changes the finished lines: gaps, bursts. */
  readonly spoil?: (lines: Line[], start: number) => Line[];
}

interface Line {
  readonly receivedAt: number;
  readonly topic: string;
  readonly payload: unknown;
}

export interface StrangeShop {
  readonly config: string;
  readonly recording: string;
  readonly items: readonly Item[];
  readonly people: readonly Person[];
  readonly lines: number;
}

const DAY = Date.UTC(2026, 4, 5, 6);
const TOPIC = 'aisle/v1/strange';

const gtinOf = (n: number): string => {
  const body = `0471998${String(100_000 + n).slice(-6)}`.padStart(13, '0');
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (i % 2 === 0 ? 3 : 1), 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
};

const earsOf = ({ portal, exit }: Fittings): (Ear & { zone: string; kind: string })[] => {
  const rooms = Object.entries(ROOMS).filter(([zone]) => zone !== 'door');
  const ears = rooms.map(([zone, { at, kind }]) => ({
    device: `reader-${zone}`,
    port: 1,
    at,
    zone,
    kind: kind === 'checkout' ? kind : 'zone',
  }));
  const gate = (port: number, x: number, kind: string) => ({
    device: 'reader-door',
    port,
    at: [x, 0] as const,
    zone: exit && kind === 'portal-outer' ? 'way-out' : 'door',
    kind,
  });
  if (portal === 'pair') return [...ears, gate(1, -1, 'portal-outer'), gate(2, 1, 'portal-inner')];
  return [...ears, gate(1, 0, portal === 'outer' ? 'portal-outer' : 'zone')];
};

const yamlOf = (fit: Fittings, items: readonly Item[]): string => {
  const ears = earsOf(fit);
  const zones = Object.entries(ROOMS).map(
    ([id, { kind }]) =>
      `  - { id: ${id}, kind: ${kind}, neighbours: [${id === 'door' ? 'till, shoes' : id === 'bags' ? 'shoes, coats, cabin-a, cabin-b' : id === 'coats' ? 'back' : ''}] }`,
  );
  if (fit.exit) zones.push('  - { id: way-out, kind: exit, neighbours: [till, door] }');
  const sectioned = (zone: string): string => (fit.shelves && fit.sectionAntennas && GOODS.includes(zone) ? `, section: ${zone}-1` : '');
  const readers = [...new Set(ears.map(({ device }) => device))].map((device) => {
    const own = ears.filter((ear) => ear.device === device);
    return `  - { id: ${device}, silentAfterS: 86400, antennas: [${own.map(({ port, zone, kind }) => `{ port: ${port}, zone: ${zone}, kind: ${kind}${sectioned(zone)} }`).join(', ')}] }`;
  });
  const planned = (zone: string): string => {
    const products = new Map(items.filter(({ home }) => home === zone).map(({ gtin }) => [gtin, `SKU-${gtin}`]));
    return fit.products ? [...products.values()].map((sku) => `{ sku: ${sku}, facings: 4 }`).join(', ') : '';
  };
  const shelves = GOODS.map(
    (zone) => `  - { id: ${zone}-shelf, zone: ${zone}, sections: [{ id: ${zone}-1, planogram: [${planned(zone)}] }] }`,
  );
  return [
    'store: { id: strange, timezone: UTC, locale: en }',
    'zones:',
    ...zones,
    'devices:',
    ...readers,
    '  - { id: till-1, zone: till, silentAfterS: 86400 }',
    ...(fit.counter === 'none' ? [] : ['  - { id: counter-1, silentAfterS: 86400, counter: { zone: door } }']),
    ...(fit.cards ? ['  - { id: cards-1, zone: door, silentAfterS: 86400 }'] : []),
    ...(fit.shelves ? ['shelves:', ...shelves] : []),
    ...(fit.products ? ['products: products.csv'] : []),
    ...(fit.inventory ? ['inventory: inventory.csv'] : []),
    '',
  ].join('\n');
};

const itemsOf = (count: number, dice: Dice, epc: Plot['epc']): Item[] =>
  Array.from({ length: count }, (_, n) => {
    const home = GOODS[Math.floor(n / 4) % GOODS.length] ?? 'shoes';
    const gtin = gtinOf(Math.floor(n / 4));
    const [x, y] = ROOMS[home]?.at ?? [0, 0];
    const at: Point = [x + (dice.uniform() - 0.5) * 3, y + (dice.uniform() - 0.5) * 2];
    return { epc: epc?.(n, gtin) ?? encodeSgtin96({ gtin14: gtin, serial: 1_000 + n }), gtin, home, at };
  });

const linesOfReads = (reads: readonly Read[], radio: Radio, dice: Dice, start: number): Line[] => {
  const messages = new Map<string, { device: string; due: number; reads: Read[] }>();
  for (const read of reads) {
    const due = start + (Math.floor((read.at - start) / radio.everyMs) + 1) * radio.everyMs;
    const key = `${read.device} ${due}`;
    const message = messages.get(key) ?? { device: read.device, due, reads: [] };
    messages.set(key, message);
    message.reads.push(read);
  }
  const lines: Line[] = [];
  for (const { device, due, reads: own } of messages.values()) {
    const told = own.map(({ epc, port, at, rssi }) => ({
      epc,
      ant: port,
      ...(radio.stepDb === null ? {} : { rssi: Math.round(rssi / radio.stepDb) * radio.stepDb }),
      ...(radio.stamped ? { at: Math.round(at + radio.clock(at)) } : {}),
    }));
    const rolled = new Map<string, Record<string, unknown>>();
    for (const read of told) {
      const key = `${read.epc} ${read.ant}`;
      rolled.set(key, { ...read, count: Number(rolled.get(key)?.count ?? 0) + 1 });
    }
    const delay = 30 + dice.uniform() * 40 + (dice.uniform() < radio.late.share ? dice.uniform() * radio.late.ms : 0);
    const payload = radio.rolledUp ? [...rolled.values()] : told;
    for (let i = 0; i < payload.length; i += 4_000) {
      const line = { receivedAt: Math.round(due + delay), topic: `${TOPIC}/${device}/reads`, payload: payload.slice(i, i + 4_000) };
      lines.push(line);
      if (dice.uniform() < radio.repeated) lines.push({ ...line, receivedAt: line.receivedAt + Math.round(200 + dice.uniform() * 3_000) });
    }
  }
  return lines;
};

const linesOfPeople = (told: readonly PersonLine[], fit: Fittings): Line[] => {
  const totals = { in: 500, out: 480 };
  return told.flatMap(({ at, device, channel, payload }) => {
    if (device === 'cards-1' && !fit.cards) return [];
    const line = { receivedAt: at + 60, topic: `${TOPIC}/${device}/${channel}` };
    if (channel !== 'count') return [{ ...line, payload }];
    if (fit.counter === 'none') return [];
    const counted = payload as { in: number; out: number; at: number };
    totals.in += counted.in;
    totals.out += counted.out;
    return [{ ...line, payload: fit.counter === 'totals' ? { totalIn: totals.in, totalOut: totals.out, at: counted.at } : counted }];
  });
};

/** Writes store.yaml, its lists and a recording into `folder`; what truly happened is what it returns. */
export function makeStrangeShop(folder: string, plot: Plot = {}): StrangeShop {
  const fit = { ...USUAL, ...plot.fittings };
  const radio = { ...PLAIN, ...plot.radio };
  const dice = createDice(plot.seed ?? 1);
  const start = plot.start ?? DAY;
  const items = itemsOf(fit.items, dice, plot.epc);
  const { people, told, stays, end } = peopleOf(plot.stories ?? [], items, start, plot.restS ?? 600);
  const ears = earsOf(fit);
  const reads = items.flatMap(({ epc, at }) => {
    const own: readonly Stay[] = stays.get(epc) ?? [{ from: start, at, held: false }];
    return readsOf(epc, own, ears, radio, dice, [start, end]);
  });
  if (fit.counter === 'totals')
    told.unshift({ at: start + 500, device: 'counter-1', channel: 'count', payload: { in: 0, out: 0, at: start + 500 } });
  const made = [...linesOfReads(reads, radio, dice, start), ...linesOfPeople(told, fit)].sort((a, b) => a.receivedAt - b.receivedAt);
  const lines = plot.spoil?.(made, start) ?? made;
  mkdirSync(folder, { recursive: true });
  const write = (name: string, rows: readonly string[]): void => writeFileSync(join(folder, name), rows.map((row) => `${row}\n`).join(''));
  write('store.yaml', [yamlOf(fit, items)]);
  write('products.csv', [
    'gtin,sku,name,category,price',
    ...[...new Set(items.map(({ gtin }) => gtin))].map((gtin) => `${gtin},SKU-${gtin},Thing ${gtin},things,1000`),
  ]);
  write('inventory.csv', ['epc,section', ...items.map(({ epc, home }) => `${epc},${home}-1`)]);
  write(
    'recording.ndjson',
    lines.map((line) => JSON.stringify(line)),
  );
  return { config: join(folder, 'store.yaml'), recording: join(folder, 'recording.ndjson'), items, people, lines: lines.length };
}
