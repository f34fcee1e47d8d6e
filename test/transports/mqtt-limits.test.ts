import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { startBroker, topicOf } from '../support/embedded-broker.ts';
import { connectPacket, packet, publishPacket, subscribePacket } from '../support/mqtt-wire.ts';
import { until } from '../support/until.ts';

const reads = topicOf('gate-1', 'reads');
/** PUBLISH header announcing this many bytes. */
const announce = (bytes: number): Buffer =>
  Buffer.from([0x32, (bytes & 0x7f) | 0x80, ((bytes >> 7) & 0x7f) | 0x80, ((bytes >> 14) & 0x7f) | 0x80, bytes >> 21]);

it('200 MB are refused at their header: nothing is kept, the connection ends, the attempt is counted', async () => {
  const { join, intake } = await startBroker();
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 20; round += 1) {
    const wire = await join('gate-1');
    wire.send(announce(200_000_000), Buffer.from('x'));
    await wire.closed();
  }
  expect(intake.reasons()).toEqual(Array.from({ length: 20 }, () => 'oversize'));
  expect(intake.refused[0]).toMatchObject({ source: 'gate-1' });
  expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
});

it('a flood behind an oversize header is not read into memory', async () => {
  const { join } = await startBroker();
  const wire = await join('gate-1');
  const megabyte = Buffer.alloc(1_000_000);
  const before = process.memoryUsage().arrayBuffers;
  wire.send(announce(200_000_000));
  for (let sent = 0; sent < 200 && !wire.isClosed(); sent += 1) {
    await new Promise((resolve) => wire.stream.write(megabyte, resolve));
  }
  await wire.closed();
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(30_000_000);
});

it('the largest packet is taken, one byte more is not', async () => {
  const { join, intake } = await startBroker({ limits: { packetBytes: 1_000 } });
  const overhead = publishPacket(reads, '').length - 2;
  const wire = await join('gate-1');
  wire.send(publishPacket(reads, 'x'.repeat(1_000 - overhead)));
  expect((await wire.next()).first).toBe(0x40);
  wire.send(publishPacket(reads, 'x'.repeat(1_001 - overhead)));
  await wire.closed();
  expect(intake.frames).toHaveLength(1);
  expect(intake.reasons()).toEqual(['oversize']);
});

it('good packets in front of an oversize one still get through', async () => {
  const { join, intake } = await startBroker();
  const wire = await join('gate-1');
  wire.send(publishPacket(reads, 'good'), announce(70_000), Buffer.from('x'));
  expect((await wire.next()).first).toBe(0x40);
  await wire.closed();
  expect(intake.texts()).toEqual(['good']);
});

it.each([
  ['nine levels', `${topicOf('gate-1', 'a')}/b/c/d/e/f`],
  ['257 bytes', `${reads}-`.padEnd(257, 'x')],
  ['257 bytes in fewer characters', `${reads}-`.padEnd(150, '標')],
])('a topic of %s is acknowledged, counted and dropped', async (_, topic) => {
  const { join, intake } = await startBroker();
  const wire = await join('gate-1');
  wire.send(publishPacket(topic, 'x'));
  expect((await wire.next()).first).toBe(0x40);
  expect(intake.frames).toEqual([]);
  expect(intake.reasons()).toEqual(['topic-too-long']);
});

it('eight filters in one SUBSCRIBE are taken, nine and twenty thousand end the connection', async () => {
  const { join, intake } = await startBroker();
  const filters = (count: number): (readonly [string, number])[] =>
    Array.from({ length: count }, (_, at) => [topicOf('gate-1', `${at}`), 0] as const);
  const wire = await join('gate-1');
  wire.send(subscribePacket(1, ...filters(8)));
  expect((await wire.next()).body.subarray(2)).toEqual(Buffer.alloc(8));
  wire.send(subscribePacket(2, ...filters(9)));
  await wire.closed();
  const other = await join('gate-1');
  other.send(subscribePacket(2, ...Array.from({ length: 16_000 }, () => ['a', 0] as const)));
  await other.closed();
  expect(intake.reasons()).toEqual(['too-many-filters', 'too-many-filters']);
});

it('subscriptions of a client end at the limit; the same again, and new ones after UNSUBSCRIBE, are taken', async () => {
  const { join } = await startBroker({ limits: { subscriptions: 2 } });
  const wire = await join('gate-1');
  const answer = async (id: number, ...names: string[]): Promise<number[]> => {
    wire.send(subscribePacket(id, ...names.map((name) => [topicOf('gate-1', name), 0] as const)));
    return [...(await wire.next()).body.subarray(2)];
  };
  expect(await answer(1, 'a', 'b', 'c')).toEqual([0, 0, 0x80]);
  expect(await answer(2, 'a')).toEqual([0]);
  const name = Buffer.from(topicOf('gate-1', 'a'));
  wire.send(packet(0xa2, [0, 3, 0, name.length], name));
  expect((await wire.next()).first).toBe(0xb0);
  expect(await answer(4, 'c')).toEqual([0]);
});

it('connections beyond the limit are closed at once; one that ends makes room', async () => {
  const { join, open } = await startBroker({ limits: { connections: 2 } });
  const first = await join('gate-1');
  await join('gate-2');
  const third = await open();
  await third.closed();
  first.stream.destroy();
  await until(() => first.isClosed(), 'the first is gone');
  expect((await join('gate-1')).isClosed()).toBe(false);
});

it('a device beyond its rate is slowed down; nothing of it is lost and another is not slowed', async () => {
  const { join, intake } = await startBroker({ limits: { messagesPerSecond: 100 } });
  const wire = await join('gate-1');
  const started = performance.now();
  wire.send(...Array.from({ length: 130 }, (_, at) => publishPacket(reads, String(at), { id: at + 1 })));
  const quick = await join('gate-2');
  quick.send(publishPacket(topicOf('gate-2', 'reads'), 'quick'));
  expect((await quick.next()).first).toBe(0x40);
  expect(performance.now() - started).toBeLessThan(250);
  await intake.received(131);
  expect(performance.now() - started).toBeGreaterThan(280);
  expect(intake.texts().filter((text) => text !== 'quick')).toEqual(Array.from({ length: 130 }, (_, at) => String(at)));
});

it('a subscriber that never reads is cut off, and the others get everything', async () => {
  const { join, port, intake } = await startBroker({ limits: { drainMs: 300, messagesPerSecond: 1e6, bytesPerSecond: 1e9 } });
  const frozen = connect(port, '127.0.0.1');
  frozen.pause();
  const service = { username: 'service-9', password: 'secret of service-9' };
  frozen.write(Buffer.concat([connectPacket(service), subscribePacket(1, ['#', 0])]));
  let isCut = false;
  frozen.on('close', () => {
    isCut = true;
  });
  frozen.on('error', () => undefined);
  const healthy = await join('service-1');
  healthy.send(subscribePacket(1, ['#', 0]));
  await healthy.next();
  const wire = await join('gate-1');
  const payload = Buffer.alloc(30_000, 1);
  const total = 1_000;
  for (let id = 1; id <= total; id += 1) wire.send(publishPacket(reads, payload, { id }));
  await intake.received(total);
  await until(() => healthy.received.filter(({ first }) => first === 0x30).length === total, 'all messages at the healthy subscriber');
  // Reading again is what lets the cut-off one notice.
  frozen.resume();
  await until(() => isCut, 'the frozen one is cut off');
}, 30_000);

it('retained messages end at the limit: known topics are renewed, new ones are passed on but not kept', async () => {
  const { join, broker, intake } = await startBroker({ limits: { retained: 2 } });
  for (const topic of ['a', 'b', 'c']) await broker.publish(topic, 'old', { qos: 0, retain: true });
  await broker.publish('a', 'new', { qos: 0, retain: true });
  expect(intake.reasons()).toEqual(['retained-full']);
  await broker.publish('b', '', { qos: 0, retain: true });
  await broker.publish('d', 'old', { qos: 0, retain: true });
  const service = await join('service-1');
  service.send(subscribePacket(1, ['#', 0]));
  await service.next();
  const kept = (await service.settled()).map(({ body }) => body.subarray(2).toString());
  expect(kept.sort()).toEqual(['anew', 'dold']);
});

it('a session that waits keeps the newest messages up to the limit, and counts the others', async () => {
  const { join, broker, intake } = await startBroker({ limits: { queued: 3 } });
  const own = topicOf('gate-1', 'cmd');
  const wire = await join('gate-1', { clean: false });
  wire.send(subscribePacket(1, [own, 1]));
  await wire.next();
  wire.stream.destroy();
  await until(() => broker.clients() === 0, 'the device is away');
  for (const text of ['1', '2', '3', '4', '5']) await broker.publish(own, text, { qos: 1, retain: false });
  expect(intake.refused).toMatchObject([
    { reason: 'queue-full', source: 'gate-1', topic: own },
    { reason: 'queue-full', source: 'gate-1', topic: own },
  ]);
  const again = await join('gate-1', { clean: false });
  expect((await again.settled()).map(({ body }) => body.toString().at(-1))).toEqual(['3', '4', '5']);
});

it('QoS 2 messages that are never released end the connection at 1,000', async () => {
  const { join, intake } = await startBroker();
  const wire = await join('gate-1');
  const publish = (from: number, to: number): void => {
    for (let id = from; id <= to; id += 1) wire.send(publishPacket(reads, 'x', { qos: 2, id }));
  };
  publish(1, 1_000);
  await intake.received(1_000);
  expect(wire.isClosed()).toBe(false);
  publish(1_001, 1_001);
  await wire.closed();
});

it('a session that never acknowledges what it gets is cut off, and what waits for it stays within the limit', async () => {
  const { join, broker, intake } = await startBroker({ limits: { queued: 3 } });
  const own = topicOf('gate-1', 'cmd');
  const wire = await join('gate-1', { clean: false });
  wire.send(subscribePacket(1, [own, 1]));
  await wire.next();
  for (const text of ['1', '2', '3']) await broker.publish(own, text, { qos: 1, retain: false });
  await until(() => wire.received.length === 5, 'three messages');
  await broker.publish(own, '4', { qos: 1, retain: false });
  await wire.closed();
  expect(intake.reasons()).toEqual(['queue-full']);
  const again = await join('gate-1', { clean: false });
  expect((await again.settled()).map(({ body }) => body.toString().at(-1))).toEqual(['1', '2', '3']);
});
