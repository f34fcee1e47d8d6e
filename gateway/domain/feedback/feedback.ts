import type { Capability, Emit } from '../capability.ts';
import type { FloorPlan } from '../floor-plan.ts';
import type { DeviceId, VisitId, ZoneId } from '../ids.ts';
import type { ButtonPressed } from '../readings.ts';
import type { Visits } from '../visits/visits.ts';
import { answerOf } from './answer.ts';

/** Presses of one device that follow each other sooner are one hand: a child at the smileys, or a finger that slipped. */
const ONE_HAND_MS = 5_000;

interface State {
  readonly pressed: readonly (readonly [DeviceId, number])[];
}

/**
 * What shoppers say: a button that is an answer is feedback, every other one is a press. Of answers at one device within five seconds of
 * each other the first counts, the others are mere presses. The visit is told only where a single one is known to be in that zone:
 * a grudge must not be pinned on a bystander.
 */
export const createFeedback = (plan: FloorPlan, emit: Emit, visits: Visits, saved?: unknown): Capability => {
  const pressed = new Map((saved as State | undefined)?.pressed); // Written by save() below.

  const onlyVisitIn = (zone: ZoneId | null): VisitId | null => {
    if (zone === null) return null;
    let found: VisitId | null = null;
    for (const visit of visits.open.values()) {
      if (visit.zone !== zone) continue;
      if (found !== null) return null;
      found = visit.id;
    }
    return found;
  };

  const press = ({ at, device, button: name }: ButtonPressed) => {
    const zone = plan.shop.standsIn.get(device) ?? null;
    const button = plan.shop.buttons.get(device)?.get(name) ?? name;
    const answer = answerOf(button);
    const last = pressed.get(device);
    if (answer !== null) pressed.set(device, at);
    if (answer === null || (last !== undefined && Math.abs(at - last) < ONE_HAND_MS)) {
      emit({ type: 'button.pressed', at, device, zone, button });
      return;
    }
    emit({ type: 'feedback.given', at, device, zone, visit: onlyVisitIn(zone), ...answer });
  };

  return { on: { button: press }, save: (): State => ({ pressed: [...pressed] }) };
};
