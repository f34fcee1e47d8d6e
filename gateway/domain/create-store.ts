import { createActuators } from './actuators/actuators.ts';
import { createRules } from './actuators/rules.ts';
import { createArrival } from './arrival/arrival.ts';
import { createCalibration } from './calibration/calibration.ts';
import type { Capability, Emit } from './capability.ts';
import { createCustody } from './custody/custody.ts';
import type { DomainEvent, Fact } from './events.ts';
import { createFeedback } from './feedback/feedback.ts';
import { createFloorPlan } from './floor-plan.ts';
import { createFootfall } from './footfall/footfall.ts';
import { createHealth } from './health/health.ts';
import { asId, type Epc, type VisitorId } from './ids.ts';
import { createInsight } from './insight/insight.ts';
import { createLabels } from './labels/labels.ts';
import { createLoyalty } from './loyalty/loyalty.ts';
import { createClimates } from './offers/climates.ts';
import { createOffers } from './offers/offers.ts';
import { createVisibleTimes } from './offers/visible-times.ts';
import type { Input, TagRead } from './readings.ts';
import { createRecommender } from './recommend/recommender.ts';
import { createCloneWatch } from './security/clone-watch.ts';
import { createSecurity } from './security/security.ts';
import { createShelves } from './shelves/shelves.ts';
import type { Shop } from './shop.ts';
import type { Store, StoreSnapshot } from './store.ts';
import { createTags } from './tags/tags.ts';
import { type Instant, instant } from './units.ts';
import { createVisits } from './visits/visits.ts';

/** Rises with every change of the state's form; a snapshot of another version is not restored but replayed. */
export const SNAPSHOT_VERSION = 15;

interface State {
  readonly events: number;
  readonly now: Instant;
  readonly arrival: unknown;
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
  const health = createHealth(plan, emit, saved.health);
  const footfall = createFootfall(plan, emit, saved.footfall);
  const { cloneWindow } = shop.settings.security;
  const clones = createCloneWatch(cloneWindow, plan.antennas, (saved.security as { clones?: unknown } | undefined)?.clones);
  const tags = createTags({ plan, emit, door: footfall.door, nobodyInside: footfall.nobodyInside, clash: clones.look, saved: saved.tags });
  const calibration = createCalibration(shop, emit, saved.calibration);
  const holders = { holder: (epc: Epc) => custody.holdings.get(epc) ?? null, all: () => custody.holdings.values() };
  const loyalty = createLoyalty(plan, emit, saved.loyalty);
  const visits = createVisits({ plan, emit, footfall, holders, tier: loyalty.tier, saved: saved.visits });
  const lastHeard = (epc: Epc) => tags.item(epc)?.lastRead ?? null;
  const custody = createCustody({ plan, visits, emit, calibration, lastHeard, saved: saved.custody });
  const shelves = createShelves({ plan, emit, items: tags, saved: saved.shelves });
  const security = createSecurity({ plan, emit, clones, strangers: tags.strangers, saved: saved.security });
  const recommender = createRecommender({ plan, emit, isOut: shelves.isOut, saved: saved.recommender });
  const climates = createClimates(plan, saved.climates);
  const actuators = createActuators({ plan, emit, now, footfall, climates, saved: saved.actuators });
  const around = { plan, emit, now, climates };
  const people = { footfall, visits, custody, loyalty };
  const offers = createOffers({ ...around, ...people, health, recommender, shelves, actuators, saved: saved.offers });
  const labels = createLabels(shop, emit, saved.labels);
  const visibleTimes = createVisibleTimes(emit, saved.visibleTimes);
  const feedback = createFeedback(plan, emit, visits, saved.feedback);
  const rules = createRules({ plan, emit, now, visits, loyalty, contextAt: offers.contextAt, saved: saved.rules });
  const insight = createInsight(plan, emit, saved.insight);
  // The order in which facts flow: each part hears what those before it said.
  const parts = {
    health,
    footfall,
    tags,
    calibration,
    visits,
    custody,
    shelves,
    security,
    loyalty,
    recommender,
    climates,
    offers,
    labels,
    visibleTimes,
    feedback,
    rules,
    actuators,
    insight,
  };
  return { parts, tags, loyalty, actuators };
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
  const { parts, tags, loyalty, actuators } = createParts(shop, emit, () => now, before?.parts ?? {});
  const arrival = createArrival(shop.settings.arrival, before?.arrival);
  const order: readonly Capability[] = Object.values(parts);
  const { routes, none } = routesOf(order);
  // The health of a reader shows in when its reads arrive; all others are told of them in order.
  const byHealth = order.map((part) => (part === parts.health ? ((part.on.tag as AnyHandler | undefined) ?? null) : null));
  const inOrder = (routes.get('tag') ?? none).map((handler, i) => (order[i] === parts.health ? null : handler));
  let said: readonly DomainEvent[] = nothing;

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

  const stamp = () => {
    const stamped = facts.map((fact) => ({ ...fact, id: ++events, emittedAt: now }));
    facts.length = 0;
    said = said.length === 0 ? stamped : [...said, ...stamped];
  };

  const pass = (handlers: readonly (AnyHandler | null)[], input: Input) => {
    for (let i = 0; i < order.length; i++) {
      const part = order[i];
      if (facts.length > 0 && part !== undefined) deliver(part);
      handlers[i]?.(input);
    }
    if (facts.length > 0) stamp();
  };
  const passInOrder = (read: TagRead) => pass(inOrder, read);

  return {
    step: (input) => {
      now = input.receivedAt;
      said = nothing;
      arrival.release(now, passInOrder);
      const taken = arrival.take(input);
      if (taken === null) pass(byHealth, input);
      else pass(routes.get(taken.kind) ?? none, taken);
      return said;
    },
    due: () => actuators.due(),
    snapshot: () => {
      const saved = Object.fromEntries(Object.entries(parts).map(([name, part]: [string, Capability]) => [name, part.save()]));
      return { version: SNAPSHOT_VERSION, state: { events, now, arrival: arrival.save(), parts: saved } satisfies State };
    },
    item: tags.item,
    agrees: (visitor, purpose) => loyalty.agrees(asId<VisitorId>(visitor), purpose),
    lastEventId: () => events,
    sizes: () => Object.assign({}, ...order.map((part) => part.sizes?.() ?? {})),
  };
};
