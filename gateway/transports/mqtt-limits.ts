/** What one connection, one device and the broker as a whole may use; everything beyond is refused and counted. */
export interface MqttLimits {
  /** Remaining length of any packet, bytes. */
  readonly packetBytes: number;
  readonly topicBytes: number;
  readonly topicLevels: number;
  readonly clientIdBytes: number;
  readonly filtersPerSubscribe: number;
  readonly subscriptions: number;
  /** From the first byte of a connection to its whole CONNECT. */
  readonly connectMs: number;
  /** TCP and WebSocket together. */
  readonly connections: number;
  /** Longer keepalives, and 0 ("never ask"), count as this many seconds. */
  readonly keepAliveS: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  /** Topics that hold a retained message, over all devices. */
  readonly retained: number;
  /** Messages that wait for one absent subscriber; the oldest goes first. */
  readonly queued: number;
  /** A subscriber that takes nothing for so long is cut off, so that the others go on. */
  readonly drainMs: number;
}

/**
 * The published limits of the large MQTT clouds where those are known (topic, client id, filters, packet), and rates that
 * a fast fixed reader stays below (about 1,000 reads a second, one message each).
 */
export const DEFAULT_MQTT_LIMITS: MqttLimits = {
  packetBytes: 65_536,
  topicBytes: 256,
  topicLevels: 8,
  clientIdBytes: 128,
  filtersPerSubscribe: 8,
  subscriptions: 50,
  connectMs: 10_000,
  connections: 1_000,
  keepAliveS: 1_200,
  messagesPerSecond: 2_000,
  bytesPerSecond: 4_194_304,
  retained: 10_000,
  queued: 1_000,
  drainMs: 1_000,
};
