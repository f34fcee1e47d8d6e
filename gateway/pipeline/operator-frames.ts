import type { AlertId, Epc, VisitorId } from '../domain/ids.ts';
import type { ActuatorAsked, CommandResult, CustomerBooked, CustomerTold, OperatorInput } from '../domain/readings.ts';
import type { Frame, IncomingFrame } from './frame.ts';

const ACKNOWLEDGE = 'gateway/acknowledge-alert';
const UNBLOCK = 'gateway/unblock-tag';
const TELL_CUSTOMER = 'gateway/tell-customer';
const BOOK_CUSTOMER = 'gateway/book-customer';
const FORGET_CUSTOMER = 'gateway/forget-customer';
const ACTUATE = 'gateway/actuate';
const STARTED = 'gateway/started';
const STOPS = 'gateway/stops';
const TEXT_LIMIT = 500;

const operatorFrame = (topic: string, user: string, body: unknown): IncomingFrame => ({
  transport: 'gateway',
  source: user,
  topic,
  bytes: Buffer.from(JSON.stringify(body)),
  repeated: false,
});

/** An operator's acknowledgement as a frame: it goes through the journal like everything that moves the domain. */
export const acknowledgeFrame = (alert: string, user: string, comment: string): IncomingFrame =>
  operatorFrame(ACKNOWLEDGE, user, { alert, comment: comment.slice(0, TEXT_LIMIT) });

/** An operator's word that a tag beside a gate is to be watched again. */
export const unblockFrame = (epc: string, user: string): IncomingFrame => operatorFrame(UNBLOCK, user, { epc });

/** What an operator, or their import, tells of a customer. The journal gets the pseudonym; the card number never comes this far. */
export const tellFrame = (said: Omit<CustomerTold, 'kind' | 'receivedAt' | 'user'>, user: string): IncomingFrame =>
  operatorFrame(TELL_CUSTOMER, user, said);

/** Points or stored value that are added or taken. */
export const bookFrame = (said: Omit<CustomerBooked, 'kind' | 'receivedAt' | 'user'>, user: string): IncomingFrame =>
  operatorFrame(BOOK_CUSTOMER, user, said);

/** A customer's wish to be forgotten. */
export const forgetFrame = (visitor: VisitorId, user: string): IncomingFrame => operatorFrame(FORGET_CUSTOMER, user, { visitor });

/** What an operator asks of an actuator; `action` null puts it back into its safe state. */
export const actuatorFrame = (asked: Omit<ActuatorAsked, 'kind' | 'receivedAt' | 'user'>, user: string): IncomingFrame =>
  operatorFrame(ACTUATE, user, asked);

/** The gateway's own word that it has begun, or is about to end: actuators are put into their safe state. */
export const gatewayFrame = (what: 'started' | 'stops'): IncomingFrame =>
  operatorFrame(what === 'started' ? STARTED : STOPS, 'gateway', {});

/** What became of a command, told on behalf of hardware that cannot: an acknowledgement in canonical JSON on `topic`. */
export const commandOutcomeFrame = (
  topic: string,
  device: string,
  outcome: { readonly id: string; readonly result: CommandResult; readonly at: number },
): IncomingFrame => ({ transport: 'output', source: device, topic, bytes: Buffer.from(JSON.stringify(outcome)), repeated: false });

/** What an operator frame means; null for one that this version does not know. */
export function operatorInput({ topic, bytes, receivedAt, source: user }: Frame): OperatorInput | null {
  // The gateway wrote these bytes itself, from values of these types.
  const body = <T>() => JSON.parse(Buffer.from(bytes).toString()) as T;
  switch (topic) {
    case ACKNOWLEDGE: {
      const { alert, comment } = body<{ alert: AlertId; comment: string }>();
      return { kind: 'alert-acknowledged', receivedAt, alert, user, comment };
    }
    case UNBLOCK:
      return { kind: 'tag-unblocked', receivedAt, epc: body<{ epc: Epc }>().epc, user };
    case TELL_CUSTOMER:
      return { ...body<CustomerTold>(), kind: 'customer-told', receivedAt, user };
    case BOOK_CUSTOMER:
      return { ...body<CustomerBooked>(), kind: 'customer-booked', receivedAt, user };
    case FORGET_CUSTOMER:
      return { kind: 'customer-forgotten', receivedAt, user, visitor: body<{ visitor: VisitorId }>().visitor };
    case ACTUATE:
      return { ...body<ActuatorAsked>(), kind: 'actuator-asked', receivedAt, user };
    case STARTED:
      return { kind: 'gateway-started', receivedAt };
    case STOPS:
      return { kind: 'gateway-stops', receivedAt };
    default:
      return null;
  }
}
