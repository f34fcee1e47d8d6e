import { drivers } from '../devices/index.ts';
import type { DeviceDriver } from '../devices/kit/define-device.ts';
import { createTopicMap } from '../devices/kit/topic-map.ts';
import { CHANNELS_IN, type ChannelIn, canonicalTopic } from '../devices/kit/topics.ts';
import type { LoadedConfig } from './config/loaded-config.ts';

/** Whose message it is, and what its driver has to know of the device. */
export interface MessageOwner {
  readonly device: string;
  readonly driver: DeviceDriver;
  readonly address: string;
  readonly settings: unknown;
}

/** Topics whose owners are remembered; a stranger who invents topics only makes the shop forget and look again. */
const REMEMBERED = 10_000;

/** What is asked of a shop to tell whose message it is. */
export interface TopicShop {
  readonly config: Pick<LoadedConfig['config'], 'devices' | 'store'>;
  readonly settings: LoadedConfig['settings'];
}

/** Which device and driver a topic belongs to, for live frames and for recordings. The same topic gives the same object. */
export function topicResolver({ config, settings }: TopicShop) {
  const byName = new Map(drivers.map((driver) => [driver.driver, driver]));
  const map = createTopicMap(
    config.devices.map(({ id, driver, address, topics }) => ({ id, driver, address, topics: topics ?? byName.get(driver)?.topics ?? [] })),
    config.store.id,
  );
  const addresses = new Map(config.devices.map(({ id, address = id }) => [id, address]));
  const known = new Map<string, MessageOwner | null>();
  const ownerOf = (topic: string): MessageOwner | null => {
    const owner = map.resolve(topic);
    const driver = owner && byName.get(owner.driver);
    if (!driver) return null;
    const { device } = owner;
    return { device, driver, address: addresses.get(device) ?? device, settings: settings.get(device) ?? {} };
  };
  return {
    map,
    resolve(topic: string): MessageOwner | null {
      let owner = known.get(topic);
      if (owner === undefined) {
        if (known.size >= REMEMBERED) known.clear();
        owner = ownerOf(topic);
        known.set(topic, owner);
      }
      return owner;
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

/** True for the names that devices and observers of store.yaml log in with. */
export function namesOf({ config }: LoadedConfig): (name: string) => boolean {
  const names = new Set([...config.devices.map(({ id }) => id), ...config.broker.observers]);
  return (name) => names.has(name);
}
