import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drivers } from '../../devices/index.ts';
import { identifyEpc } from '../../devices/kit/epc/identify-epc.ts';
import { compileShop } from '../../gateway/config/compile-shop.ts';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { createStore } from '../../gateway/domain/create-store.ts';
import { asId, type DeviceId, type VisitorId } from '../../gateway/domain/ids.ts';
import type { CardSeen } from '../../gateway/domain/readings.ts';
import type { Shop } from '../../gateway/domain/shop.ts';
import { instant } from '../../gateway/domain/units.ts';

const OFFERS = 500;
const VISITS = 200;
const ZONES = 20;
const RUNS = 5;
const TIERS = ['basic', 'silver', 'gold'];
/** Monday, in the afternoon of a shop that keeps UTC. */
const START = Date.UTC(2026, 2, 2, 14);

export interface DecisionCost {
  readonly offers: number;
  readonly openVisits: number;
  /** Occasions that were measured, and how many candidates came of them. */
  readonly occasions: number;
  readonly decided: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

/**
 * Offers as shops write them, all of one event: three in five name a zone, one in five a part of the day and something
 * else, one in five only what must be worked out for every visit.
 */
const conditionOf = (n: number): string => {
  if (n % 5 < 3) return `visit.zone == "zone-${n % ZONES}" && visitor.tier == "${TIERS[n % 3]}"`;
  if (n % 5 === 3) return `now.dayPart == "afternoon" && size(visit.items) < ${1 + (n % 3)} && visitor.visits > ${n % 4}`;
  return `visitor.points >= ${n % 50} && store.occupancy > ${n % 180} && visit.seconds > ${n % 600}`;
};

const storeYaml = (): string => {
  const each = (count: number, make: (n: number) => string): string => Array.from({ length: count }, (_, n) => make(n)).join('\n');
  return `
store: { id: bench, timezone: UTC, locale: en }
zones:
  - { id: door, kind: entrance }
${each(ZONES, (n) => `  - { id: zone-${n}, kind: aisle }`)}
devices:
  - { id: door-counter, counter: { zone: door } }
  - { id: door-card, zone: door }
${each(ZONES, (n) => `  - { id: card-${n}, zone: zone-${n} }`)}
${each(ZONES, (n) => `  - { id: screen-${n}, zone: zone-${n}, display: { faces: [zone-${n}] } }`)}
loyalty: { assumedConsent: [profiling] }
offers:
${each(OFFERS, (n) => `  - { id: offer-${n}, on: zone.entered, when: '${conditionOf(n)}', personal: true, control: 0.1, priority: ${n % 100}, showForS: 5, validForS: 5, limits: { perVisit: 1000, perVisitorDay: 1000, perDisplayHour: 100000 }, show: { en: { title: Offer ${n} } } }`)}
`;
};

/** Compiled as a gateway does it, conditions in CEL. */
function compiledShop(): Shop {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-bench-'));
  const file = join(folder, 'store.yaml');
  writeFileSync(file, storeYaml());
  const loaded = loadConfig({ file, env: {}, flags: {}, drivers });
  rmSync(folder, { recursive: true, force: true });
  return compileShop(loaded, { pseudonym: (card) => asId<VisitorId>(card), identify: identifyEpc });
}

interface Measured {
  /** ms of each occasion, in the order of happening: the same occasions in each run. */
  readonly times: readonly number[];
  readonly decided: number;
  readonly openVisits: number;
}

/** A full house in which members walk from zone to zone; what the step of each move takes, offers and all. */
function walkAbout(shop: Shop, occasions: number): Measured {
  const store = createStore(shop);
  let now = START;
  const sensed = (id: string) => ({
    device: asId<DeviceId>(id),
    at: instant(now),
    reportedAt: null,
    receivedAt: instant(now),
  });
  const card = (id: string, n: number): CardSeen => ({
    ...sensed(id),
    ...{ kind: 'card', visitor: asId<VisitorId>(`member-${n}`), antenna: 0, rssi: null },
  });
  const pass = (ms: number): void => {
    const until = now + ms;
    for (let due = store.due(); due <= until; due = store.due()) store.step({ kind: 'tick', receivedAt: instant(due) });
    now = until;
    store.step({ kind: 'tick', receivedAt: instant(now) });
  };
  for (let n = 0; n < ZONES; n++) store.step({ ...sensed(`screen-${n}`), kind: 'status', online: true, boot: null });
  for (let n = 0; n < VISITS; n++) {
    store.step({ ...sensed('door-counter'), kind: 'count', line: '', in: 1, out: 0, form: 'increment' });
    store.step(card('door-card', n));
    pass(15_000);
  }

  const times: number[] = [];
  let decided = 0;
  for (let i = 0; i < occasions; i++) {
    const move = card(`card-${(i * 7 + Math.floor(i / VISITS)) % ZONES}`, (i * 37) % VISITS);
    const started = process.hrtime.bigint();
    const said = store.step(move);
    times.push(Number(process.hrtime.bigint() - started) / 1e6);
    for (const event of said) {
      if (event.type !== 'offer.decided') continue;
      decided++;
      for (const screen of event.displays) store.step({ ...sensed(screen), kind: 'ack', command: event.decision, result: 'shown' });
    }
    pass(1_000);
  }
  return { times, decided, openVisits: store.sizes().openVisits ?? 0 };
}

/**
 * What a decision costs in a full house with very many offers. Each occasion counts with the best of several runs over the same
 * occasions: other programs of the machine strike at random, what the code needs it needs every time.
 */
export function decisionCost(occasions: number): DecisionCost {
  const shop = compiledShop();
  const runs = Array.from({ length: RUNS }, () => walkAbout(shop, occasions));
  const times = Array.from({ length: occasions }, (_, i) => Math.min(...runs.map((run) => run.times[i] ?? Number.NaN)));
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  const { decided = 0, openVisits = 0 } = runs[0] ?? {};
  return { offers: OFFERS, openVisits, occasions, decided, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: sorted.at(-1) ?? Number.NaN };
}
