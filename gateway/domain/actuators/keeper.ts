import type { Emit } from '../capability.ts';
import type { Alarms } from '../health/alarms.ts';
import type { CommandId } from '../ids.ts';
import { firstTry, tryOf } from '../offers/command-ids.ts';
import type { CommandResult } from '../readings.ts';
import { type DurationMs, type Instant, instant, later } from '../units.ts';
import { type Action, isSameAction } from './action.ts';
import { type Actuator, safeOf } from './actuator.ts';
import type { BarReason, Cause, CommandOutcome, SafeReason, UseReason } from './reasons.ts';

/** How often a command away from the safe state is tried before it is given up. */
const MOST_TRIES = 3;
/** How often one that is not known to be away is asked for its safe state; one that may be away is asked until it proves it. */
const MOST_SAFE_TRIES = 6;
/** Longest pause between two tries to bring an actuator back, ms. */
const LONGEST_PAUSE_MS = 600_000;
const MINUTE_MS = 60_000;

/** What somebody wants of an actuator. */
interface Ask {
  readonly cause: Cause;
  /** The operator who asks. */
  readonly user: string | null;
  readonly action: Action;
  readonly forMs: DurationMs;
  readonly priority: number;
  /** The name of the command, where its answer is waited for; null: any. */
  readonly command: CommandId | null;
}

interface Holder extends Pick<Ask, 'cause' | 'user' | 'action' | 'priority'> {
  readonly until: Instant;
}

interface OpenCommand {
  readonly command: CommandId;
  readonly toward: 'use' | 'safe';
  readonly deadline: Instant;
  readonly attempt: number;
}

/** Plain data. */
interface State {
  holder: Holder | null;
  /** When it was first asked to leave its safe state; null once it has proved that it is back. */
  awaySince: Instant | null;
  /** The newest command, not yet answered. */
  open: OpenCommand | null;
  /** It said goodbye. */
  isLost: boolean;
  /** When it is asked again for its safe state, and how often it was. */
  retryAt: Instant | null;
  safeTries: number;
  /** Commands away from the safe state in the last minute. */
  uses: readonly Instant[];
  /** What was told last of asks that came to nothing. */
  told: { readonly what: string; readonly at: Instant } | null;
}

/** Why an actuator must stay in its safe state now, whoever asks. */
export interface Forbidden {
  readonly reason: Extract<BarReason, 'closed' | 'interlock' | 'interlock-unknown'>;
  readonly detail: string;
}

export interface KeeperOptions {
  readonly actuator: Actuator;
  readonly channel: number;
  readonly emit: Emit;
  readonly alarms: Alarms;
  readonly forbids: (now: Instant) => Forbidden | null;
  /** A name that no command has had. */
  readonly newCommand: () => CommandId;
  readonly saved?: unknown;
}

/** One channel of one actuator: who holds it and until when, what it was asked, whether it obeyed. */
export interface Keeper {
  /** Why an ask would come to nothing now; null: it would not. */
  barOf(ask: Pick<Ask, 'cause' | 'action' | 'priority'>, now: Instant): BarReason | null;
  ask(ask: Ask, reason: UseReason, now: Instant): void;
  /** Ends whatever holds it. */
  goSafe(reason: SafeReason, now: Instant, by?: Pick<Ask, 'cause' | 'user'>): void;
  /** True while it is away from its safe state, or may be. */
  isAway(): boolean;
  answered(command: CommandId, result: CommandResult, now: Instant): void;
  /** It said goodbye. */
  lost(now: Instant): void;
  /** It speaks again; `restarted`: it has lost what it was asked. */
  back(restarted: boolean, now: Instant): void;
  tick(now: Instant): void;
  /** When it wants its next tick, epoch ms; infinite when nothing is due. */
  due(): number;
  save(): unknown;
}

const nobody: State = { holder: null, awaySince: null, open: null, isLost: false, retryAt: null, safeTries: 0, uses: [], told: null };

const isSameCause = (a: Cause, b: Cause): boolean => a.by === b.by && a.id === b.id;

export const createKeeper = ({ actuator, channel, emit, alarms, forbids, newCommand, saved }: KeeperOptions): Keeper => {
  const state: State = { ...nobody, ...(saved as State | undefined) }; // Written by save() below.
  const { id: device, maxOn, maxPerMinute, confirmWithin } = actuator;
  const part = channel === 0 ? '' : String(channel);
  const mine = { device, channel };

  const latest = (now: Instant): Instant => later(state.awaySince ?? now, maxOn);
  const usesAt = (now: Instant) => state.uses.filter((use) => use > now - MINUTE_MS);

  const end = (outcome: CommandOutcome, at: Instant): void => {
    const { open } = state;
    if (open === null) return;
    state.open = null;
    emit({ type: 'actuator.answered', at, command: open.command, ...mine, toward: open.toward, outcome });
  };

  const alarm = (now: Instant): void => {
    const severity = actuator.isGuarding ? 'major' : 'minor';
    const why = [{ code: 'no-proof-of-state', nats: 3, facts: { seconds: confirmWithin / 1_000 } }] as const;
    alarms.raise({ about: 'actuator-unproved', severity, confidence: 0.95, device, part, why }, now);
  };

  const use = (holder: Holder, command: CommandId, reason: UseReason, attempt: number, now: Instant): void => {
    end('superseded', now);
    Object.assign(state, { holder, retryAt: null, safeTries: 0, told: null, uses: [...usesAt(now), now] });
    state.awaySince ??= now;
    const deadline = later(now, confirmWithin);
    state.open = { command, toward: 'use', deadline, attempt };
    const { action, cause, user, until } = holder;
    const what = { action, toward: 'use', cause, user, reason, until, atLatest: latest(now), deadline, attempt } as const;
    emit({ type: 'actuator.commanded', at: now, command, ...mine, ...what });
  };

  const goSafe: Keeper['goSafe'] = (reason, now, by = undefined) => {
    end('superseded', now);
    const command = newCommand();
    const attempt = reason === 'again' ? state.safeTries + 1 : 1;
    Object.assign(state, { holder: null, retryAt: null, safeTries: attempt });
    const deadline = later(now, confirmWithin);
    state.open = { command, toward: 'safe', deadline, attempt };
    const asked = { cause: by?.cause ?? null, user: by?.user ?? null, reason };
    const what = { action: safeOf(actuator, channel), toward: 'safe', until: null, atLatest: null, deadline, attempt } as const;
    emit({ type: 'actuator.commanded', at: now, command, ...mine, ...what, ...asked });
  };

  const failed = (outcome: 'unproved' | 'refused', now: Instant): void => {
    const { open, holder } = state;
    if (open === null) return;
    end(outcome, now);
    if (open.toward === 'use') {
      alarm(now);
      const isOver = outcome === 'refused' || open.attempt >= MOST_TRIES || usesAt(now).length >= maxPerMinute;
      if (holder === null || isOver) goSafe(outcome === 'refused' ? 'device-refused' : 'unproved', now);
      else use(holder, tryOf(firstTry(open.command), open.attempt + 1), 'again', open.attempt + 1, now);
      return;
    }
    // Of one that never left its safe state nobody knows that anything is wrong.
    if (state.awaySince === null && open.attempt >= MOST_SAFE_TRIES) return;
    if (state.awaySince !== null) alarm(now);
    state.retryAt = instant(now + Math.min(confirmWithin * 2 ** (open.attempt - 1), LONGEST_PAUSE_MS));
  };

  const barOf: Keeper['barOf'] = ({ cause, action, priority }, now) => {
    if (state.isLost) return 'offline';
    const forbidden = forbids(now);
    if (forbidden !== null) return forbidden.reason;
    const { holder } = state;
    if (holder !== null && isSameCause(holder.cause, cause)) {
      if (isSameAction(holder.action, action)) return null;
    } else if (holder !== null && holder.priority >= priority) return 'held';
    if (latest(now) <= now) return 'longest-stay';
    return usesAt(now).length >= maxPerMinute ? 'too-often' : null;
  };

  /** An operator is always answered; what machines ask in vain is told once in a while, and that they ask too often once. */
  const bar = ({ cause, user, action }: Ask, reason: BarReason, now: Instant): void => {
    const what = reason === 'too-often' ? reason : `${cause.by} ${cause.id} ${reason}`;
    const { told } = state;
    const isNews = told?.what !== what || (reason !== 'too-often' && now - told.at >= MINUTE_MS);
    if (!isNews && cause.by !== 'operator') return;
    state.told = { what, at: now };
    const detail = forbids(now)?.detail ?? '';
    emit({ type: 'actuator.barred', at: now, ...mine, action, cause, user, reason, detail });
  };

  /** An operator is told even where it would have lasted as long without them. */
  const extend = (holder: Holder, { cause, user }: Ask, wanted: Instant, now: Instant): void => {
    if (wanted <= holder.until && cause.by !== 'operator') return;
    const until = instant(Math.max(wanted, holder.until));
    state.holder = { ...holder, cause, user, until };
    emit({ type: 'actuator.extended', at: now, ...mine, cause, user, until });
  };

  return {
    barOf,
    goSafe,
    ask: (ask, reason, now) => {
      const barred = barOf(ask, now);
      if (barred !== null) {
        bar(ask, barred, now);
        return;
      }
      const { holder } = state;
      const until = instant(Math.min(now + ask.forMs, latest(now)));
      const { cause, user, action, priority, command } = ask;
      if (holder !== null && isSameCause(holder.cause, cause) && isSameAction(holder.action, action)) extend(holder, ask, until, now);
      else use({ cause, user, action, priority, until }, command ?? newCommand(), reason, 1, now);
    },
    isAway: () => state.holder !== null || state.awaySince !== null,
    answered: (command, result, now) => {
      const { open } = state;
      if (open?.command !== command) return;
      if (result === 'expired') failed('unproved', now);
      else if (result === 'refused') failed('refused', now);
      else {
        end('done', now);
        alarms.clear('actuator-unproved', device, part, now, 'obeys-again');
        if (open.toward === 'safe') Object.assign(state, { awaySince: null, safeTries: 0 });
      }
    },
    lost: (now) => {
      if (state.isLost) return;
      end('unproved', now);
      if (state.holder !== null) emit({ type: 'actuator.lost', at: now, ...mine });
      Object.assign(state, { isLost: true, holder: null, retryAt: null });
    },
    back: (restarted, now) => {
      const { isLost, holder, open } = state;
      state.isLost = false;
      // While it is held, the word by which it is back after a silence may be the answer to what it was asked.
      const isFree = restarted || holder === null;
      // One that is back and says that it restarted is asked once.
      const isAsked = open?.toward === 'safe' && later(now, confirmWithin) === open.deadline;
      if (isLost || (isFree && !isAsked)) goSafe('came-back', now);
    },
    tick: (now) => {
      const { holder, open, retryAt, isLost } = state;
      if (isLost) return;
      const forbidden = holder === null ? null : forbids(now);
      if (forbidden !== null) goSafe(forbidden.reason, now);
      else if (holder !== null && now >= holder.until) goSafe(holder.until >= latest(now) ? 'longest-stay' : 'time-over', now);
      else if (open !== null && now >= open.deadline) failed('unproved', now);
      else if (retryAt !== null && now >= retryAt) goSafe('again', now);
    },
    due: () => {
      if (state.isLost) return Number.POSITIVE_INFINITY;
      const times = [state.holder?.until, state.open?.deadline, state.retryAt];
      return Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
    },
    save: () => ({ ...state }),
  };
};
