import { randomBytes } from 'node:crypto';
import { compileAction } from './config/compile-drives.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { channelOf, isSameAction } from './domain/actuators/action.ts';
import { type Actuator, isUndone, safeOf } from './domain/actuators/actuator.ts';
import type { DomainEvent } from './domain/events.ts';
import type { ActuatorAsked } from './domain/readings.ts';
import type { Shop } from './domain/shop.ts';
import { milliseconds } from './domain/units.ts';
import { GatewayError } from './errors.ts';
import type { ActuatorAnswer, ActuatorRequest } from './http/contract-actuator.ts';
import type { Intake } from './pipeline/frame.ts';
import { actuatorFrame, gatewayFrame } from './pipeline/operator-frames.ts';

/** Longest wait for the shop's answer to an operator, ms. */
const ANSWER_WITHIN_MS = 3_000;
/** Longest wait at the gateway's end for actuators to prove that they are in their safe state, ms. */
const REST_WITHIN_MS = 3_000;

export interface ActuatorDeskOptions {
  readonly loaded: LoadedConfig;
  readonly shop: Pick<Shop, 'actuators'>;
  readonly intake: Pick<Intake, 'accept'>;
  /** Resolves when all that was accepted has been applied and committed. */
  readonly settle: () => Promise<void>;
}

/** Operators' requests on their way through the journal, and the gateway's own words to actuators at its beginning and end. */
export function createActuatorDesk({ loaded, shop, intake, settle }: ActuatorDeskOptions) {
  const kinds = new Map(loaded.config.devices.flatMap(({ id, actuator }) => (actuator ? [[id, actuator.kind] as const] : [])));
  const actuators = new Map<string, Actuator>(shop.actuators.map((actuator) => [actuator.id, actuator]));
  const requests = new Map<string, (answer: ActuatorAnswer) => void>();
  /** Commands into the safe state that nobody has answered yet. */
  const unanswered = new Set<string>();
  let onAnswered = (): void => {};

  function asksOf(
    device: string,
    { do: what, channel: named, forS, ...asked }: ActuatorRequest,
  ): Pick<ActuatorAsked, 'device' | 'channel' | 'action' | 'forMs'> {
    const actuator = actuators.get(device);
    if (!actuator) throw new GatewayError('DEVICE_UNKNOWN', `store.yaml has no actuator ${device}`, { device });
    const action = what === 'safe' ? null : compileAction({ ...asked, do: what, channel: named }, kinds.get(device) ?? 'relay');
    const channel = action === null ? named : channelOf(action);
    if (!actuator.channels.includes(channel))
      throw new GatewayError('INPUT_INVALID', `nothing in store.yaml speaks of channel ${channel} of ${device}`, { device });
    const isWhole = action === null || (action.do !== 'write' && action.do !== 'call') || asked.name !== undefined;
    if (!isWhole || (what === 'write' && asked.value === undefined))
      throw new GatewayError('INPUT_INVALID', `"${what}" needs "name"${what === 'write' ? ' and "value"' : ''}`);
    const safe = safeOf(actuator, channel);
    if (action !== null && !isUndone(action, safe))
      throw new GatewayError('INPUT_INVALID', `nothing takes this back: see actuator.safe of ${device}`);
    const isSafe = action === null || isSameAction(action, safe);
    return { device: actuator.id, channel, action: isSafe ? null : action, forMs: milliseconds(Math.round(forS * 1_000)) };
  }

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
    /**
     * Stored when it resolves; the answer is `pending` when the shop had none in time. Rejects with DEVICE_UNKNOWN for what is no
     * actuator, with INPUT_INVALID for what it has not or nothing takes back.
     */
    async ask(device: string, asked: ActuatorRequest, user: string): Promise<ActuatorAnswer> {
      const ask = asksOf(device, asked);
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
