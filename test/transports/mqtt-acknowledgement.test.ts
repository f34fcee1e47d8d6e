import { expect, it } from 'vitest';
import { startBroker, topicOf } from '../support/embedded-broker.ts';
import { publishPacket, pubrelPacket, subscribePacket, u16 } from '../support/mqtt-wire.ts';
import { until } from '../support/until.ts';

const reads = topicOf('gate-1', 'reads');

it.each([
  [1, 0x40],
  [2, 0x50],
])('a message of QoS %i is acknowledged when it is on disk, and not before', async (qos, acknowledgement) => {
  const { join, intake } = await startBroker();
  intake.behave('hold');
  const wire = await join('gate-1');
  wire.send(publishPacket(reads, 'a', { qos, id: 5 }));
  await intake.received(1);
  expect(await wire.settled()).toEqual([]);
  intake.release();
  expect(await wire.next()).toEqual({ first: acknowledgement, body: u16(5) });
});

it.each([0, 1, 2])('a message of QoS %i that cannot be stored ends the connection without an acknowledgement', async (qos) => {
  const { join, intake } = await startBroker();
  intake.behave('fail');
  const wire = await join('gate-1');
  wire.send(publishPacket(reads, 'a', { qos }));
  await wire.closed();
  expect(wire.received.map(({ first }) => first)).toEqual([0x20]);
});

it('a message that could not be stored is taken when it is repeated, marked as a repetition', async () => {
  const { join, intake } = await startBroker();
  intake.behave('fail');
  const wire = await join('gate-1');
  wire.send(publishPacket(reads, 'a', { id: 5 }));
  await wire.closed();
  intake.behave('store');
  const again = await join('gate-1');
  again.send(publishPacket(reads, 'a', { id: 5, dup: true }));
  expect(await again.next()).toEqual({ first: 0x40, body: u16(5) });
  expect(intake.frames).toEqual([
    { transport: 'mqtt', source: 'gate-1', topic: reads, bytes: Uint8Array.from(Buffer.from('a')), repeated: true },
  ]);
});

it('messages that arrive in one piece are handed over together, without waiting for one another', async () => {
  const { join, intake } = await startBroker();
  intake.behave('hold');
  const wire = await join('gate-1');
  wire.send(...[1, 2, 3, 4, 5].map((id) => publishPacket(reads, String(id), { id })));
  await intake.received(5);
  intake.release();
  for (const id of [1, 2, 3, 4, 5]) expect(await wire.next()).toEqual({ first: 0x40, body: u16(id) });
  expect(intake.texts()).toEqual(['1', '2', '3', '4', '5']);
});

it('a device whose message is still under way does not keep another waiting', async () => {
  const { join, intake } = await startBroker();
  intake.behave('hold');
  const slow = await join('gate-1');
  slow.send(publishPacket(reads, 'slow'));
  await intake.received(1);
  intake.behave('store');
  const quick = await join('gate-2');
  quick.send(publishPacket(topicOf('gate-2', 'reads'), 'quick'));
  expect((await quick.next()).first).toBe(0x40);
  expect(slow.received).toHaveLength(1);
});

it('bytes reach the journal as they were sent', async () => {
  const { join, intake } = await startBroker();
  const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
  const wire = await join('gate-1');
  wire.send(publishPacket(reads, bytes), publishPacket(reads, '', { id: 2 }));
  await intake.received(2);
  expect(intake.frames.map((frame) => frame.bytes)).toEqual([bytes, new Uint8Array()]);
});

it('QoS 2 sent five times in one piece becomes one frame and one message for subscribers', async () => {
  const { join, intake } = await startBroker();
  intake.behave('hold');
  const listener = await join('service-1');
  listener.send(subscribePacket(1, ['#', 0]));
  await listener.next();
  const wire = await join('gate-1');
  wire.send(...Array.from({ length: 5 }, () => publishPacket(reads, 'once', { qos: 2, id: 9 })));
  await intake.received(1);
  intake.release();
  for (let answer = 0; answer < 5; answer += 1) expect(await wire.next()).toEqual({ first: 0x50, body: u16(9) });
  wire.send(pubrelPacket(9));
  expect(await wire.next()).toEqual({ first: 0x70, body: u16(9) });
  expect(intake.texts()).toEqual(['once']);
  expect(await listener.settled()).toHaveLength(1);
});

it('QoS 2 resent after a reconnect becomes one frame; the same packet id after PUBREL is a new message', async () => {
  const { join, intake } = await startBroker();
  const wire = await join('gate-1', { clean: false });
  wire.send(publishPacket(reads, 'once', { qos: 2, id: 9 }));
  expect((await wire.next()).first).toBe(0x50);
  wire.stream.destroy();
  const again = await join('gate-1', { clean: false });
  again.send(publishPacket(reads, 'once', { qos: 2, id: 9, dup: true }));
  expect((await again.next()).first).toBe(0x50);
  again.send(pubrelPacket(9));
  expect((await again.next()).first).toBe(0x70);
  again.send(publishPacket(reads, 'next', { qos: 2, id: 9 }));
  expect((await again.next()).first).toBe(0x50);
  expect(intake.texts()).toEqual(['once', 'next']);
});

it('stopping publishes nobody’s will: a device that the gateway cuts off is not gone', async () => {
  const { join, intake, broker } = await startBroker();
  const wire = await join('gate-1', { will: { topic: topicOf('gate-1', 'status'), payload: 'offline' } });
  await broker.stop();
  await wire.closed();
  await broker.stop();
  expect(intake.frames).toEqual([]);
});

it('a second broker on the same port is refused with PORT_IN_USE', async () => {
  const { port } = await startBroker();
  await expect(startBroker({ port })).rejects.toMatchObject({ code: 'PORT_IN_USE', context: { port } });
});

it('a revoked device loses all its connections, the others stay', async () => {
  const { join, broker } = await startBroker();
  const [one, two, other] = [await join('gate-1'), await join('gate-1', { clientId: 'gate-1_b' }), await join('gate-2')];
  broker.disconnect('gate-1');
  await Promise.all([one.closed(), two.closed()]);
  expect(await other.settled()).toEqual([]);
  await until(() => broker.clients() === 1, 'one client');
});
