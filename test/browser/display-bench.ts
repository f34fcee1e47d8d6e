import { once } from 'node:events';
import type { AedesPublishPacket } from 'aedes';
import type { Bench } from './bench.ts';

const BASE = 'aisle/v1/river-street/screen-tea';
export const ADDRESS = '/player/#display=screen-tea&key=secret-key&store=river-street&idle=Good%20afternoon';

/** What the display publishes, in order, and a way to wait for the next message on a channel. */
export function listen({ server }: Bench) {
  const messages: { topic: string; retain: boolean; qos: number; body: Record<string, unknown> }[] = [];
  server.broker.on('publish', (packet: AedesPublishPacket, client) => {
    if (!client) return;
    const body = JSON.parse(packet.payload.toString()) as Record<string, unknown>;
    messages.push({ topic: packet.topic.slice(BASE.length + 1), retain: packet.retain, qos: packet.qos, body });
  });
  const until = async (channel: string, count = 1) => {
    while (messages.filter((message) => message.topic === channel).length < count) await once(server.broker, 'publish');
    return messages.filter((message) => message.topic === channel);
  };
  return { messages, until };
}

export const send = ({ server }: Bench, command: object): Promise<void> =>
  new Promise((resolve) => {
    const packet = { cmd: 'publish', topic: `${BASE}/cmd`, payload: JSON.stringify(command), qos: 1, retain: false, dup: false } as const;
    server.broker.publish(packet, () => resolve());
  });

export const subscribed = async ({ server }: Bench): Promise<void> => void (await once(server.broker, 'subscribe'));

/** A command that a display shows for four seconds. */
export const offer = (id: string, more: object = {}) => ({
  id,
  deadline: Date.now() + 20_000,
  kind: 'show',
  showForMs: 4_000,
  content: { en: { title: 'Taste before you choose', body: 'Today: Lishan tea', priceMinor: 98000, currency: 'TWD' } },
  ...more,
});
