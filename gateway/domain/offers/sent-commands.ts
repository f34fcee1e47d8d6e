import type { Emit } from '../capability.ts';
import type { Fact } from '../events.ts';
import { type AlertId, asId, type CommandId, type DeviceId, type OfferId, type Sku, type VisitId } from '../ids.ts';
import type { CommandAcknowledged } from '../readings.ts';
import { type Instant, probability } from '../units.ts';

/** A command that waits for its display to prove that it is shown. */
interface SentCommand {
  readonly decision: CommandId;
  readonly offer: OfferId;
  readonly display: DeviceId;
  readonly visit: VisitId | null;
  readonly sku: Sku | null;
  readonly expires: Instant;
}

/** Commands without an answer yet, and the displays that have failed to answer. */
export interface SentCommands {
  send(command: SentCommand): void;
  /** Returns the command that is proved to be shown now, or null. A display that shows anything is no longer in alarm. */
  acknowledge(ack: CommandAcknowledged): SentCommand | null;
  /** Fails what is overdue at `now`. */
  expire(now: Instant): void;
  save(): unknown;
}

interface SavedCommands {
  readonly sent: readonly SentCommand[];
  readonly alerts: readonly (readonly [DeviceId, AlertId])[];
}

/** `released` hears of each display that did not show what it was sent. */
export const createSentCommands = (emit: Emit, released: (display: DeviceId) => void, saved?: unknown): SentCommands => {
  const before = (saved as SavedCommands | undefined) ?? { sent: [], alerts: [] }; // Written by save() below.
  const sent = new Map(before.sent.map((command) => [command.decision, command]));
  const alerts = new Map(before.alerts);

  const fail = (command: SentCommand, at: Instant, reason: Extract<Fact, { type: 'offer.failed' }>['reason']) => {
    sent.delete(command.decision);
    released(command.display);
    const { decision, offer, display, visit } = command;
    emit({ type: 'offer.failed', at, decision, offer, display, visit, reason });
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
    send: (command) => {
      sent.set(command.decision, command);
    },
    acknowledge: ({ command: id, device, result, receivedAt }) => {
      const command = sent.get(id);
      if (result === 'shown') calm(device, receivedAt);
      if (command === undefined || command.display !== device) return null;
      if (result === 'refused' || result === 'expired') fail(command, receivedAt, result);
      if (result !== 'shown') return null;
      sent.delete(id);
      return command;
    },
    expire: (now) => {
      for (const command of [...sent.values()]) {
        if (now < command.expires) continue;
        fail(command, now, 'unconfirmed');
        alarm(command.display, now);
      }
    },
    save: (): SavedCommands => ({ sent: [...sent.values()], alerts: [...alerts] }),
  };
};
