import { describe, expect, it } from 'vitest';
import { startBroker, topicOf } from '../support/embedded-broker.ts';
import {
  type ConnectFields,
  connectPacket,
  packet,
  publishPacket,
  pubrelPacket,
  subscribePacket,
  text,
  u16,
} from '../support/mqtt-wire.ts';

const reads = topicOf('gate-1', 'reads');
const illFormed = (before: string, bytes: number[]): Uint8Array => Buffer.concat([Buffer.from(before), Buffer.from(bytes)]);

describe('the first packet', () => {
  it.each([
    ['PUBLISH [3.1.0-1]', publishPacket(reads, 'x', { qos: 0 })],
    ['SUBSCRIBE [3.1.0-1]', subscribePacket(1, [reads, 0])],
    ['PINGREQ [3.1.0-1]', packet(0xc0)],
    ['another protocol name [3.1.2-1]', connectPacket({ protocol: 'HTTP' })],
    ['CONNECT with its reserved flag set [3.1.2-3]', connectPacket({ flags: 1 })],
    ['a will with both QoS bits [3.1.2-14]', connectPacket({ will: { topic: reads, payload: 'x', qos: 3 } })],
    ['will flags without a will [3.1.2-13]', connectPacket({ flags: 0x08 })],
    ['a password without a user name [3.1.2-22]', connectPacket({ username: null, clientId: 'gate-1' })],
    ['a client id with U+0000 [1.5.3-2]', connectPacket({ clientId: illFormed('gate-1', [0]) })],
    ['a client id of ill-formed UTF-8 [1.5.3-1]', connectPacket({ clientId: illFormed('gate-1', [0xc0, 0xaf]) })],
    ['a will topic with a wildcard', connectPacket({ will: { topic: `${topicOf('gate-1', '')}#`, payload: 'x' } })],
    ['CONNECT cut short', packet(0x10, text('MQTT'), [4, 0xc2])],
  ])('closes the connection when it is %s', async (_, bytes) => {
    const { open, intake } = await startBroker();
    const wire = await open();
    wire.send(bytes);
    await wire.closed();
    expect(wire.received).toEqual([]);
    expect(intake.frames).toEqual([]);
  });

  it.each<[string, ConnectFields, number]>([
    ['protocol level 5 [3.1.2-2]', { level: 5 }, 1],
    ['no client id for a session that is to be kept [3.1.3-8]', { clientId: '', clean: false }, 2],
    ['a client id beyond the limit', { clientId: `gate-1_${'x'.repeat(130)}` }, 2],
    ['a client id of 64 KiB', { clientId: `gate-1_${'x'.repeat(65_000)}` }, 2],
    ['the client id of another device', { clientId: 'gate-2' }, 2],
    ['the client id of a device whose name begins alike', { clientId: 'gate-10' }, 2],
    ['the client id __proto__', { clientId: '__proto__' }, 2],
    ['the client id constructor', { clientId: 'constructor' }, 2],
    ['a wrong password', { password: 'guess' }, 4],
    ['an unknown user', { username: 'gate-9', password: 'secret of gate-1' }, 4],
    ['neither user nor password', { username: null, password: null, clientId: 'gate-1' }, 5],
    ['a user without a password', { password: null }, 5],
  ])('is answered with its CONNACK code and the end for %s', async (_, fields, code) => {
    const { open, broker } = await startBroker();
    const wire = await open();
    wire.send(connectPacket(fields));
    expect(await wire.next()).toEqual({ first: 0x20, body: Buffer.from([0, code]) });
    await wire.closed();
    expect(broker.clients()).toBe(0);
  });

  it('counts a bad credential under the name that was claimed, without the password', async () => {
    const { open, intake } = await startBroker();
    const wire = await open();
    wire.send(connectPacket({ password: 'guess' }));
    await wire.closed();
    expect(intake.refused).toEqual([{ reason: 'bad-credential', source: 'gate-1', topic: '', sample: new Uint8Array() }]);
  });

  it.each([
    ['its own id', 'gate-1'],
    ['its own id with an addition that no device id can have', 'gate-1_4f2a'],
    ['none at all', ''],
  ])('is good with the client id being %s', async (_, clientId) => {
    const { join, broker } = await startBroker();
    await join('gate-1', { clientId });
    expect(broker.clients()).toBe(1);
  });

  it('is good for the devices __proto__ and constructor, if a shop should have them', async () => {
    const { join, intake } = await startBroker();
    for (const device of ['__proto__', 'constructor', 'toString']) {
      const wire = await join(device);
      wire.send(publishPacket(topicOf(device, 'reads'), device));
      expect((await wire.next()).first).toBe(0x40);
    }
    expect(intake.texts()).toEqual(['__proto__', 'constructor', 'toString']);
  });

  it('must be whole within the deadline, however slowly its bytes drip [3.1.4]', async () => {
    const { open } = await startBroker({ limits: { connectMs: 60 } });
    const wire = await open();
    wire.send(connectPacket({}).subarray(0, 9));
    await wire.closed();
    expect(wire.received).toEqual([]);
  });

  it('comes only once [3.1.0-2]', async () => {
    const { join } = await startBroker();
    const wire = await join('gate-1');
    wire.send(connectPacket({}));
    await wire.closed();
  });
});

describe('a connected client', () => {
  it.each([
    ['both QoS bits in PUBLISH [3.3.1-4]', packet(0x36, text(reads), u16(1))],
    ['DUP with QoS 0 [3.3.1-2]', packet(0x38, text(reads))],
    ['reserved flags in SUBSCRIBE [3.8.1-1]', packet(0x80, u16(1), text(reads), [0])],
    ['reserved flags in UNSUBSCRIBE [3.10.1-1]', packet(0xa0, u16(1), text(reads))],
    ['reserved flags in PUBREL [3.6.1-1]', packet(0x60, u16(1))],
    ['reserved flags in PINGREQ [2.2.2-2]', packet(0xc1)],
    ['packet type 0', packet(0x00)],
    ['packet type 15', packet(0xf0)],
    ['a packet that only a server sends', packet(0x20, [0, 0])],
    ['a length of five bytes', Buffer.from([0x30, 0xff, 0xff, 0xff, 0xff, 0x01])],
    ['a PINGREQ with a body', packet(0xc0, [0])],
    ['a topic with U+0000 [1.5.3-2]', publishPacket(illFormed(reads, [0]), 'x')],
    ['a topic with an encoded surrogate [1.5.3-1]', publishPacket(illFormed(reads, [0xed, 0xa0, 0x80]), 'x')],
    ['a topic of overlong UTF-8 [1.5.3-1]', publishPacket(illFormed(reads, [0xc0, 0xaf]), 'x')],
    ['a wildcard in PUBLISH [3.3.2-2]', publishPacket(topicOf('gate-1', '+'), 'x')],
    ['a hash in PUBLISH [3.3.2-2]', publishPacket(topicOf('gate-1', '#'), 'x')],
    ['an empty topic', publishPacket('', 'x')],
    ['packet id 0 in PUBLISH [2.3.1-1]', publishPacket(reads, 'x', { id: 0 })],
    ['packet id 0 in SUBSCRIBE [2.3.1-1]', subscribePacket(0, [reads, 0])],
    ['SUBSCRIBE without a filter [3.8.3-3]', packet(0x82, u16(1))],
    ['SUBSCRIBE with reserved bits in its QoS [3.8.3-4]', packet(0x82, u16(1), text(reads), [4])],
    ['SUBSCRIBE for QoS 3 [3.8.3-4]', packet(0x82, u16(1), text(reads), [3])],
    ['a plus that is not a whole level [4.7.1-3]', subscribePacket(1, [`${reads}+`, 0])],
    ['a hash that is not the last level [4.7.1-2]', subscribePacket(1, [`${topicOf('gate-1', '')}#/x`, 0])],
    ['a filter of ill-formed UTF-8 [1.5.3-1]', subscribePacket(1, [illFormed(reads, [0xff]), 0])],
    ['packet id 0 in UNSUBSCRIBE [2.3.1-1]', packet(0xa2, u16(0), text(reads))],
    ['UNSUBSCRIBE without a filter [3.10.3-2]', packet(0xa2, u16(1))],
    ['a PUBLISH whose topic is longer than the packet', packet(0x32, u16(200), Buffer.from('aisle'))],
    ['150 levels', publishPacket('a/'.repeat(150), 'x')],
  ])('is cut off for %s, and the broker lives', async (_, bytes) => {
    const { join, intake } = await startBroker();
    const wire = await join('gate-1');
    wire.send(bytes);
    await wire.closed();
    expect(wire.received.map(({ first }) => first)).toEqual([0x20]);
    expect(intake.frames).toEqual([]);
    const next = await join('gate-1');
    next.send(publishPacket(reads, 'still here'));
    expect((await next.next()).first).toBe(0x40);
  });

  it('gets PINGRESP for PINGREQ [3.12.4-1]', async () => {
    const { join } = await startBroker();
    expect(await (await join('gate-1')).settled()).toEqual([]);
  });

  it('gets PUBCOMP for a PUBREL that nobody knows', async () => {
    const { join } = await startBroker();
    const wire = await join('gate-1');
    wire.send(pubrelPacket(77));
    expect(await wire.next()).toEqual({ first: 0x70, body: u16(77) });
  });

  it('gets UNSUBACK also for what it never subscribed [3.10.4-5]', async () => {
    const { join } = await startBroker();
    const wire = await join('gate-1');
    wire.send(packet(0xa2, u16(9), text(topicOf('gate-1', 'cmd'))));
    expect(await wire.next()).toEqual({ first: 0xb0, body: u16(9) });
  });

  it('gets one return code per filter, in order, 0x80 where it may not [3.8.4-5]', async () => {
    const { join } = await startBroker();
    const wire = await join('gate-1');
    const own = topicOf('gate-1', '');
    wire.send(
      subscribePacket(5, [`${own}cmd`, 1], ['#', 1], ['+/+/+/+/cmd', 1], ['$SYS/#', 1], [`${own}b`, 2], [topicOf('gate-2', 'cmd'), 0]),
    );
    expect(await wire.next()).toEqual({ first: 0x90, body: Buffer.from([0, 5, 1, 0x80, 0x80, 0x80, 2, 0x80]) });
  });

  it('is gone with DISCONNECT, and its will is not published [3.14.4-3]', async () => {
    const { join, intake } = await startBroker();
    const wire = await join('gate-1', { will: { topic: topicOf('gate-1', 'status'), payload: 'offline' } });
    wire.send(packet(0xe0));
    await wire.closed();
    const next = await join('gate-2');
    await next.settled();
    expect(intake.frames).toEqual([]);
  });

  it('leaves its will as a frame of its own when it breaks off [3.1.2-8]', async () => {
    const { join, intake } = await startBroker();
    const wire = await join('gate-1', { will: { topic: topicOf('gate-1', 'status'), payload: 'offline', qos: 1, retain: true } });
    wire.stream.destroy();
    await intake.received(1);
    expect(intake.frames[0]).toMatchObject({ transport: 'mqtt', source: 'gate-1', topic: topicOf('gate-1', 'status'), repeated: false });
  });

  it('is cut off after one and a half times its keepalive of silence [3.1.2-24]', async () => {
    const { join } = await startBroker();
    const wire = await join('gate-1', { keepAliveS: 1 });
    const joined = performance.now();
    await wire.closed();
    expect(performance.now() - joined).toBeGreaterThan(1_400);
  });

  it.each([0, 65_535])('has its keepalive of %i s brought down to the limit', async (keepAliveS) => {
    const { join } = await startBroker({ limits: { keepAliveS: 0.1 } });
    const wire = await join('gate-1', { keepAliveS });
    await wire.closed();
  });

  it('sends packets in single bytes and is understood', async () => {
    const { join, intake } = await startBroker();
    const wire = await join('gate-1');
    for (const byte of publishPacket(reads, 'drop by drop')) wire.send(Buffer.from([byte]));
    expect((await wire.next()).first).toBe(0x40);
    expect(intake.texts()).toEqual(['drop by drop']);
  });
});

describe('two connections with one client id', () => {
  it('the later one with the right password takes over [3.1.4-2]', async () => {
    const { join, broker } = await startBroker();
    const first = await join('gate-1');
    const second = await join('gate-1');
    await first.closed();
    expect(await second.settled()).toEqual([]);
    expect(broker.clients()).toBe(1);
  });

  it('the later one with a wrong password changes nothing, not even an unfinished QoS 2 exchange', async () => {
    const { join, open, intake } = await startBroker();
    const real = await join('gate-1', { clean: false });
    real.send(publishPacket(reads, 'once', { qos: 2, id: 3 }));
    expect((await real.next()).first).toBe(0x50);
    const thief = await open();
    thief.send(connectPacket({ password: 'guess' }));
    await thief.closed();
    real.send(publishPacket(reads, 'once', { qos: 2, id: 3, dup: true }));
    expect((await real.next()).first).toBe(0x50);
    expect(intake.texts()).toEqual(['once']);
  });

  it('no session is kept for other client ids of a device, however many it makes up', async () => {
    const { join, open } = await startBroker();
    const first = await join('gate-1', { clientId: 'gate-1_b', clean: false });
    first.send(subscribePacket(1, [topicOf('gate-1', 'cmd'), 1]), packet(0xe0));
    await first.closed();
    const again = await open();
    again.send(connectPacket({ clientId: 'gate-1_b', clean: false }));
    expect(await again.next()).toEqual({ first: 0x20, body: Buffer.from([0, 0]) });
  });

  it('a kept session is there again for the exact device id [3.1.2-4]', async () => {
    const { join, open } = await startBroker();
    const first = await join('gate-1', { clean: false });
    first.send(subscribePacket(1, [topicOf('gate-1', 'cmd'), 1]), packet(0xe0));
    await first.closed();
    const again = await open();
    again.send(connectPacket({ clean: false }));
    expect(await again.next()).toEqual({ first: 0x20, body: Buffer.from([1, 0]) });
  });
});
