import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { createWebSocketStream, WebSocket } from 'ws';
import { startBroker, topicOf } from '../support/embedded-broker.ts';
import { connectPacket, createWire, publishPacket } from '../support/mqtt-wire.ts';
import { until } from '../support/until.ts';

const reads = topicOf('gate-1', 'reads');

async function startWeb() {
  const running = await startBroker({ limits: { packetBytes: 2_000 } });
  const server = createServer((_, response) => response.end('page'));
  running.broker.attachWebSocket(server, '/mqtt');
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const host = `127.0.0.1:${address && typeof address === 'object' ? address.port : 0}`;
  return { ...running, server, host };
}

/** A WebSocket and what became of it: open, or the HTTP status of the refusal. */
async function dial(url: string, options: { protocol?: string | null; origin?: string } = {}) {
  const { protocol = 'mqtt', origin } = options;
  const socket = new WebSocket(url, protocol === null ? [] : [protocol], origin === undefined ? {} : { origin });
  onTestFinished(() => socket.terminate());
  const outcome = await new Promise<string>((resolve) => {
    socket.on('open', () => resolve('open'));
    socket.on('unexpected-response', (_, response) => resolve(String(response.statusCode)));
    socket.on('error', (error) => resolve(error.message));
  });
  return { socket, outcome };
}

it('carries MQTT for a client that asks for the subprotocol mqtt', async () => {
  const { host, intake } = await startWeb();
  const { socket, outcome } = await dial(`ws://${host}/mqtt`);
  expect([outcome, socket.protocol]).toEqual(['open', 'mqtt']);
  const wire = createWire(createWebSocketStream(socket));
  wire.send(connectPacket({}));
  expect((await wire.next()).body[1]).toBe(0);
  wire.send(publishPacket(reads, 'over the web'));
  expect((await wire.next()).first).toBe(0x40);
  expect(intake.texts()).toEqual(['over the web']);
});

it.each([
  ['a page of another origin', { origin: 'http://elsewhere.example' }, '/mqtt', '403'],
  ['an origin that is none', { origin: 'null' }, '/mqtt', '403'],
  ['no subprotocol', { protocol: null }, '/mqtt', '400'],
  ['another subprotocol', { protocol: 'chat' }, '/mqtt', '400'],
  ['another path', {}, '/other', '404'],
])('refuses %s', async (_, options, path, status) => {
  const { host, broker } = await startWeb();
  expect((await dial(`ws://${host}${path}`, options)).outcome).toBe(status);
  expect(broker.clients()).toBe(0);
});

it('lets in a page of the same host', async () => {
  const { host } = await startWeb();
  expect((await dial(`ws://${host}/mqtt`, { origin: `http://${host}` })).outcome).toBe('open');
});

it('leaves other paths to others who listen for upgrades', async () => {
  const { host, server } = await startWeb();
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 418 Mine\r\n\r\n'));
  expect((await dial(`ws://${host}/other`)).outcome).toBe('418');
});

it('closes for text messages, also when their bytes are good MQTT [MQTT-6.0.0-1]', async () => {
  const { host, intake } = await startWeb();
  const { socket } = await dial(`ws://${host}/mqtt`);
  socket.send(connectPacket({}));
  await once(socket, 'message');
  socket.send(publishPacket(reads, 'text', { qos: 0 }).toString());
  await once(socket, 'close');
  expect(intake.frames).toEqual([]);
});

it.each([
  ['a WebSocket message beyond the limit', Buffer.alloc(5_000)],
  ['an MQTT packet beyond the limit', Buffer.concat([connectPacket({}), Buffer.from([0x32, 0xff, 0xff, 0x7f])])],
  ['200 MB announced before CONNECT', Buffer.from([0x10, 0x80, 0x84, 0xaf, 0x5f])],
])('closes for %s', async (_, bytes) => {
  const { host, broker } = await startWeb();
  const { socket } = await dial(`ws://${host}/mqtt`);
  socket.on('error', () => undefined);
  socket.send(bytes);
  await once(socket, 'close');
  await until(() => broker.clients() === 0, 'no client');
});

it('ends with the broker', async () => {
  const { host, broker } = await startWeb();
  const { socket } = await dial(`ws://${host}/mqtt`);
  await Promise.all([once(socket, 'close'), broker.stop()]);
  expect((await dial(`ws://${host}/mqtt`)).outcome).not.toBe('open');
});
