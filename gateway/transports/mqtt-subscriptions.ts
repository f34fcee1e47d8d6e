import type { AedesPublishPacket, Client, SubscribePacket, Subscription, UnsubscribePacket } from 'aedes';
import type { Intake } from '../pipeline/frame.ts';
import type { Interests } from './mqtt-interests.ts';
import type { MqttLimits } from './mqtt-limits.ts';
import type { Permits, Principal } from './mqtt-principal.ts';
import { isFilter, isWellFormed, isWithinLimits } from './mqtt-topic.ts';

interface SubscriptionOptions {
  readonly intake: Intake;
  readonly permits: Permits;
  readonly limits: MqttLimits;
  readonly interests: Interests;
  readonly principalOf: (client: Client) => Principal | undefined;
}

const NO_BYTES = new Uint8Array();

/** Who may subscribe to what, and gets it. */
export function createSubscriptions(options: SubscriptionOptions) {
  const { intake, permits, limits, interests, principalOf } = options;

  function mayHold(client: Client, filter: string): boolean {
    const principal = principalOf(client);
    return (
      principal !== undefined &&
      isFilter(filter) &&
      isWellFormed(filter) &&
      isWithinLimits(filter, limits) &&
      permits.subscribe(principal, filter)
    );
  }

  return {
    /**
     * Sees SUBSCRIBE and UNSUBSCRIBE before aedes does, and names what it overlooks; the connection then closes. Refused
     * filters go on with QoS 0: aedes stores all filters of a packet for a kept session, refused ones too, and would queue
     * messages of QoS 1 for them.
     */
    faultOf(client: Client, packet: SubscribePacket | UnsubscribePacket): 'malformed' | 'too-many-filters' | null {
      const filters = packet.cmd === 'subscribe' ? packet.subscriptions.map(({ topic }) => topic) : packet.unsubscriptions;
      if (filters.length > limits.filtersPerSubscribe) return 'too-many-filters';
      // [MQTT-2.3.1-1] [MQTT-3.10.3-2] [MQTT-4.7.1-2] [MQTT-1.5.3-1]
      if (packet.messageId === 0 || filters.length === 0) return 'malformed';
      if (!filters.every((filter) => isFilter(filter) && isWellFormed(filter))) return 'malformed';
      if (packet.cmd === 'subscribe') for (const wanted of packet.subscriptions) if (!mayHold(client, wanted.topic)) wanted.qos = 0;
      return null;
    },

    /** Asked again for every message: a queue may hold what its owner may no longer see. */
    authorizeForward(client: Client, packet: AedesPublishPacket): AedesPublishPacket | null {
      const principal = principalOf(client);
      return principal && permits.subscribe(principal, packet.topic) ? packet : null;
    },

    /** Null becomes 0x80 in the SUBACK. */
    authorizeSubscribe(
      client: Client,
      subscription: Subscription,
      done: (error: Error | null, granted?: Subscription | null) => void,
    ): void {
      const held = interests.filters(client);
      const isNew = !held.has(subscription.topic);
      const isGood = mayHold(client, subscription.topic) && !(isNew && held.size >= limits.subscriptions);
      if (isGood) interests.add(client, subscription.topic);
      else
        intake.refuse('foreign-subscription', principalOf(client)?.device ?? '', subscription.topic.slice(0, limits.topicBytes), NO_BYTES);
      done(null, isGood ? subscription : null);
    },
  };
}
export type Subscriptions = ReturnType<typeof createSubscriptions>;
