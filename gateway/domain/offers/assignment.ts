import type { Arm, AssignmentUnit } from '../events.ts';
import type { DeviceId, VisitId, VisitorId } from '../ids.ts';
import { unitHash } from '../statistics.ts';
import type { Experiments, Offer } from './offer.ts';

/**
 * The unit that a candidate is assigned by. A visit stands for itself only while it alone can read the display: what one visit sees
 * on a shared screen the others see too, so there all of a slot of the display's time is assigned as one (a switchback).
 * `readers` are the open visits that can read the display.
 */
export const unitOf = (
  offer: Pick<Offer, 'unit'>,
  {
    visit,
    display,
    readers,
    now,
    slot,
  }: {
    readonly visit: VisitId | null;
    readonly display: DeviceId | null;
    readonly readers: readonly VisitId[];
    readonly now: number;
    readonly slot: number;
  },
): AssignmentUnit => {
  const isAlone = readers.every((reader) => reader === visit);
  if (visit !== null && (display === null || offer.unit === 'visit' || (offer.unit === 'auto' && isAlone)))
    return { by: 'visit', id: visit };
  return { by: 'slot', id: `${display ?? 'shop'}@${Math.floor(now / slot) * slot}` };
};

/** True when this unit is held back to measure the offer. */
export const isHeldBack = (offer: Pick<Offer, 'id' | 'control'>, unit: string): boolean => unitHash(`${offer.id}|${unit}`) < offer.control;

/** True for who is held back from all offers: a member for good, anybody else for this unit. */
const isHeldOut = (share: number, who: string): boolean => unitHash(`holdout|${who}`) < share;

/** The arm of a unit. The same unit is always in the same arm of an offer, and in the hold-out of all of them or of none. */
export const armOf = (
  offer: Pick<Offer, 'id' | 'control'>,
  unit: AssignmentUnit,
  visitor: VisitorId | null,
  { holdout }: Experiments,
): Arm => {
  if (isHeldOut(holdout, unit.by === 'visit' ? (visitor ?? unit.id) : unit.id)) return 'holdout';
  return isHeldBack(offer, unit.id) ? 'control' : 'treatment';
};
