import type { Action, Drive } from '../domain/actuators/actuator.ts';
import { asId } from '../domain/ids.ts';
import type { About, Offer, Pricing, Schedule, Target } from '../domain/offers/offer.ts';
import { type DurationMs, minorCurrency, probability, seconds } from '../domain/units.ts';
import { minuteOf } from './check-store.ts';
import { compileCondition } from './condition.ts';
import { recommendationsIn } from './offer-content.ts';
import type { OfferConfig } from './schema.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Offers as the domain knows them. They have been checked, so nothing here can fail on what an operator wrote. */
export const compileOffers = (offers: readonly OfferConfig[]): readonly Offer[] => offers.map(compileOffer);

function compileOffer(offer: OfferConfig): Offer {
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
    schedule: scheduleOf(offer.schedule),
    limits: { ...{ perVisit, perVisitorDay, perDisplayHour }, budget: minorOrNull(budgetMinor), budgetDay: minorOrNull(budgetDayMinor) },
    cost: {
      cpm: minorCurrency(offer.cost.cpmMinor),
      cpa: minorCurrency(offer.cost.cpaMinor),
      brand: offer.cost.brand === undefined ? null : asId(offer.cost.brand),
    },
    unit: offer.unit,
    control: probability(offer.control),
    personal: offer.personal,
    drives: offer.actuators.map((drive) => driveOf(drive, seconds(offer.showForS))),
  };
}

const minorOrNull = (minor: number | undefined) => (minor === undefined ? null : minorCurrency(minor));

/** The minutes of the day that `at` and `everyM` name. */
function minutesOf({
  on,
  at,
  everyM,
}: {
  readonly on: string;
  readonly at: readonly string[];
  readonly everyM?: number | undefined;
}): readonly number[] {
  if (on !== 'time') return [];
  const every = everyM === undefined ? [] : Array.from({ length: Math.ceil(1_440 / everyM) }, (_, i) => i * everyM);
  return [...new Set([...at.map((time) => minuteOf(time) % 1_440), ...every])].sort((a, b) => a - b);
}

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

function scheduleOf({ from, until, days, dayParts, hours, blackout }: OfferConfig['schedule']): Schedule {
  return {
    from: from ?? null,
    until: until ?? null,
    days: days.map((day) => WEEKDAYS.indexOf(day) + 1),
    dayParts,
    hours: hours === undefined ? null : { from: minuteOf(hours.from), to: minuteOf(hours.to) },
    blackout: blackout.map((span) => {
      const [first = '', last = first] = span.split('/');
      return { from: first, until: last };
    }),
  };
}

type DriveConfig = OfferConfig['actuators'][number];

const driveOf = (drive: DriveConfig, otherwise: DurationMs): Drive => ({
  device: asId(drive.device),
  action: actionOf(drive),
  forMs: drive.forS === undefined ? otherwise : seconds(drive.forS),
});

/** A light when it says how bright or of which colour; else a switch. */
function actionOf(drive: Omit<DriveConfig, 'device' | 'forS'>): Action {
  const { channel, brightness, color, name = '', value = '' } = drive;
  switch (drive.do) {
    case 'write':
      return { do: 'write', name, value };
    case 'call':
      return { do: 'call', name, arguments: drive.arguments };
    default: {
      const on = drive.do === 'on';
      return color !== undefined || brightness < 1 ? { do: 'light', on, brightness, color: color ?? null } : { do: 'switch', on, channel };
    }
  }
}
