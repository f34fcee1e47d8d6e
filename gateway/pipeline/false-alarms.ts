import type { DomainEvent } from '../domain/events.ts';
import { isAlarm, refutes } from '../domain/security/false-alarm.ts';

/** Shorter recordings count as one day, as FALSE_ALARM_RULE has it: a shop does not go on at night as it does in its rush hour. */
const DAY_MS = 86_400_000;

/** Counts the alarms of a replay that turned out to be none: a receipt came, the item came back, or an operator said so. */
export function createFalseAlarms() {
  const raisedAt = new Map<string, number>();
  const refuted = new Set<string>();
  let first: number | null = null;
  let last = 0;
  return {
    add(event: DomainEvent): void {
      first ??= event.emittedAt;
      last = event.emittedAt;
      if (event.type === 'alert.raised' && isAlarm(event.about)) raisedAt.set(event.alert, event.at);
      if (event.type !== 'alert.cleared' && event.type !== 'alert.acknowledged') return;
      const raised = raisedAt.get(event.alert);
      if (raised !== undefined && refutes(event, raised)) refuted.add(event.alert);
    },
    /** To one decimal, over the days from the first to the last event, at least one; 0 without any. */
    perDay: (): number => Math.round((10 * refuted.size * DAY_MS) / Math.max(DAY_MS, last - (first ?? last))) / 10,
  };
}
