import { describe, expect, it } from 'vitest';
import { startBroker, topicOf } from '../support/embedded-broker.ts';
import { publishPacket, pubrelPacket, subscribePacket, u16, type Wire } from '../support/mqtt-wire.ts';

const DEVICES = ['gate-1', 'gate-10', 'gate-2', 'scale-1', 'display-1'];
const PAIRS = DEVICES.flatMap((from) => DEVICES.filter((to) => to !== from).map((to) => [from, to] as const));

/** A service that hears everything; its `settled` gives what it has heard. */
async function listen(join: (device: string) => Promise<Wire>): Promise<Wire> {
  const wire = await join('service-1');
  wire.send(subscribePacket(1, ['#', 0]));
  await wire.next();
  return wire;
}

describe.each(PAIRS)('%s towards %s', (from, to) => {
  it.each([0, 1, 2])('may not publish with QoS %i: acknowledged, counted, in no journal, with no subscriber, not retained', async (qos) => {
    const { join, intake } = await startBroker();
    const listener = await listen(join);
    const wire = await join(from);
    wire.send(publishPacket(topicOf(to, 'reads'), 'false', { qos, retain: true }));
    if (qos > 0) expect((await wire.next()).first).toBe(qos === 1 ? 0x40 : 0x50);
    if (qos === 2) wire.send(pubrelPacket(1));
    await wire.settled();
    expect(intake.frames).toEqual([]);
    expect(intake.refused).toMatchObject([{ reason: 'foreign-topic', source: from, topic: topicOf(to, 'reads') }]);
    expect(await listener.settled()).toEqual([]);
    const later = await listen(join);
    expect(await later.settled()).toEqual([]);
  });

  it('may not leave a will', async () => {
    const { join, intake } = await startBroker();
    const listener = await listen(join);
    const wire = await join(from, { will: { topic: topicOf(to, 'status'), payload: 'offline', retain: true } });
    wire.stream.destroy();
    const reconnected = await join(from);
    await reconnected.settled();
    expect(intake.reasons()).toEqual(['foreign-topic']);
    expect(intake.frames).toEqual([]);
    expect(await listener.settled()).toEqual([]);
  });

  it('may not subscribe, neither exactly nor by any wildcard', async () => {
    const { join, broker } = await startBroker();
    const wire = await join(from);
    wire.send(subscribePacket(1, [topicOf(to, 'cmd'), 1], [topicOf(to, '#'), 1], [topicOf('+', 'cmd'), 1], ['#', 1], ['+/#', 1]));
    expect((await wire.next()).body.subarray(2)).toEqual(Buffer.alloc(5, 0x80));
    await broker.publish(topicOf(to, 'cmd'), '{}', { qos: 1, retain: false });
    expect(await wire.settled()).toEqual([]);
  });

  it('may not take its client id', async () => {
    const { join } = await startBroker();
    const real = await join(to);
    await expect(join(from, { clientId: to })).rejects.toThrow('CONNACK 20 0002');
    expect(await real.settled()).toEqual([]);
  });
});

it('a device speaks and listens below its own topic', async () => {
  const { join, broker, intake } = await startBroker();
  const wire = await join('gate-1');
  wire.send(subscribePacket(1, [topicOf('gate-1', 'cmd'), 1]));
  expect((await wire.next()).body.at(-1)).toBe(1);
  await broker.publish(topicOf('gate-1', 'cmd'), '{"id":"1"}', { qos: 1, retain: false });
  const { first, body } = await wire.next();
  expect(first).toBe(0x32);
  expect(body.toString()).toContain('{"id":"1"}');
  wire.send(publishPacket(topicOf('gate-1', 'ack'), '{}'));
  expect((await wire.next()).first).toBe(0x40);
  expect(intake.frames).toHaveLength(1);
});

it('a refused filter beside a good one leaves nothing in the queue of a session that waits', async () => {
  const { join, broker } = await startBroker();
  const wire = await join('gate-1', { clean: false });
  wire.send(subscribePacket(1, [topicOf('gate-1', 'cmd'), 1], ['#', 1]));
  expect((await wire.next()).body.subarray(2)).toEqual(Buffer.from([1, 0x80]));
  wire.stream.destroy();
  await wire.closed();
  const other = await join('gate-2');
  other.send(publishPacket(topicOf('gate-2', 'reads'), 'secret'));
  await other.next();
  await broker.publish(topicOf('gate-1', 'cmd'), 'mine', { qos: 1, retain: false });
  const again = await join('gate-1', { clean: false });
  const queued = await again.settled();
  expect(queued.map(({ body }) => body.toString())).toEqual([expect.stringContaining('mine')]);
});

it('a permission that is taken away ends what an old subscription brings', async () => {
  const revoked = new Set<string>();
  const { join, broker } = await startBroker({
    permits: { publish: () => true, subscribe: ({ device }) => !revoked.has(device) },
  });
  const wire = await join('gate-1');
  wire.send(subscribePacket(1, ['#', 0]));
  await wire.next();
  revoked.add('gate-1');
  await broker.publish(topicOf('gate-2', 'cmd'), 'x', { qos: 0, retain: false });
  expect(await wire.settled()).toEqual([]);
});

it.each(['$SYS/broker/uptime', '$SYS/x/new/clients', '$share/a/b', `aisle/v1/shop/gate-1/../gate-2/reads`])(
  'a device that publishes on %s is counted, not heard',
  async (topic) => {
    const { join, intake } = await startBroker({
      permits: {
        publish: ({ device }, name) => name.startsWith('$') || (name.startsWith(topicOf(device, '')) && !name.includes('..')),
        subscribe: () => true,
      },
    });
    const wire = await join('gate-1');
    wire.send(publishPacket(topic, 'gate-2'));
    expect((await wire.next()).first).toBe(0x40);
    expect(intake.reasons()).toEqual(['foreign-topic']);
    expect(await wire.settled()).toEqual([]);
  },
);

it('a device whose first queued message is foreign gets through with its others, acknowledged in their order', async () => {
  const { join, intake } = await startBroker();
  intake.behave('hold');
  const wire = await join('gate-1');
  wire.send(
    publishPacket(topicOf('gate-2', 'reads'), 'poison', { id: 1 }),
    publishPacket(topicOf('gate-1', 'reads'), 'good', { id: 2 }),
    publishPacket(topicOf('gate-2', 'reads'), 'poison', { id: 3 }),
  );
  expect(await wire.next()).toEqual({ first: 0x40, body: u16(1) });
  await (await join('gate-2')).settled();
  expect(wire.received).toHaveLength(2);
  intake.release();
  expect(await wire.next()).toEqual({ first: 0x40, body: u16(2) });
  expect(await wire.next()).toEqual({ first: 0x40, body: u16(3) });
  expect(intake.texts()).toEqual(['good']);
});
