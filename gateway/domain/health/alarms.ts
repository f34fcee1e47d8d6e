import type { Emit } from '../capability.ts';
import type { AlertType, Evidence, Severity } from '../events.ts';
import { type AlertId, asId, type DeviceId, type Epc, type ZoneId } from '../ids.ts';
import { type Instant, probability } from '../units.ts';

/** What is wrong with a device, in words that pages translate. */
interface Complaint {
  readonly about: AlertType;
  readonly severity: Severity;
  /** 0..1. */
  readonly confidence: number;
  readonly device: DeviceId;
  /** Tells apart what can go wrong several times in one device: a port, the row of a reference tag. */
  readonly part?: string;
  readonly zone?: ZoneId | null;
  readonly epc?: Epc;
  readonly why: readonly Evidence[];
}

/** The alerts about devices that stand now; each is raised once and clears by itself. */
export interface Alarms {
  /** Raises it unless it stands already. */
  raise(complaint: Complaint, now: Instant): void;
  /** Ends it if it stands. */
  clear(about: AlertType, device: DeviceId, part: string, now: Instant, because: string): void;
  stands(about: AlertType, device: DeviceId, part?: string): boolean;
  save(): unknown;
}

const keyOf = (about: AlertType, device: DeviceId, part: string): string =>
  part === '' ? `${about}-${device}` : `${about}-${device}-${part}`;

export const createAlarms = (emit: Emit, saved: unknown): Alarms => {
  const standing = new Map<string, AlertId>(saved as [string, AlertId][] | undefined); // Written by save().
  return {
    raise: ({ about, severity, confidence, device, part = '', zone = null, epc = null, why }, now) => {
      const key = keyOf(about, device, part);
      if (standing.has(key)) return;
      const alert = asId<AlertId>(`a-${key}-${now}`);
      standing.set(key, alert);
      const facts = { severity, confidence: probability(confidence), zone, epc, visit: null, device, why };
      emit({ type: 'alert.raised', at: now, alert, about, ...facts });
    },
    clear: (about, device, part, now, because) => {
      const key = keyOf(about, device, part);
      const alert = standing.get(key);
      if (alert === undefined) return;
      standing.delete(key);
      emit({ type: 'alert.cleared', at: now, alert, because });
    },
    stands: (about, device, part = '') => standing.has(keyOf(about, device, part)),
    save: () => [...standing],
  };
};
