import type { Actuators } from '../actuators/actuators.ts';
import type { Arm, AssignmentUnit, OfferReason } from '../events.ts';
import type { FloorPlan } from '../floor-plan.ts';
import { asId, type DeviceId, type Sku, type VisitId } from '../ids.ts';
import type { Loyalty } from '../loyalty/loyalty.ts';
import type { Shelves } from '../shelves/shelves.ts';
import type { Product } from '../shop.ts';
import type { Instant } from '../units.ts';
import type { Visit } from '../visits/visit.ts';
import { armOf, unitOf } from './assignment.ts';
import type { Budgets } from './budgets.ts';
import type { Limits } from './limits.ts';
import type { Occasion } from './occasion.ts';
import type { Offer, OfferContext, RecommendationKind, Who } from './offer.ts';
import { type Price, priceOf } from './pricing.ts';
import { offReason } from './schedule.ts';
import type { Screens } from './screens.ts';

/** One occasion with all that is known of it now. */
export interface Moment {
  readonly occasion: Occasion;
  readonly context: OfferContext;
  /** Null for an occasion without a visit, and for a visit that is over. */
  readonly visit: Visit | null;
  readonly who: Who;
  readonly now: Instant;
}

/** What a candidate's texts are filled with. */
interface Filling extends Price {
  readonly sku: Sku | null;
  /** Pieces on the shelf; null when it is not known. */
  readonly left: number | null;
  readonly recommended: Readonly<Partial<Record<RecommendationKind, Sku>>>;
}

export interface Assignment {
  readonly arm: Arm;
  readonly unit: AssignmentUnit;
}

export interface Verdict {
  readonly reason: OfferReason;
  readonly filling: Filling;
  /** The displays that are to show it; empty unless `selected`. */
  readonly displays: readonly DeviceId[];
  /** The first of them, or the one that stood in the way. */
  readonly display: DeviceId | null;
  readonly assigned: Assignment | null;
  readonly detail: string;
}

/** A candidate that takes the place of a decision that no display proved. */
interface Again {
  readonly tried: readonly DeviceId[];
  /** The unit stays in the arm that it has. */
  readonly assigned: Assignment | null;
}

export interface JudgeDeps {
  readonly plan: FloorPlan;
  readonly limits: Limits;
  readonly budgets: Budgets;
  readonly screens: Screens;
  /** Open visits that can read a display. */
  readonly readersOf: (display: DeviceId) => readonly VisitId[];
  readonly loyalty: Pick<Loyalty, 'agrees'>;
  readonly shelves: Pick<Shelves, 'isOut' | 'onShelf'>;
  readonly actuators: Pick<Actuators, 'barred'>;
}

const nothing: Filling = { sku: null, price: null, was: null, left: null, recommended: {} };

/** Decides one candidate: what it is about, where it is shown, whether it is held back, or why nothing comes of it. Null: its condition does not hold. */
export type Judge = (offer: Offer, moment: Moment, again?: Again) => Verdict | null;

export const createJudge = ({ plan, limits, budgets, screens, readersOf, loyalty, shelves, actuators }: JudgeDeps): Judge => {
  const { experiments } = plan.shop;
  const bySku = new Map<string, Product>([...plan.shop.products.values()].map((product) => [product.sku, product]));

  const recommend = (kind: RecommendationKind, { recommend: from, item, visit }: OfferContext): string => {
    switch (kind) {
      case 'boughtTogether':
        return item === null ? '' : from.boughtTogether(item.sku);
      case 'nextItem':
        return from.nextItem(visit.items);
      case 'popular':
        return from.popular(visit.zone);
      case 'usual':
        return from.usual();
    }
  };

  const skuOf = ({ about }: Offer, { occasion, context }: Moment): Sku | null => {
    if (about.by === 'event') return occasion.sku;
    const sku = about.by === 'sku' ? about.sku : recommend(about.kind, context);
    return sku === '' ? null : asId<Sku>(sku);
  };

  /** What the offer is about, or why there is nothing to be about. */
  const fill = (offer: Offer, moment: Moment): { readonly filling: Filling; readonly reason: OfferReason | null } => {
    const { occasion, context } = moment;
    const sku = skuOf(offer, moment);
    const recommended = Object.fromEntries(offer.fills.map((kind) => [kind, recommend(kind, context)]));
    const left =
      occasion.shelf !== null && occasion.shelf.sku === sku ? occasion.shelf.onShelf : sku === null ? null : shelves.onShelf(sku);
    const filling = { ...nothing, sku, left, recommended };
    if ((offer.about.by === 'recommendation' && sku === null) || Object.values(recommended).includes(''))
      return { filling, reason: 'no-product' };
    // A shelf that is out is what some offers are about; any other offer needs something to sell.
    if (occasion.shelf?.sku !== sku && sku !== null && shelves.isOut(sku)) return { filling, reason: 'out-of-stock' };
    const price = priceOf(offer, sku === null ? null : (bySku.get(sku) ?? null), left, context.now);
    return price === null ? { filling, reason: 'no-markdown' } : { filling: { ...filling, ...price }, reason: null };
  };

  const limitOf = (offer: Offer, { who, visit }: Moment): OfferReason | null => {
    const capped = limits.person(offer, who);
    if (capped !== null) return capped;
    if (budgets.isSpent(offer, who.date)) return 'over-budget';
    return offer.personal && !loyalty.agrees(visit?.visitor ?? null, 'profiling') ? 'no-consent' : null;
  };

  /** Where it is shown; then its arm, so that all arms consist of units that could have seen the offer. */
  const place = (offer: Offer, { occasion, visit, now }: Moment, again: Again | undefined): Omit<Verdict, 'filling'> => {
    const none = { displays: [], assigned: null, detail: '' };
    const zone = (again === undefined ? (occasion.zone ?? visit?.zone) : (visit?.zone ?? occasion.zone)) ?? null;
    let displays: readonly DeviceId[] = [];
    if (offer.target.by === 'none') {
      const barred = actuators.barred(offer.drives, { by: 'offer', id: offer.id, run: '' }, offer.priority, now);
      if (barred !== null) {
        const { device, reason } = barred;
        return { ...none, reason: reason === 'held' ? 'actuator-held' : 'actuator-barred', display: device, detail: reason };
      }
    } else {
      const screen = screens.choose(offer, zone, now, again?.tried);
      if (!screen.free) return { ...none, reason: screen.reason, display: screen.display };
      displays = screen.displays.filter((display) => !limits.display(offer, display, now));
      if (displays.length === 0) return { ...none, reason: 'capped-display', display: screen.displays[0] ?? null };
    }
    const display = displays[0] ?? null;
    const readers = display === null ? [] : readersOf(display);
    const unit = again?.assigned?.unit ?? unitOf(offer, { visit: occasion.visit, display, readers, now, slot: experiments.slot });
    const arm = again?.assigned?.arm ?? armOf(offer, unit, visit?.visitor ?? null, experiments);
    const assigned = { arm, unit };
    return arm === 'treatment' ? { ...none, reason: 'selected', display, displays, assigned } : { ...none, reason: arm, display, assigned };
  };

  return (offer, moment, again) => {
    const { occasion, context, visit, now } = moment;
    const { about } = offer;
    const plain = { ...nothing, sku: about.by === 'event' ? occasion.sku : about.by === 'sku' ? about.sku : null };
    const ended = (reason: OfferReason, filling: Filling = plain, detail = ''): Verdict => ({
      ...{ reason, filling, displays: [], display: null, assigned: null, detail },
    });
    const result = offer.condition(context);
    if (!result.ok) return ended('condition-error', plain, result.detail);
    if (!result.holds) return null;
    const off = offReason(offer.schedule, context.now);
    if (off !== null) return ended(off);
    if (now - occasion.at > offer.validFor) return ended('expired');
    if (occasion.visit !== null && visit === null) return ended('expired', plain, 'the visit is over');
    const { filling, reason } = fill(offer, moment);
    if (reason !== null) return ended(reason, filling);
    const limit = limitOf(offer, moment);
    return limit === null ? { ...place(offer, moment, again), filling } : ended(limit, filling);
  };
};
