import type { Emit } from '../capability.ts';
import type { AlertType, Evidence, Severity } from '../events.ts';
import { type AlertId, asId, type Epc, type VisitId, type ZoneId } from '../ids.ts';
import { type Instant, probability } from '../units.ts';

interface Alarm {
  readonly about: AlertType;
  readonly at: Instant;
  readonly severity: Severity;
  readonly confidence: number;
  readonly zone?: ZoneId | null;
  readonly epc?: Epc | null;
  readonly visit?: VisitId | null;
  readonly why: readonly Evidence[];
}

/** Standing alarms by what they are about: the same thing twice is one alarm. */
export interface Alarms {
  /** Raises unless `key` stands already. */
  raise(key: string, alarm: Alarm): void;
  clear(key: string, at: Instant, because: string): void;
  /** Clears what has not been renewed for `calm` ms. */
  renew(key: string, at: number): void;
  clearCalm(about: AlertType, now: Instant, calm: number): void;
  save(): unknown;
}

interface Standing {
  readonly alert: AlertId;
  readonly about: AlertType;
  renewed: number;
}

/** Alarms that nobody cleared are forgotten (not cleared) after this many newer ones: memory stays bounded. */
const KEPT = 2_000;

export const createAlarms = (emit: Emit, saved?: unknown): Alarms => {
  const before = (saved as { number: number; standing: (readonly [string, Standing])[] } | undefined) ?? { number: 0, standing: [] };
  const standing = new Map(before.standing.map(([key, alarm]) => [key, { ...alarm }]));
  let number = before.number;
  const clear = (key: string, at: Instant, because: string) => {
    const alarm = standing.get(key);
    if (alarm === undefined) return;
    standing.delete(key);
    emit({ type: 'alert.cleared', at, alert: alarm.alert, because });
  };
  return {
    raise: (key, { about, at, severity, confidence, zone = null, epc = null, visit = null, why }) => {
      if (standing.has(key)) return;
      const alert = asId<AlertId>(`a-${about}-${++number}`);
      standing.set(key, { alert, about, renewed: at });
      for (const oldest of standing.keys()) {
        if (standing.size <= KEPT) break;
        standing.delete(oldest);
      }
      emit({ type: 'alert.raised', at, alert, about, severity, confidence: probability(confidence), zone, epc, visit, device: null, why });
    },
    clear,
    renew: (key, at) => {
      const alarm = standing.get(key);
      if (alarm !== undefined) alarm.renewed = at;
    },
    clearCalm: (about, now, calm) => {
      for (const [key, alarm] of [...standing]) if (alarm.about === about && now - alarm.renewed >= calm) clear(key, now, 'calm');
    },
    save: () => ({ number, standing: [...standing] }),
  };
};
