import type { Evidence } from '../events.ts';
import type { DeviceId, Epc, ZoneId } from '../ids.ts';
import type { TagRead } from '../readings.ts';
import type { ReferenceTag } from '../shop.ts';
import type { Instant } from '../units.ts';
import type { Alarms } from './alarms.ts';

/** A tag that hangs beside an antenna answers several times a second; two minutes without it are no chance. */
const MISSING_MS = 120_000;

/** The reference tags of a reader by EPC; one may hang between two antennas. */
export type References = ReadonlyMap<Epc, readonly { readonly index: number; readonly port: number }[]>;

/** Null for a reader without any: then a read costs nothing more. */
export function referencesOf(tags: readonly ReferenceTag[]): References | null {
  if (tags.length === 0) return null;
  const references = new Map<Epc, { readonly index: number; readonly port: number }[]>();
  for (const [index, { epc, port }] of tags.entries()) references.set(epc, [...(references.get(epc) ?? []), { index, port }]);
  return references;
}

/** Notes that a reference tag was heard by its antenna, or by a reader that names no antenna. `seen` holds a time for each tag. */
export function noteReference(references: References, read: TagRead, seen: number[]): void {
  const own = references.get(read.epc);
  if (own === undefined) return;
  for (const { index, port } of own) if (read.antenna === port || read.antenna === 0) seen[index] = read.receivedAt;
}

interface Look {
  readonly device: DeviceId;
  readonly now: Instant;
  /** Since when the reader has been speaking: before that nothing can have been heard. */
  readonly since: number;
  readonly zoneOf: (port: number) => ZoneId | null;
}

/** Reports tags that their antennas do not hear, once a minute, of a reader that speaks. */
export function checkReferences(tags: readonly ReferenceTag[], seen: readonly number[], look: Look, alarms: Alarms): void {
  const { device, now, since, zoneOf } = look;
  for (const [index, { epc, port }] of tags.entries()) {
    const part = `${port}-${index}`;
    const heardAt = seen[index] ?? 0;
    if (now - heardAt < MISSING_MS) {
      alarms.clear('reference-tag-missing', device, part, now, 'heard-again');
      continue;
    }
    const unheard = now - Math.max(heardAt, since);
    if (unheard < MISSING_MS) continue;
    const why: Evidence[] = [{ code: 'reference-unheard', nats: 3, facts: { antenna: port, seconds: Math.round(unheard / 1_000) } }];
    alarms.raise({ about: 'reference-tag-missing', severity: 'minor', confidence: 0.95, device, part, zone: zoneOf(port), epc, why }, now);
  }
}
