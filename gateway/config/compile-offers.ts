import { asId } from '../domain/ids.ts';
import type { About, Offer, Pricing, Target } from '../domain/offers/offer.ts';
import { minorCurrency, probability, seconds } from '../domain/units.ts';
import { minuteOf } from './check-store.ts';
import { createDriveCompiler } from './compile-drives.ts';
import { compileSchedule, minutesOf } from './compile-schedule.ts';
import { compileCondition } from './condition.ts';
import { recommendationsIn } from './offer-content.ts';
import type { Config, OfferConfig } from './schema.ts';

/** Offers as the domain knows them. They have been checked, so nothing here can fail on what an operator wrote. */
export function compileOffers({ devices, offers }: Config): readonly Offer[] {
  const drivesOf = createDriveCompiler({ devices });
  return offers.map((offer) => compileOffer(offer, drivesOf));
}

function compileOffer(offer: OfferConfig, drivesOf: ReturnType<typeof createDriveCompiler>): Offer {
  const compiled = compileCondition(offer.when);
  const { perVisit, perVisitorDay, perDisplayHour, budgetMinor, budgetDayMinor } = offer.limits;
  return {
    id: asId(offer.id),
    on: offer.on,
    dwell: seconds(offer.dwellS),
    minutes: minutesOf(offer),
    condition: compiled.ok ? compiled.condition.evaluate : () => ({ ok: false, detail: compiled.message }),
    needs: compiled.ok ? compiled.condition.needs : [],
    about: aboutOf(offer.about),
    pricing: pricingOf(offer),
    roundTo: minorCurrency(offer.roundToMinor),
    fills: recommendationsIn(offer.show),
    target: targetOf(offer.display),
    priority: offer.priority,
    showFor: seconds(offer.showForS),
    validFor: seconds(offer.validForS),
    schedule: compileSchedule(offer.schedule),
    limits: { ...{ perVisit, perVisitorDay, perDisplayHour }, budget: minorOrNull(budgetMinor), budgetDay: minorOrNull(budgetDayMinor) },
    cost: {
      cpm: minorCurrency(offer.cost.cpmMinor),
      cpa: minorCurrency(offer.cost.cpaMinor),
      brand: offer.cost.brand === undefined ? null : asId(offer.cost.brand),
    },
    unit: offer.unit,
    control: probability(offer.control),
    personal: offer.personal,
    drives: drivesOf(offer.actuators, offer.showForS),
  };
}

const minorOrNull = (minor: number | undefined) => (minor === undefined ? null : minorCurrency(minor));

const aboutOf = (about: OfferConfig['about']): About => {
  if (typeof about === 'object') return { by: 'sku', sku: asId(about.sku) };
  return about === 'event' ? { by: 'event' } : { by: 'recommendation', kind: about };
};

const targetOf = (display: OfferConfig['display']): Target => {
  if (typeof display === 'object') return { by: 'zone', zone: asId(display.zone) };
  if (display === 'nearest' || display === 'all' || display === 'none') return { by: display };
  return { by: 'id', display: asId(display) };
};

function pricingOf({ priceMinor, percentOff, markdown }: OfferConfig): Pricing | null {
  if (priceMinor !== undefined) return { by: 'fixed', price: minorCurrency(priceMinor) };
  if (percentOff !== undefined) return { by: 'off', off: percentOff / 100 };
  if (markdown.length === 0) return null;
  const steps = markdown.map((step) => ({ from: minuteOf(step.from), onShelfMin: step.onShelfMin, off: step.percentOff / 100 }));
  return { by: 'markdown', steps };
}
