import type { AlertId, Epc } from '../domain/ids.ts';
import { asId } from '../domain/ids.ts';
import type { AlertAcknowledged, CommandResult, TagUnblocked } from '../domain/readings.ts';
import type { Frame, IncomingFrame } from './frame.ts';

const ACKNOWLEDGE = 'gateway/acknowledge-alert';
const UNBLOCK = 'gateway/unblock-tag';
const TEXT_LIMIT = 500;

/** An operator's acknowledgement as a frame: it goes through the journal like everything that moves the domain. */
export const acknowledgeFrame = (alert: string, user: string, comment: string): IncomingFrame => ({
  transport: 'gateway',
  source: user,
  topic: ACKNOWLEDGE,
  bytes: Buffer.from(JSON.stringify({ alert, comment: comment.slice(0, TEXT_LIMIT) })),
  repeated: false,
});

/** An operator's word that a tag beside a gate is to be watched again. */
export const unblockFrame = (epc: string, user: string): IncomingFrame => ({
  transport: 'gateway',
  source: user,
  topic: UNBLOCK,
  bytes: Buffer.from(JSON.stringify({ epc })),
  repeated: false,
});

/** What became of a command, told on behalf of hardware that cannot: an acknowledgement in canonical JSON on `topic`. */
export const commandOutcomeFrame = (
  topic: string,
  device: string,
  outcome: { readonly id: string; readonly result: CommandResult; readonly at: number },
): IncomingFrame => ({ transport: 'output', source: device, topic, bytes: Buffer.from(JSON.stringify(outcome)), repeated: false });

/** What an operator frame means; null for one that this version does not know. */
export function operatorInput({ topic, bytes, receivedAt, source: user }: Frame): AlertAcknowledged | TagUnblocked | null {
  // The gateway wrote these bytes itself.
  const body = () => JSON.parse(Buffer.from(bytes).toString()) as { alert: string; comment: string; epc: string };
  switch (topic) {
    case ACKNOWLEDGE: {
      const { alert, comment } = body();
      return { kind: 'alert-acknowledged', receivedAt, alert: asId<AlertId>(alert), user, comment };
    }
    case UNBLOCK:
      return { kind: 'tag-unblocked', receivedAt, epc: asId<Epc>(body().epc), user };
    default:
      return null;
  }
}
