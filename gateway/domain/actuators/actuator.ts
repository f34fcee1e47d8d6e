import type { DeviceId, ZoneId } from '../ids.ts';
import type { ConditionResult, OfferContext } from '../offers/offer.ts';
import type { DurationMs } from '../units.ts';
import type { Action } from './action.ts';

/** What an interlock may ask. */
type InterlockContext = Pick<OfferContext, 'store' | 'climate' | 'now'>;

/** What store.yaml says of an actuator: what is safe, and what must never happen. */
export interface Actuator {
  readonly id: DeviceId;
  /** Where it stands, for the climate that its interlock asks for; null when nobody said. */
  readonly zone: ZoneId | null;
  /** The state it is in when nobody asks for another. */
  readonly safe: Action;
  /** Channels that offers, rules and its safe state speak of, ascending: each is held on its own. */
  readonly channels: readonly number[];
  /** Longest stay away from the safe state, from the first command away until the state is proved again. */
  readonly maxOn: DurationMs;
  /** Commands away from the safe state in any minute. */
  readonly maxPerMinute: number;
  /** In which time it has to prove that it obeyed. */
  readonly confirmWithin: DurationMs;
  /** Whether it may be away from its safe state while the shop is closed. */
  readonly mayWhenClosed: boolean;
  /** True while it must stay in its safe state; what cannot be told counts as true. Never throws. */
  readonly never: (context: InterlockContext) => ConditionResult;
  /** True for what people rely on to be shut or quiet: locks, gates, sirens. */
  readonly isGuarding: boolean;
}

/** The safe state of one channel: what holds for the channel that store.yaml names holds for the others too. */
export const safeOf = ({ safe }: Actuator, channel: number): Action => (safe.do === 'switch' ? { ...safe, channel } : safe);

/** Whether going to the safe state undoes an action: switching off takes back no written value, and one name takes back no other. */
export const isUndone = (action: Action, safe: Action): boolean => {
  if (action.do !== 'write' && action.do !== 'call') return true;
  return safe.do === 'call' || (safe.do === 'write' && (action.do === 'call' || safe.name === action.name));
};
