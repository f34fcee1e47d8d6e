import { findDriver } from '../devices/index.ts';
import { listensOf } from '../devices/kit/define-device.ts';
import type { TopicMap } from '../devices/kit/topic-map.ts';
import { commandTopic, fillTopic, filterCovers, gatewayTopic, topicMatches } from '../devices/kit/topics.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import type { Permits, Principal } from './transports/mqtt-principal.ts';

/**
 * What a credential may do on the embedded broker. A device publishes on its own topics and hears its own commands; an
 * observer hears what the gateway tells, and publishes nothing.
 */
export function createPermits({ config, settings }: LoadedConfig, map: TopicMap): Permits & { principalOf(name: string): Principal } {
  const store = config.store.id;
  const observers = new Set(config.broker.observers);
  const told = gatewayTopic(store, '');
  const announced = config.outputs.homeAssistant ? `${config.outputs.homeAssistant.prefix}/` : null;
  /** Besides itself a bridge speaks for the devices that come by it. */
  const speaksFor = new Map(config.devices.map(({ id }) => [id, [id]]));
  for (const { id, via } of config.devices) if (via !== undefined) speaksFor.get(via)?.push(id);
  const mayPublish = (device: string, topic: string): boolean => {
    const owner = map.resolve(topic)?.device;
    const names = speaksFor.get(device) ?? [device];
    if (owner !== undefined && names.includes(owner)) return true;
    return names.some((name) => map.topicsOf(name).some((filter) => topicMatches(filter, topic)));
  };
  const listens = new Map(
    config.devices.map(({ id, driver: name, address = id }) => {
      const driver = findDriver(name);
      const own = driver ? listensOf(driver, settings.get(id) ?? {}) : [];
      return [id, [commandTopic(store, id), ...own.map((filter) => fillTopic(filter, { store, device: id, address }))]];
    }),
  );
  const mayHear = (device: string, filter: string): boolean =>
    (speaksFor.get(device) ?? [device]).some((name) => (listens.get(name) ?? []).some((own) => filterCovers(own, filter)));
  return {
    principalOf: (name) => ({ device: name, kind: observers.has(name) ? 'service' : 'device' }),
    publish: ({ device, kind }, topic) => kind === 'device' && mayPublish(device, topic),
    // Wildcards can only stand behind the fixed beginning, so no filter reaches beyond it.
    subscribe: ({ device, kind }, filter) =>
      kind === 'service' ? filter.startsWith(told) || (announced !== null && filter.startsWith(announced)) : mayHear(device, filter),
  };
}
