import type { Capability, Emit } from '../capability.ts';
import type { Fact, ItemFact } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { Epc, SectionId, ZoneId } from '../ids.ts';
import type { Weighed } from '../readings.ts';
import { rounded } from '../statistics.ts';
import type { TagTracker } from '../tags/tags.ts';
import { type Grams, grams, type Instant } from '../units.ts';
import { createAvailability } from './availability.ts';
import type { Believed } from './believed.ts';
import { createDisagreements } from './disagreements.ts';
import { createPlaces, type Place, type Said, type SavedPlace } from './places.ts';
import { createSectionCount } from './section-count.ts';
import { stockState } from './stock-state.ts';
import { createStrays } from './strays.ts';
import { createUnheard } from './unheard.ts';

/** All sections are looked at once in so many seconds, because doubt grows with silence, which nobody reports. */
const ROUND_S = 15;
/** What has changed must stand before it is said: until then it is looked at every so many milliseconds. */
const AGAIN_MS = 3_000;
/** A scale that moves less than this since it was looked at last says nothing new, grams. */
const SCALE_STEP_G = 3;

export interface Shelves extends Capability {
  /** True when the SKU has places in the plan and all of them are said to be out. */
  isOut(sku: string): boolean;
  /** Pieces on all places of the SKU, as far as it was said; null for one without a place of which anything was said. */
  onShelf(sku: string): number | null;
}

/** The items of the shop: whether one is still where it rested last, 0..1, is asked of each at a tick. */
type TrackedItems = Pick<TagTracker, 'find' | 'presence'>;

export interface ShelvesOptions {
  readonly plan: FloorPlan;
  readonly emit: Emit;
  readonly items: TrackedItems;
  readonly saved?: unknown;
}

interface State {
  readonly began: number | null;
  readonly places: readonly SavedPlace[];
  readonly weights: readonly (readonly [SectionId, Grams])[];
  readonly lookedAt: readonly (readonly [SectionId, Grams])[];
  readonly due: readonly (readonly [SectionId, number])[];
  readonly strays: unknown;
  readonly unheard: unknown;
  readonly disagreements: unknown;
  readonly availability: unknown;
}

/** What stands on the shelves, against the plan: the tags' word, brought together with the scales'. */
export const createShelves = ({ plan, emit, items, saved }: ShelvesOptions): Shelves => {
  const before = saved as State | undefined; // Written by save() below.
  const settings = plan.shop.settings.shelves;
  const places = createPlaces(plan, items.find, before?.places);
  const skuOf = (epc: Epc) => plan.sku(plan.shop.identify(epc).gtin);
  const unheard = createUnheard(plan.shop.home, skuOf, settings.deadTags, before?.unheard);
  const strays = createStrays(settings.misplacedAfter, emit, before?.strays);
  const disagreements = createDisagreements(emit, before?.disagreements);
  const availability = createAvailability(plan.shop.isOpen, emit, before?.availability);
  const weights = new Map(before?.weights);
  const out = new Set(places.all.filter((place) => place.said?.state === 'out'));
  let known = places.all.filter((place) => place.said !== null).length;
  /** Sections to look at, and from when on, epoch ms. */
  const due = new Map(before?.due);
  const lookedAt = new Map(before?.lookedAt);
  const planned = [...plan.sections.values()].filter((section) => section.planogram.length > 0);
  const countsOf = createSectionCount({
    plan,
    places,
    unheard,
    disagreements,
    presence: items.presence,
    weight: (section) => weights.get(section),
  });
  let began = before?.began ?? null;

  const shelved = new Set(planned.map((section) => section.zone));
  const isShelf = (zone: ZoneId | null) => zone !== null && (shelved.has(zone) || plan.zones.get(zone)?.kind === 'shelf');

  const look = (section: SectionId) => due.set(section, 0);

  const take = (epc: Epc, at: Instant) => {
    unheard.known(epc);
    const place = places.uncount(epc) ?? places.get(strays.leave(epc, at) ?? '');
    if (place) look(place.section.id);
  };

  const arrive = (fact: ItemFact) => {
    take(fact.epc, fact.at);
    const place = places.wanting(fact.epc, fact.gtin, fact.zone);
    if (place === null) return;
    if (place.section.zone === fact.zone) {
      places.count(fact.epc, place);
      look(place.section.id);
    } else if (fact.zone !== null && isShelf(fact.zone)) {
      const { epc, gtin, zone, section, at, confidence } = fact;
      const { sku } = place.facing;
      strays.lie(epc, { place: place.key, gtin, sku, home: place.section.id, zone, section, since: at, confidence });
    }
  };

  /** Says of a place what has stood long enough. True while it must be looked at again soon. */
  const review = (place: Place, { count, spread, none }: Believed, now: Instant): boolean => {
    const misplaced = strays.missedBy(place.key);
    const state = stockState(count, none, place.facing, place.said?.state ?? null, settings.outAt);
    place.emptySince = state === 'out' ? (place.emptySince ?? now) : null;
    const { said } = place;
    if (said !== null && said.onShelf === count && said.misplaced === misplaced && said.state === state) {
      place.differsSince = null;
      return false;
    }
    place.differsSince ??= now;
    if (now - place.differsSince < settings.hold) return true;
    if (place.emptySince !== null && said?.state !== 'out' && now - place.emptySince < settings.outHold) return true;
    if (said === null && count === 0 && now - (began ?? now) < settings.warmUp) return true;
    say(place, { onShelf: count, misplaced, state }, spread, now);
    return false;
  };

  const say = (place: Place, what: Said, spread: number, at: Instant) => {
    if (place.said === null) known++;
    if (what.state === 'out') out.add(place);
    else out.delete(place);
    place.said = what;
    place.differsSince = null;
    const { id: section, shelf } = place.section;
    const { sku, facings } = place.facing;
    emit({
      type: 'shelf.changed',
      at,
      shelf,
      section,
      sku,
      ...what,
      facings,
      spread: rounded(spread),
      weight: weights.get(section) ?? null,
    });
  };

  const tick = (now: Instant) => {
    if (began === null) {
      began = now;
      for (const { id } of planned) look(id);
    }
    for (const key of strays.tick(now)) {
      const place = places.get(key);
      if (place !== undefined) look(place.section.id);
    }
    const second = Math.floor(now / 1_000);
    for (let i = second % ROUND_S; i < planned.length; i += ROUND_S) {
      const section = planned[i];
      if (section !== undefined) look(section.id);
    }
    for (const [id, from] of due) {
      const section = plan.sections.get(id);
      if (from > now) continue;
      const total = weights.get(id);
      if (total !== undefined) lookedAt.set(id, total);
      let again = false;
      if (section !== undefined) for (const { place, believed } of countsOf(section, now)) again = review(place, believed, now) || again;
      if (again) due.set(id, now + AGAIN_MS);
      else due.delete(id);
    }
    availability.tick(
      now,
      [...out].map(({ section, facing }) => ({ section: section.id, sku: facing.sku })),
      known,
    );
  };

  const weigh = (reading: Weighed) => {
    const section = plan.scale(reading.device, reading.channel);
    if (section === null || !reading.stable) return;
    weights.set(section.id, grams(reading.grams));
    if (Math.abs(reading.grams - (lookedAt.get(section.id) ?? Number.MAX_SAFE_INTEGER)) >= SCALE_STEP_G) look(section.id);
  };

  const heard = (fact: Fact) => {
    switch (fact.type) {
      case 'item.arrived':
      case 'item.returned':
      case 'item.put':
        arrive(fact);
        break;
      case 'item.moved':
        // On its way in, an item counts where it was heard last; on its way out it counts nowhere.
        if (fact.visit === null && isShelf(fact.zone)) arrive(fact);
        else take(fact.epc, fact.at);
        break;
      case 'item.picked':
      case 'item.departed':
      case 'item.exited':
        take(fact.epc, fact.at);
        break;
      case 'item.sold':
        unheard.known(fact.epc);
        break;
      default:
    }
  };

  return {
    on: { weight: weigh, tick: ({ receivedAt }) => tick(receivedAt) },
    heard,
    isOut: (sku) => {
      const own = places.ofSku(sku);
      return own.length > 0 && own.every((place) => place.said?.state === 'out');
    },
    onShelf: (sku) => {
      const said = places.ofSku(sku).flatMap((place) => place.said ?? []);
      return said.length === 0 ? null : said.reduce((sum, { onShelf }) => sum + onShelf, 0);
    },
    sizes: () => ({ misplacedItems: strays.size() }),
    save: (): State => ({
      began,
      places: places.save(),
      weights: [...weights],
      lookedAt: [...lookedAt],
      due: [...due],
      strays: strays.save(),
      unheard: unheard.save(),
      disagreements: disagreements.save(),
      availability: availability.save(),
    }),
  };
};
