import { drivers } from '../devices/index.ts';
import { createTopicMap } from '../devices/kit/topic-map.ts';
import { CHANNELS_IN, type ChannelIn, canonicalTopic } from '../devices/kit/topics.ts';
import type { LoadedConfig } from './config/loaded-config.ts';

/** Which device and driver a topic belongs to, for live frames and for recordings. */
export function topicResolver({ config }: LoadedConfig) {
  const byName = new Map(drivers.map((driver) => [driver.driver, driver]));
  const map = createTopicMap(
    config.devices.map(({ id, driver, topics }) => ({ id, driver, topics: topics ?? byName.get(driver)?.topics ?? [] })),
    config.store.id,
  );
  return {
    map,
    resolve(topic: string) {
      const owner = map.resolve(topic);
      const driver = owner && byName.get(owner.driver);
      return driver ? { device: owner.device, driver } : null;
    },
  };
}

const isChannel = (text: string): text is ChannelIn => CHANNELS_IN.some((channel) => channel === text);

/**
 * The topic that stands for what a device pushes by HTTP: the canonical one of the channel, and without a channel that of
 * its reads, where its own driver listens. Null for an unknown device or channel.
 */
export function pushTopics({ config }: LoadedConfig): (device: string, channel: string | undefined) => string | null {
  const known = new Set(config.devices.map(({ id }) => id));
  return (device, channel = 'reads') => (known.has(device) && isChannel(channel) ? canonicalTopic(config.store.id, device, channel) : null);
}

/** The zone that an antenna reads; null for an unknown antenna, and for a reader that names no port and reads several zones. */
export function antennaZones({ config }: LoadedConfig): (device: string, antenna: number) => string | null {
  const byDevice = new Map(config.devices.map(({ id, antennas }) => [id, antennas]));
  return (device, antenna) => {
    const antennas = byDevice.get(device) ?? [];
    const zones = new Set((antenna === 0 ? antennas : antennas.filter(({ port }) => port === antenna)).map(({ zone }) => zone));
    const [only, more] = zones;
    return more === undefined ? (only ?? null) : null;
  };
}
