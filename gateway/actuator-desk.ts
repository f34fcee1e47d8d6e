import { randomBytes } from 'node:crypto';
import type { DomainEvent } from './domain/events.ts';
import type { ActuatorAsked } from './domain/readings.ts';
import type { ActuatorAnswer } from './http/contract-actuator.ts';
import type { Intake } from './pipeline/frame.ts';
import { actuatorFrame, gatewayFrame } from './pipeline/operator-frames.ts';

/** Longest wait for the shop's answer to an operator, ms. */
const ANSWER_WITHIN_MS = 3_000;
/** Longest wait at the gateway's end for actuators to prove that they are in their safe state, ms. */
const REST_WITHIN_MS = 3_000;

export interface ActuatorDeskOptions {
  readonly intake: Pick<Intake, 'accept'>;
  /** Resolves when all that was accepted has been applied and committed. */
  readonly settle: () => Promise<void>;
}

/** Operators' requests on their way through the journal, and the gateway's own words to actuators at its beginning and end. */
export function createActuatorDesk({ intake, settle }: ActuatorDeskOptions) {
  const requests = new Map<string, (answer: ActuatorAnswer) => void>();
  /** Commands into the safe state that nobody has answered yet. */
  const unanswered = new Set<string>();
  let onAnswered = (): void => {};

  function answerOf(event: DomainEvent): ActuatorAnswer | null {
    switch (event.type) {
      case 'actuator.commanded':
        return { result: 'asked', reason: event.reason, command: event.command, until: event.until };
      case 'actuator.extended':
        return { result: 'extended', reason: 'operator', command: null, until: event.until };
      case 'actuator.barred':
        return { result: 'barred', reason: event.reason, command: null, until: null };
      default:
        return null;
    }
  }

  return {
    /** Stored when it resolves; the answer is `pending` when the shop had none in time. */
    async ask(ask: Pick<ActuatorAsked, 'device' | 'channel' | 'action' | 'forMs'>, user: string): Promise<ActuatorAnswer> {
      const request = `o-${randomBytes(8).toString('hex')}`;
      const { promise, resolve } = Promise.withResolvers<ActuatorAnswer>();
      requests.set(request, resolve);
      const timer = setTimeout(() => resolve({ result: 'pending', reason: 'operator', command: null, until: null }), ANSWER_WITHIN_MS);
      try {
        await intake.accept(actuatorFrame({ request, ...ask }, user));
        return await promise;
      } finally {
        clearTimeout(timer);
        requests.delete(request);
      }
    },
    /** Hears what was committed. */
    heard(event: DomainEvent): void {
      if (event.type === 'actuator.commanded' && event.toward === 'safe') unanswered.add(event.command);
      if (event.type === 'actuator.answered' && unanswered.delete(event.command)) onAnswered();
      const run = 'cause' in event ? event.cause?.run : undefined;
      const answer = run === undefined ? null : answerOf(event);
      if (run !== undefined && answer !== null) requests.get(run)?.(answer);
    },
    started: (): Promise<void> => intake.accept(gatewayFrame('started')),
    /** Puts back what is away from its safe state, and waits a moment for the proof. */
    async rest(): Promise<void> {
      await intake.accept(gatewayFrame('stops'));
      await settle();
      if (unanswered.size === 0) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, REST_WITHIN_MS);
      onAnswered = () => {
        if (unanswered.size === 0) resolve();
      };
      await promise;
      clearTimeout(timer);
    },
  };
}
