import type { TopicMap } from '../devices/kit/topic-map.ts';
import { commandTopic, gatewayTopic, topicMatches } from '../devices/kit/topics.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import type { Permits, Principal } from './transports/mqtt-principal.ts';

/**
 * What a credential may do on the embedded broker. A device publishes on its own topics and hears its own commands; an
 * observer hears what the gateway tells, and publishes nothing.
 */
export function createPermits({ config }: LoadedConfig, map: TopicMap): Permits & { principalOf(name: string): Principal } {
  const store = config.store.id;
  const observers = new Set(config.broker.observers);
  const told = gatewayTopic(store, '');
  return {
    principalOf: (name) => ({ device: name, kind: observers.has(name) ? 'service' : 'device' }),
    publish: ({ device, kind }, topic) =>
      kind === 'device' && (map.resolve(topic)?.device === device || map.topicsOf(device).some((filter) => topicMatches(filter, topic))),
    // Wildcards can only stand behind the fixed beginning, so no filter reaches beyond it.
    subscribe: ({ device, kind }, filter) => (kind === 'service' ? filter.startsWith(told) : filter === commandTopic(store, device)),
  };
}
