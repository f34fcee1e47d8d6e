import type { AedesPublishPacket, Client, PublishPacket } from 'aedes';
import type { Intake } from '../pipeline/frame.ts';
import type { MqttLimits } from './mqtt-limits.ts';
import type { Permits, Principal } from './mqtt-principal.ts';
import { isWellFormed, isWithinLimits } from './mqtt-topic.ts';
import type { RateBudget } from './rate-budget.ts';

interface IngestOptions {
  readonly intake: Intake;
  readonly permits: Permits;
  readonly limits: MqttLimits;
  readonly budget: RateBudget;
  readonly principalOf: (client: Client) => Principal | undefined;
  /** True when the broker already holds this QoS 2 message and waits for its PUBREL. */
  readonly isHeld: (client: Client, packet: PublishPacket) => Promise<boolean>;
}

type Done = (error?: Error | null) => void;
const NO_BYTES = new Uint8Array();

/**
 * The way of a PUBLISH, and of a last will, into the journal. aedes acknowledges right after `authorizePublish` answers and
 * before anything else happens, so the answer waits until the frame is on disk: acknowledged is durable. When it cannot be
 * stored the connection closes without an acknowledgement, and the device repeats. Packets that arrive in one piece are
 * handed over one after the other without waiting in between, so they share a group commit.
 */
export function createIngest(options: IngestOptions) {
  const { intake, permits, limits, budget } = options;
  /** Acknowledged, but neither retained nor queued nor passed on. */
  const dropped = new WeakSet<object>();
  /** QoS 2 messages on their way to disk: a repetition in the same chunk waits for the first instead of becoming a second frame. */
  const underWay = new WeakMap<Client, Map<number, Promise<void>>>();
  /** The last message of each client that is, or was, on its way to disk. */
  const newest = new WeakMap<Client, Promise<void>>();
  let isStopping = false;

  /**
   * What is not allowed is acknowledged and dropped: a device that is cut off instead would send the same message again
   * after every reconnect, for ever, and never get to its good ones.
   */
  function drop(reason: string, client: Client, principal: Principal, packet: PublishPacket, done: Done): void {
    intake.refuse(reason, principal.device, packet.topic, bytesOf(packet));
    dropped.add(packet);
    // After what came before it: acknowledgements keep the order of the messages [MQTT-4.6.0-2].
    const after = (): void => done(null);
    (newest.get(client) ?? Promise.resolve()).then(after, after);
  }

  function accept(principal: Principal, packet: PublishPacket): Promise<void> {
    const frame = {
      transport: 'mqtt',
      source: principal.device,
      topic: packet.topic,
      bytes: bytesOf(packet),
      repeated: packet.dup === true,
    } as const;
    const waitMs = budget.take(principal.device, frame.bytes.length);
    if (waitMs <= 0) return intake.accept(frame);
    return new Promise((resolve, reject) => {
      setTimeout(() => intake.accept(frame).then(resolve, reject), waitMs);
    });
  }

  async function acceptOnce(client: Client, principal: Principal, packet: PublishPacket): Promise<void> {
    const id = packet.messageId ?? 0;
    const pending = underWay.get(client) ?? new Map<number, Promise<void>>();
    underWay.set(client, pending);
    const first = pending.get(id);
    if (first) {
      await first;
      // By the next turn aedes has stored the first one and answers this one with PUBREC alone.
      return new Promise((resolve) => setImmediate(resolve));
    }
    const stored = options.isHeld(client, packet).then((isHeld) => (isHeld ? undefined : accept(principal, packet)));
    pending.set(id, stored);
    try {
      await stored;
    } finally {
      setImmediate(() => pending.delete(id));
    }
  }

  return {
    authorizePublish(client: Client | null, packet: PublishPacket, done: Done) {
      const principal = client ? options.principalOf(client) : undefined;
      // No client: a will whose owner is not of this process. Nobody vouches for it.
      if (!client || !principal) return done(new Error('nobody vouches for this message'));
      if (isStopping) return done(new Error('the gateway stops: what it cuts off itself is no news about devices'));
      if (!isWellFormed(packet.topic)) {
        intake.refuse('malformed-topic', principal.device, '', NO_BYTES);
        return done(new Error('ill-formed text in a topic [MQTT-1.5.3-1]'));
      }
      if (packet.qos > 0 && packet.messageId === 0) return done(new Error('packet id 0 [MQTT-2.3.1-1]'));
      if (!isWithinLimits(packet.topic, limits)) return drop('topic-too-long', client, principal, packet, done);
      if (packet.topic.startsWith('$') || !permits.publish(principal, packet.topic))
        return drop('foreign-topic', client, principal, packet, done);
      const stored = packet.qos === 2 ? acceptOnce(client, principal, packet) : accept(principal, packet);
      newest.set(client, stored);
      stored.then(() => done(null), done);
    },
    isDropped: (packet: PublishPacket | AedesPublishPacket): boolean => dropped.has(packet),
    stop(): void {
      isStopping = true;
    },
  };
}

const bytesOf = (packet: PublishPacket): Uint8Array => (typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload);
