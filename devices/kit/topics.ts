/**
 * Every MQTT topic of ours, built and parsed side by side. Canonical form: `aisle/v1/{store}/{device}/{channel}`;
 * a topic never holds an EPC, a card number or anything else of a person.
 */
const ROOT = 'aisle/v1';

/** Channels on which devices publish. */
export const CHANNELS_IN = [
  'status',
  'info',
  'reads',
  'card',
  'weight',
  'count',
  'presence',
  'climate',
  'button',
  'sale',
  'ack',
  'state',
] as const;
/** The channel on which a display or actuator listens. */
const COMMAND_CHANNEL = 'cmd';
/** Takes the place of a device id for what the gateway itself publishes; no device may be called so. */
const GATEWAY_DEVICE = 'gateway';

export type ChannelIn = (typeof CHANNELS_IN)[number];
export type Channel = ChannelIn | typeof COMMAND_CHANNEL;

const KNOWN_CHANNELS: ReadonlySet<string> = new Set<string>([...CHANNELS_IN, COMMAND_CHANNEL]);

export const canonicalTopic = (store: string, device: string, channel: Channel): string => `${ROOT}/${store}/${device}/${channel}`;

/** Where a display or actuator listens; never retained. */
export const commandTopic = (store: string, device: string): string => canonicalTopic(store, device, COMMAND_CHANNEL);

/** Where the gateway publishes: `gatewayTopic('shop', 'zone', 'door', 'occupancy')`, `gatewayTopic('shop', 'event', 'item.picked')`. */
export const gatewayTopic = (store: string, ...levels: readonly string[]): string => [ROOT, store, GATEWAY_DEVICE, ...levels].join('/');

export interface CanonicalTopic {
  readonly store: string;
  readonly device: string;
  readonly channel: Channel;
}

/** Null for every topic that is not exactly of the canonical form with a known channel; also for what the gateway publishes. */
export function parseCanonicalTopic(topic: string): CanonicalTopic | null {
  const [root, version, store, device, channel, more] = topic.split('/');
  if (`${root}/${version}` !== ROOT || !store || !device || channel === undefined || more !== undefined) return null;
  if (device === GATEWAY_DEVICE || !isChannel(channel)) return null;
  return { store, device, channel };
}

const isChannel = (text: string): text is Channel => KNOWN_CHANNELS.has(text);

/** The last level of a topic: the channel of a canonical one. '' for the empty topic. */
export const lastLevel = (topic: string): string => topic.slice(topic.lastIndexOf('/') + 1);

/**
 * True when an MQTT filter (`+`, `#`) covers the topic. A wildcard at the first level does not cover topics of the broker
 * itself. @see MQTT 3.1.1, 4.7.1 and 4.7.2
 */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  if (topic.startsWith('$') && (wanted[0] === '+' || wanted[0] === '#')) return false;
  for (let i = 0; i < wanted.length; i++) {
    if (wanted[i] === '#') return true;
    if (i >= levels.length || (wanted[i] !== '+' && wanted[i] !== levels[i])) return false;
  }
  return wanted.length === levels.length;
}

/**
 * True when every topic that `wanted` can match is one that the filter `own` matches too: whoever may hear `own` may ask for
 * less. Exact topics are filters that match themselves.
 */
export function filterCovers(own: string, wanted: string): boolean {
  const allowed = own.split('/');
  const levels = wanted.split('/');
  for (let i = 0; i < allowed.length; i++) {
    if (allowed[i] === '#') return !isOfBroker(own, wanted);
    const level = levels[i];
    if (level === undefined || level === '#' || (allowed[i] !== '+' && allowed[i] !== level)) return false;
  }
  return allowed.length === levels.length && !isOfBroker(own, wanted);
}

/** A wildcard at the first level does not reach the broker's own topics. */
const isOfBroker = (own: string, wanted: string): boolean => wanted.startsWith('$') && (own.startsWith('+') || own.startsWith('#'));

/** Puts store, device and the hardware's own name (the device id when it has none) into a driver's topic pattern. */
export const fillTopic = (pattern: string, names: { readonly store: string; readonly device: string; readonly address?: string }): string =>
  pattern
    .replaceAll('{store}', names.store)
    .replaceAll('{device}', names.device)
    .replaceAll('{address}', names.address ?? names.device);
