import type { Emit } from '../capability.ts';
import type { AssignmentUnit, Fact } from '../events.ts';
import { type AlertId, asId, type CommandId, type DeviceId, type OfferId, type VisitId } from '../ids.ts';
import type { CommandAcknowledged } from '../readings.ts';
import { type Instant, probability } from '../units.ts';
import { firstTry } from './command-ids.ts';
import type { Occasion } from './occasion.ts';

/** A decision whose displays have still to prove it. */
export interface SentDecision {
  readonly decision: CommandId;
  readonly offer: OfferId;
  readonly occasion: Occasion;
  readonly visit: VisitId | null;
  readonly unit: AssignmentUnit;
  /** Displays asked for it so far, by this decision and by those whose place it takes. */
  readonly tried: readonly DeviceId[];
}

/** What one display, or one actuator of an offer that is on no display, was asked. */
export interface SentCommand {
  readonly command: CommandId;
  readonly display: DeviceId;
  /** Until when it may prove it. */
  readonly expires: Instant;
  /** Of an actuator, which is asked several times and watched by its own keeper. */
  readonly isDrive: boolean;
}

/** Commands without an answer yet, and the displays that have failed to answer. */
export interface SentCommands {
  send(decision: SentDecision, commands: readonly SentCommand[]): void;
  /** Takes an answer in: proof or failure. A display that shows anything is no longer in alarm. */
  acknowledge(ack: CommandAcknowledged): void;
  /** Fails what is overdue at `now`. */
  expire(now: Instant): void;
  save(): unknown;
}

export interface SentListener {
  /** A display proved a decision at `at`. */
  readonly shown: (decision: SentDecision, display: DeviceId, at: Instant) => void;
  /** A display did not show what it was sent. */
  readonly failed: (display: DeviceId, now: Instant) => void;
  /** None of its displays showed the decision. */
  readonly lost: (decision: SentDecision, now: Instant) => void;
}

interface OpenCommand extends SentCommand {
  readonly decision: CommandId;
}

interface OpenDecision extends SentDecision {
  readonly isShown: boolean;
}

interface SavedCommands {
  readonly commands: readonly OpenCommand[];
  readonly decisions: readonly OpenDecision[];
  readonly alerts: readonly (readonly [DeviceId, AlertId])[];
}

export const createSentCommands = (emit: Emit, listener: SentListener, saved?: unknown): SentCommands => {
  const before = (saved as SavedCommands | undefined) ?? { commands: [], decisions: [], alerts: [] }; // Written by save() below.
  const commands = new Map(before.commands.map((command) => [command.command, command]));
  const decisions = new Map(before.decisions.map((decision) => [decision.decision, decision]));
  const alerts = new Map(before.alerts);

  /** Ends a command; a decision of which it was the last is over, and lost when no display has shown it. */
  const end = ({ command, decision: id }: OpenCommand, now: Instant) => {
    commands.delete(command);
    const decision = decisions.get(id);
    if (decision === undefined || [...commands.values()].some((other) => other.decision === id)) return;
    decisions.delete(id);
    if (!decision.isShown) listener.lost(decision, now);
  };

  const fail = (command: OpenCommand, at: Instant, reason: Extract<Fact, { type: 'offer.failed' }>['reason']) => {
    const decision = decisions.get(command.decision);
    listener.failed(command.display, at);
    if (decision !== undefined) {
      const { offer, visit } = decision;
      emit({ type: 'offer.failed', at, decision: command.decision, offer, display: command.display, visit, reason });
    }
    if (reason === 'unconfirmed' && !command.isDrive) alarm(command.display, at);
    end(command, at);
  };

  const show = (command: OpenCommand, { at, receivedAt }: CommandAcknowledged) => {
    const decision = decisions.get(command.decision);
    if (decision !== undefined) {
      decisions.set(command.decision, { ...decision, isShown: true });
      listener.shown(decision, command.display, at);
    }
    end(command, receivedAt);
  };

  const alarm = (display: DeviceId, at: Instant) => {
    if (alerts.has(display)) return;
    const alert = asId<AlertId>(`a-display-unconfirmed-${display}-${at}`);
    alerts.set(display, alert);
    emit({
      type: 'alert.raised',
      at,
      alert,
      about: 'display-unconfirmed',
      severity: 'minor',
      confidence: probability(0.95),
      zone: null,
      epc: null,
      visit: null,
      device: display,
      why: [{ code: 'no-proof-of-play', nats: 3, facts: {} }],
    });
  };

  const calm = (display: DeviceId, at: Instant) => {
    const alert = alerts.get(display);
    if (alert === undefined) return;
    alerts.delete(display);
    emit({ type: 'alert.cleared', at, alert, because: 'shows-again' });
  };

  return {
    send: (decision, asked) => {
      decisions.set(decision.decision, { ...decision, isShown: false });
      for (const command of asked) commands.set(command.command, { ...command, decision: decision.decision });
    },
    acknowledge: (ack) => {
      const { command: id, device, result, receivedAt } = ack;
      const command = commands.get(firstTry(id));
      if (result === 'shown') calm(device, receivedAt);
      if (command === undefined || command.display !== device) return;
      // Another try follows.
      if (command.isDrive && result === 'expired') return;
      if (result === 'refused' || result === 'expired') fail(command, receivedAt, result);
      else show(command, ack);
    },
    expire: (now) => {
      for (const command of [...commands.values()]) if (now >= command.expires) fail(command, now, 'unconfirmed');
    },
    save: (): SavedCommands => ({ commands: [...commands.values()], decisions: [...decisions.values()], alerts: [...alerts] }),
  };
};
