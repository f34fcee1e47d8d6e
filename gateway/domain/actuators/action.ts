import type { DeviceId } from '../ids.ts';
import type { DurationMs } from '../units.ts';

/** What an actuator can be asked to do. */
export type Action =
  /** A relay, lock, gate, siren or plug; `channel` is 0-based. */
  | { readonly do: 'switch'; readonly on: boolean; readonly channel: number }
  /** A lamp or LED strip: brightness 0..1, colour `#RRGGBB` or as it was. */
  | { readonly do: 'light'; readonly on: boolean; readonly brightness: number; readonly color: string | null }
  /** A value of a machine, by the name that store.yaml gives it: a set point of an air conditioner. */
  | { readonly do: 'write'; readonly name: string; readonly value: number | boolean | string }
  | { readonly do: 'call'; readonly name: string; readonly arguments: readonly (number | boolean | string)[] };

/** One actuator and what is to become of it. */
export interface Drive {
  readonly device: DeviceId;
  readonly action: Action;
  /** Back to the safe state after so long; the actuator's own `maxOn` when that is less. */
  readonly forMs: DurationMs;
}

/** The channel that an action is about: only switches have several. */
export const channelOf = (action: Action): number => (action.do === 'switch' ? action.channel : 0);

/** Plain data in a fixed order of keys. */
export const isSameAction = (a: Action, b: Action): boolean => JSON.stringify(a) === JSON.stringify(b);
