import type { AlertId } from '../domain/ids.ts';
import { asId } from '../domain/ids.ts';
import type { AlertAcknowledged } from '../domain/readings.ts';
import type { Frame, IncomingFrame } from './frame.ts';

const ACKNOWLEDGE = 'gateway/acknowledge-alert';
const TEXT_LIMIT = 500;

/** An operator's acknowledgement as a frame: it goes through the journal like everything that moves the domain. */
export const acknowledgeFrame = (alert: string, user: string, comment: string): IncomingFrame => ({
  transport: 'gateway',
  source: user,
  topic: ACKNOWLEDGE,
  bytes: Buffer.from(JSON.stringify({ alert, comment: comment.slice(0, TEXT_LIMIT) })),
  repeated: false,
});

/** What an operator frame means; null for one that this version does not know. */
export function operatorInput(frame: Frame): AlertAcknowledged | null {
  if (frame.topic !== ACKNOWLEDGE) return null;
  const body = JSON.parse(Buffer.from(frame.bytes).toString()) as { alert: string; comment: string };
  return {
    kind: 'alert-acknowledged',
    receivedAt: frame.receivedAt,
    alert: asId<AlertId>(body.alert),
    user: frame.source,
    comment: body.comment,
  };
}
