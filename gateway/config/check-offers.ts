import { checkCondition, type OfferNames } from './check-conditions.ts';
import { checkDrives } from './check-drives.ts';
import { checkSchedule } from './check-schedule.ts';
import { checkShows } from './check-shows.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Path } from './problem.ts';
import type { OfferConfig } from './schema.ts';
import type { Finding } from './schema-problems.ts';

/** Events that are about a product. */
const WITH_PRODUCT: ReadonlySet<string> = new Set(['item.picked', 'item.put', 'items.compared', 'shelf.low', 'shelf.out']);

/** Every offer is in order, and no two have one name. */
export function checkOffers(offers: readonly { readonly index: number; readonly value: OfferConfig }[], names: OfferNames): Finding[] {
  const ids = new Set<string>();
  return offers.flatMap(({ index, value: offer }) => {
    const path = ['offers', index];
    const twice: Finding[] = ids.has(offer.id) ? [{ path: [...path, 'id'], message: 'another offer has that name', got: offer.id }] : [];
    ids.add(offer.id);
    return [...twice, ...checkOffer(offer, path, names)];
  });
}

/** One offer: its condition compiles and names things that exist; displays can show; what is personal says so; texts have known placeholders. */
function checkOffer(offer: OfferConfig, path: Path, names: OfferNames): Finding[] {
  const { findings, condition } = checkCondition(offer.when, [...path, 'when'], names, 'offer');
  const isPersonal = condition?.parts.has('visitor') && !offer.personal;
  const unsaid = 'asks for the visitor, so the offer must say "personal: true" and needs consent';
  return [
    ...findings,
    ...(isPersonal ? [{ path: [...path, 'when'], message: unsaid }] : []),
    ...checkTrigger(offer, path),
    ...checkTarget(offer, path, names),
    ...checkAbout(offer, path, names),
    ...checkPrice(offer, path),
    ...checkSchedule(offer.schedule, [...path, 'schedule'], names),
    ...checkTexts(offer, [...path, 'show']),
    ...checkDrives(offer.actuators, [...path, 'actuators'], names),
  ];
}

/** A `time` offer names its times, and only that one does. */
export function checkTrigger(
  {
    on,
    at,
    everyM,
  }:
    | Pick<OfferConfig, 'on' | 'at' | 'everyM'>
    | { readonly on: string; readonly at: readonly string[]; readonly everyM?: number | undefined },
  path: Path,
): Finding[] {
  const isTimed = at.length > 0 || everyM !== undefined;
  if (on === 'time' && !isTimed) return [{ path: [...path, 'on'], message: 'needs "at:" or "everyM:"', got: on }];
  const key = at.length > 0 ? 'at' : 'everyM';
  return on !== 'time' && isTimed ? [{ path: [...path, key], message: 'is for "on: time" only', onKey: true }] : [];
}

function checkTarget({ on, display, show, actuators }: OfferConfig, path: Path, { zones, devices, displays }: OfferNames): Finding[] {
  const at = [...path, 'display'];
  if (display === 'none') {
    if (Object.keys(show).length > 0) return [{ path: [...path, 'show'], message: 'is shown nowhere: "display" is none', onKey: true }];
    return actuators.length === 0 ? [{ path: at, message: 'without a display it needs "actuators:"', got: display }] : [];
  }
  if (display === 'nearest' && on === 'time')
    return [{ path: at, message: 'a time is near no display: name one, or { zone: … }, or all', got: display }];
  if (display === 'nearest' || display === 'all') return [];
  if (typeof display === 'object') {
    if (!zones.has(display.zone))
      return [{ path: [...at, 'zone'], message: `no zone of that name${didYouMean(display.zone, zones)}`, got: display.zone }];
    return [...displays.values()].includes(display.zone)
      ? []
      : [{ path: [...at, 'zone'], message: 'no display stands in that zone', got: display.zone }];
  }
  if (displays.has(display)) return [];
  const reason = devices.has(display) ? 'that device has no "display:" part' : 'no display of that name';
  return [{ path: at, message: `${reason}${didYouMean(display, ['nearest', 'all', 'none', ...displays.keys()])}`, got: display }];
}

function checkAbout({ on, about, personal }: OfferConfig, path: Path, { products }: OfferNames): Finding[] {
  const at = [...path, 'about'];
  if (typeof about === 'object') {
    const skus = products?.map(({ sku }) => sku);
    return skus === undefined || skus.includes(about.sku)
      ? []
      : [{ path: [...at, 'sku'], message: `no product of that SKU${didYouMean(about.sku, skus)}`, got: about.sku }];
  }
  if (about === 'usual' && !personal)
    return [{ path: at, message: 'is personal, so the offer must say "personal: true" and needs consent', got: about }];
  return about === 'boughtTogether' && !WITH_PRODUCT.has(on)
    ? [{ path: at, message: `${on} is about no product that something could go with`, got: about }]
    : [];
}

function checkPrice({ priceMinor, percentOff, markdown }: OfferConfig, path: Path): Finding[] {
  const given = [
    priceMinor === undefined ? [] : ['priceMinor'],
    percentOff === undefined ? [] : ['percentOff'],
    markdown.length === 0 ? [] : ['markdown'],
  ].flat();
  return given.slice(1).map((key) => ({ path: [...path, key], message: `the price is given by ${given[0]} already`, onKey: true }));
}

function checkTexts({ on, display, show, personal }: OfferConfig, path: Path): Finding[] {
  if (display === 'none') return [];
  return checkShows(path, show, (name) => {
    if (name === 'recommend.usual(visitor)' && !personal)
      return `{${name}} is personal, so the offer must say "personal: true" and needs consent`;
    return name === 'recommend.boughtTogether(item)' && !WITH_PRODUCT.has(on)
      ? `${on} is about no product that something could go with`
      : null;
  });
}
