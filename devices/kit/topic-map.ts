import { CHANNELS_IN, canonicalTopic, fillTopic, topicMatches } from './topics.ts';

/** A device as the map needs it: `topics` are those of store.yaml, or else those that its driver names. */
export interface MappedDevice {
  readonly id: string;
  readonly driver: string;
  /** The hardware's own name; its id when it has none. */
  readonly address?: string | undefined;
  readonly topics: readonly string[];
}

interface TopicOwner {
  readonly device: string;
  /** The driver that reads what comes on this topic. */
  readonly driver: string;
}

export interface TopicMap {
  /** Who publishes on the topic; null for a foreign one. One map look-up unless only a wildcard covers it. */
  resolve(topic: string): TopicOwner | null;
  /** The topics (and filters) on which a device may publish; empty for an unknown device. */
  topicsOf(device: string): readonly string[];
}

/** The driver of our own JSON, which every device may speak on its canonical topics. */
const CANONICAL_DRIVER = 'canonical-json';

/**
 * Which device speaks on which topic. Besides its own topics every device owns the canonical channels of its id: `reads`
 * in its driver's form (a webhook of a reader arrives there), all others in canonical JSON (last will, description).
 * Exact topics win over wildcards, earlier devices over later ones.
 */
export function createTopicMap(devices: readonly MappedDevice[], storeId: string): TopicMap {
  const exact = new Map<string, TopicOwner>();
  const wildcards: { readonly filter: string; readonly owner: TopicOwner }[] = [];
  const topicsByDevice = new Map<string, readonly string[]>();
  for (const { id, driver, address = id, topics } of devices) {
    const owner = { device: id, driver };
    const canonical = { device: id, driver: CANONICAL_DRIVER };
    const own = topics.map((pattern) => fillTopic(pattern, { store: storeId, device: id, address }));
    for (const topic of own) {
      if (/[+#]/.test(topic)) wildcards.push({ filter: topic, owner });
      else if (!exact.has(topic)) exact.set(topic, owner);
    }
    for (const channel of CHANNELS_IN) {
      const topic = canonicalTopic(storeId, id, channel);
      if (!exact.has(topic)) exact.set(topic, channel === 'reads' ? owner : canonical);
    }
    topicsByDevice.set(id, [...new Set([...own, ...CHANNELS_IN.map((channel) => canonicalTopic(storeId, id, channel))])]);
  }
  return {
    resolve: (topic) => exact.get(topic) ?? wildcards.find(({ filter }) => topicMatches(filter, topic))?.owner ?? null,
    topicsOf: (device) => topicsByDevice.get(device) ?? [],
  };
}
