import type { InfoReported } from '../../../gateway/domain/readings.ts';
import type { sensed } from '../decoding.ts';
import type { DriverMemory } from '../define-device.ts';

type Start = ReturnType<typeof sensed>;
type Facts = Pick<InfoReported, 'model' | 'serial' | 'firmware' | 'address'>;

/** Text of at most 64 characters, or undefined. */
export const shortText = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 64) : undefined;

/** What a device says of itself in every message, told once and again when it changes. */
export function infoOnce(facts: { readonly [K in keyof Facts]: Facts[K] | undefined }, start: Start, memory: DriverMemory): InfoReported[] {
  const told = Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
  const said = JSON.stringify(told);
  if (Object.keys(told).length === 0 || memory.info === said) return [];
  memory.info = said;
  return [{ ...start, kind: 'info', ...told }];
}
