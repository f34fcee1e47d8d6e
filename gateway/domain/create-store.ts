import type { Capability, Emit } from './capability.ts';
import { createCustody } from './custody/custody.ts';
import type { DomainEvent, Fact } from './events.ts';
import { createFloorPlan } from './floor-plan.ts';
import { createFootfall } from './footfall/footfall.ts';
import { createHealth } from './health/health.ts';
import { createInsight } from './insight/insight.ts';
import { createVisitCounts } from './loyalty/visit-counts.ts';
import { createOffers } from './offers/offers.ts';
import type { Input } from './readings.ts';
import { createCloneWatch } from './security/clone-watch.ts';
import { createSecurity } from './security/security.ts';
import { createShelves } from './shelves/shelves.ts';
import type { Shop } from './shop.ts';
import type { Store, StoreSnapshot } from './store.ts';
import { createTags } from './tags/tags.ts';
import { type Instant, instant } from './units.ts';
import { createVisits } from './visits/visits.ts';

/** Rises with every change of the state's form; a snapshot of another version is not restored but replayed. */
export const SNAPSHOT_VERSION = 4;

interface State {
  readonly events: number;
  readonly now: Instant;
  readonly parts: Readonly<Record<string, unknown>>;
}

const nothing: readonly DomainEvent[] = Object.freeze([]);

type AnyHandler = (input: Input) => void;

/** The handlers of all parts for each kind of input, in the order of the parts; null where a part does not care. */
const routesOf = (parts: readonly Capability[]) => {
  const kinds = new Set(parts.flatMap((part) => Object.keys(part.on)));
  const routes = new Map<string, readonly (AnyHandler | null)[]>();
  for (const kind of kinds) {
    // The key of a handler is the kind of input that it takes.
    routes.set(
      kind,
      parts.map((part) => (part.on[kind as Input['kind']] as AnyHandler | undefined) ?? null),
    );
  }
  return { routes, none: parts.map(() => null) };
};

const createParts = (shop: Shop, emit: Emit, now: () => Instant, saved: Readonly<Record<string, unknown>>) => {
  const plan = createFloorPlan(shop);
  const health = createHealth(shop.devices, emit, saved.health);
  const footfall = createFootfall(plan, emit, saved.footfall);
  const { cloneWindow } = shop.settings.security;
  const clones = createCloneWatch(cloneWindow, plan.antennas, (saved.security as { clones?: unknown } | undefined)?.clones);
  const tags = createTags({ plan, emit, door: footfall.door, nobodyInside: footfall.nobodyInside, clash: clones.look, saved: saved.tags });
  const visits = createVisits(plan, emit, saved.visits);
  const custody = createCustody(plan, visits, emit, saved.custody);
  const shelves = createShelves(plan, emit, saved.shelves);
  const security = createSecurity({ plan, emit, clones, strangers: tags.strangers, saved: saved.security });
  const loyalty = createVisitCounts(saved.loyalty);
  const offers = createOffers({ plan, emit, now, health, footfall, visits, custody, loyalty, isOut: shelves.isOut, saved: saved.offers });
  const insight = createInsight(plan, emit, saved.insight);
  // The order in which facts flow: each part hears what those before it said.
  const parts = { health, footfall, tags, visits, custody, shelves, security, loyalty, offers, insight };
  return { parts, tags };
};

/**
 * The shop's state machine, from its description and, when given, a snapshot of the same description and version.
 * A snapshot of another version throws: the caller asks `SNAPSHOT_VERSION` first and replays the journal instead.
 */
export const createStore = (shop: Shop, snapshot?: StoreSnapshot): Store => {
  if (snapshot !== undefined && snapshot.version !== SNAPSHOT_VERSION) {
    throw new Error(`snapshot version ${snapshot.version} cannot be restored, ${SNAPSHOT_VERSION} can`);
  }
  const before = snapshot?.state as State | undefined; // Written by snapshot() below.
  const facts: Fact[] = [];
  let events = before?.events ?? 0;
  let now = before?.now ?? instant(0);
  const emit: Emit = (fact) => {
    facts.push(fact);
  };
  const { parts, tags } = createParts(shop, emit, () => now, before?.parts ?? {});
  const order: readonly Capability[] = Object.values(parts);
  const { routes, none } = routesOf(order);

  /** Lets a part hear what was said before its turn; it does not hear itself. */
  const deliver = (part: Capability) => {
    const said = facts.length;
    for (let i = 0; i < said; i++) {
      const fact = facts[i];
      if (fact === undefined) continue;
      const richer = part.enrich === undefined ? fact : part.enrich(fact);
      facts[i] = richer;
      part.heard?.(richer);
    }
  };

  const stamp = (): readonly DomainEvent[] => {
    if (facts.length === 0) return nothing;
    const stamped = facts.map((fact) => ({ ...fact, id: ++events, emittedAt: now }));
    facts.length = 0;
    return stamped;
  };

  return {
    step: (input) => {
      now = input.receivedAt;
      const handlers = routes.get(input.kind) ?? none;
      for (let i = 0; i < order.length; i++) {
        const part = order[i];
        if (facts.length > 0 && part !== undefined) deliver(part);
        handlers[i]?.(input);
      }
      return stamp();
    },
    snapshot: () => {
      const saved = Object.fromEntries(Object.entries(parts).map(([name, part]: [string, Capability]) => [name, part.save()]));
      return { version: SNAPSHOT_VERSION, state: { events, now, parts: saved } satisfies State };
    },
    item: tags.item,
    lastEventId: () => events,
    sizes: () => Object.assign({}, ...order.map((part) => part.sizes?.() ?? {})),
  };
};
