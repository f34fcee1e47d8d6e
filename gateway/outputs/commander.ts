import type { DeviceCommand, Outgoing } from '../../devices/kit/command.ts';
import type { CommandResult } from '../domain/readings.ts';
import { isGatewayError } from '../errors.ts';
import type { CommandRowBody } from './display-command.ts';
import type { Delivery, WaitingRow } from './drain.ts';

type HttpRequest = Extract<Outgoing, { via: 'http' }>;
type OpcuaRequest = Extract<Outgoing, { via: 'opcua' }>;
export type StateValues = Readonly<Record<string, string | number | boolean>>;

/** How commands are said to hardware that does not speak our JSON. */
export interface HardwareVoice {
  /** The command in the hardware's words; empty for one that it cannot obey. */
  command(command: DeviceCommand): readonly Outgoing[];
  /** True when this state proves that it was obeyed; null: handing it over is all that one can know. */
  readonly confirms: ((command: DeviceCommand, values: StateValues) => boolean) | null;
}

export interface CommanderOptions {
  /** Null for hardware that takes canonical JSON and acknowledges by itself. */
  readonly voiceOf: (device: string) => HardwareVoice | null;
  readonly commandTopic: (device: string) => string;
  /** Resolves when the brokers have taken it. */
  readonly publish: (topic: string, payload: string | Uint8Array, how: { readonly qos: 0 | 1; readonly retain: boolean }) => Promise<void>;
  /** Each resolves when the device has taken it, and rejects when it could not be reached or refused it. */
  readonly stream: (device: string, bytes: Uint8Array) => Promise<void>;
  readonly http: (device: string, request: HttpRequest) => Promise<void>;
  readonly opcua: (device: string, request: OpcuaRequest) => Promise<void>;
  /** Tells the shop what became of a command, on behalf of hardware that cannot; never rejects. */
  readonly acknowledge: (device: string, command: string, result: CommandResult) => Promise<void>;
  readonly clock: () => number;
  readonly log: (text: string, facts: Readonly<Record<string, unknown>>) => void;
  /** Pause between two tries of a device that could not be reached, ms. */
  readonly retryMs?: number;
  /** How often it is looked whether a deadline has passed, ms. */
  readonly lookMs?: number;
}

/** Commands that wait for one device; more are refused: it is slower than it is asked. */
const MOST_WAITING = 32;

const doneWord = (command: DeviceCommand): CommandResult => (command.kind === 'show' ? 'shown' : 'done');

/** Asking again would bring the same answer. */
const isFinal = (error: unknown): boolean => isGatewayError(error, 'DEVICE_REFUSED') || isGatewayError(error, 'DEVICE_UNKNOWN');

/**
 * Brings commands to devices. MQTT goes out in the order of the outbox. Every other device has a queue of its own, so that one
 * that does not answer holds up nobody; it is tried until the command's deadline. What was not proved by then is told as
 * expired; an offer stays unconfirmed instead, which the shop notices by itself and raises the alarm for.
 */
export function createCommander(options: CommanderOptions) {
  const { voiceOf, commandTopic, clock, log, retryMs = 500, lookMs = 1_000 } = options;
  const queues = new Map<string, { waiting: number; last: Promise<void> }>();
  /** Handed over, not yet proved by a state of the device. */
  const unproved = new Map<string, readonly DeviceCommand[]>();
  /** What the gateway's stop cuts short. */
  const pauses = new Set<() => void>();
  let stopped = false;
  let look: NodeJS.Timeout | null = null;

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        pauses.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      pauses.add(end);
    });

  function hand(device: string, outgoing: Outgoing): Promise<void> {
    switch (outgoing.via) {
      case 'mqtt':
        return options.publish(outgoing.topic, outgoing.bytes, { qos: 1, retain: false });
      case 'stream':
        return options.stream(device, outgoing.bytes);
      case 'http':
        return options.http(device, outgoing);
      case 'opcua':
        return options.opcua(device, outgoing);
    }
  }

  async function say(device: string, voice: HardwareVoice, command: DeviceCommand, words: readonly Outgoing[]): Promise<void> {
    const { confirms } = voice;
    // Before it is said: the answer may be faster than our own side of the hand-over.
    if (confirms) expectProof(device, command);
    for (const outgoing of words) await hand(device, outgoing);
    if (!confirms) await options.acknowledge(device, command.id, doneWord(command));
  }

  function expectProof(device: string, command: DeviceCommand): void {
    keep(device, [...(unproved.get(device) ?? []).filter(({ id }) => id !== command.id), command]);
  }

  function keep(device: string, open: readonly DeviceCommand[]): void {
    if (open.length === 0) unproved.delete(device);
    else unproved.set(device, open);
    if (unproved.size > 0 && !stopped) look ??= setTimeout(endOverdue, lookMs);
  }

  /** Nobody else keeps the time of switches, lamps and machines. */
  function endOverdue(): void {
    look = null;
    const now = clock();
    for (const [device, open] of [...unproved]) {
      keep(
        device,
        open.filter(({ deadline }) => deadline > now),
      );
      for (const command of open) if (command.deadline <= now) expire(device, command);
    }
  }

  const expire = (device: string, command: DeviceCommand): void => {
    if (command.kind !== 'show') void options.acknowledge(device, command.id, 'expired');
  };

  /** Tries until it was said, was refused or the deadline has passed. Rejects when the gateway stops before that. */
  async function insist(device: string, voice: HardwareVoice, command: DeviceCommand, words: readonly Outgoing[]): Promise<void> {
    for (let tries = 0; !stopped; tries++) {
      if (clock() >= command.deadline) {
        if (tries === 0 || (command.kind !== 'show' && !voice.confirms)) await options.acknowledge(device, command.id, 'expired');
        return;
      }
      try {
        await say(device, voice, command, words);
        return;
      } catch (error) {
        if (isFinal(error)) {
          log('a device refused a command', { device, kind: command.kind, error: String(error) });
          await refuse(device, command);
          return;
        }
        if (tries === 0) log('a device did not take a command; it is tried again until its deadline', { device, error: String(error) });
        await pause(Math.min(retryMs * 2 ** tries, 5_000, Math.max(1, command.deadline - clock())));
      }
    }
    throw new Error('the gateway stops');
  }

  async function refuse(device: string, command: DeviceCommand): Promise<void> {
    keep(
      device,
      (unproved.get(device) ?? []).filter(({ id }) => id !== command.id),
    );
    await options.acknowledge(device, command.id, 'refused');
  }

  /** Null when too many wait already. */
  function queue(device: string, work: () => Promise<void>): Promise<void> | null {
    const own = queues.get(device) ?? { waiting: 0, last: Promise.resolve() };
    queues.set(device, own);
    if (own.waiting >= MOST_WAITING) return null;
    own.waiting++;
    const carriedOut = own.last.then(work).finally(() => {
      own.waiting--;
    });
    own.last = carriedOut.catch(() => undefined);
    return carriedOut;
  }

  /** Says it at once; or queues it, and then gives what resolves when it was carried out. */
  async function send({ device, command }: CommandRowBody): Promise<{ readonly carriedOut?: Promise<void> }> {
    const voice = voiceOf(device);
    if (!voice) {
      await options.publish(commandTopic(device), JSON.stringify(command), { qos: 1, retain: false });
      return {};
    }
    const words = voice.command(command);
    if (words.length === 0) {
      log('a device cannot obey a command', { device, kind: command.kind });
      await refuse(device, command);
    } else if ((unproved.get(device)?.length ?? 0) >= MOST_WAITING) await refuse(device, command);
    else if (words.every(({ via }) => via === 'mqtt')) await say(device, voice, command, words);
    else {
      const carriedOut = queue(device, () => insist(device, voice, command, words));
      if (carriedOut) return { carriedOut };
      await refuse(device, command);
    }
    return {};
  }

  return {
    /** Outbox rows with a `CommandRowBody`, in order; the first that no broker takes, and all behind it, stay. */
    async deliver(rows: readonly WaitingRow[]): Promise<Delivery> {
      const delivered: number[] = [];
      const underWay = new Map<number, Promise<void>>();
      try {
        for (const row of rows) {
          const { carriedOut } = await send(row.body as CommandRowBody);
          if (carriedOut) underWay.set(row.id, carriedOut);
          else delivered.push(row.id);
        }
      } catch (error) {
        // The broker is away; what was not delivered is tried again and shows as waiting. Anything else has to be seen.
        if (!isGatewayError(error, 'BROKER_UNREACHABLE')) log('commands could not be handed over; they wait', { error: String(error) });
      }
      return { delivered, failed: [], ...(underWay.size > 0 ? { underWay } : {}) };
    },
    /** Says to a device what its driver wants to know of it, once: a question that was not heard is asked again anyway. Never rejects. */
    async ask(device: string, outgoing: Outgoing): Promise<void> {
      try {
        await hand(device, outgoing);
      } catch (error) {
        log('a device could not be asked for what its driver misses', { device, error: String(error) });
      }
    },
    /** A device said what it is doing: that may be the proof that a command was obeyed. */
    stated(device: string, values: StateValues): void {
      const open = unproved.get(device);
      const confirms = open && voiceOf(device)?.confirms;
      if (!confirms) return;
      const now = clock();
      const proved = open.filter((command) => command.deadline > now && confirms(command, values));
      keep(
        device,
        open.filter((command) => !proved.includes(command)),
      );
      for (const command of proved) void options.acknowledge(device, command.id, doneWord(command));
    },
    /** Gives up what is still tried. Safe to call twice. */
    async stop(): Promise<void> {
      stopped = true;
      if (look) clearTimeout(look);
      look = null;
      for (const end of [...pauses]) end();
      await Promise.all([...queues.values()].map(({ last }) => last));
    },
  };
}

export type Commander = ReturnType<typeof createCommander>;
