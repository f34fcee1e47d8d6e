import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpStreams, type HttpStreamDevice } from '../../gateway/transports/http-stream.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';
import { createLogOf } from '../support/stream-protocols.ts';
import { until } from '../support/until.ts';

const TOPIC = 'impinj/gate-1/events';
const STATUS = 'aisle/v1/shop/gate-1/status';
const event = (n: number): string =>
  JSON.stringify({ eventType: 'tagInventory', tagInventoryEvent: { epcHex: `3034000000000000000000${n + 10}` } });

/** A reader's HTTP server: each request for the stream is answered by `answer`. */
async function startReader(answer: (response: ServerResponse, request: IncomingMessage) => void) {
  const asked: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    asked.push(request);
    answer(response, request);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, sockets, cut };
}

function startStreams(url: string, more: Partial<HttpStreamDevice> & { silentMs?: number } = {}) {
  const { silentMs, ...description } = more;
  const intake = createFakeIntake();
  const { log, lines } = createLogOf();
  const device: HttpStreamDevice = {
    device: 'gate-1',
    topic: TOPIC,
    statusTopic: STATUS,
    url,
    path: '/api/v1/data/stream',
    user: 'root',
    password: 'hunter2',
    isPersonal: false,
    ...description,
  };
  const streams = createHttpStreams({
    devices: [device],
    intake,
    log,
    clock: Date.now,
    retryMs: { first: 20, longest: 100 },
    ...(silentMs === undefined ? {} : { silentMs }),
  });
  onTestFinished(() => streams.stop());
  streams.start();
  const messages = () => intake.frames.filter(({ topic }) => topic === TOPIC).map(({ bytes }) => Buffer.from(bytes).toString());
  const states = () => intake.frames.filter(({ topic }) => topic === STATUS).map(({ bytes }) => Buffer.from(bytes).toString());
  return { streams, intake, messages, states, log: lines, problem: () => streams.status('gate-1')?.problem ?? '' };
}

describe('the event stream of a reader', () => {
  it('logs in and gives each line, however the bytes are cut', async () => {
    const speaking: ServerResponse[] = [];
    const { url, asked } = await startReader((response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.flushHeaders();
      speaking.push(response);
    });
    const { messages, intake, states } = startStreams(url);
    await until(() => speaking.length === 1 && states().length === 1, 'the request');
    const [speak] = speaking;
    for (const byte of Buffer.from(`${event(0)}\r\n${event(1)}\n`)) speak?.write(Buffer.from([byte]));
    await until(() => messages().length === 2, 'two lines');
    speak?.write(`${event(2)}\n${event(3)}\n${event(4)}`);
    await until(() => messages().length === 4, 'two more');
    expect(messages()).toEqual([event(0), event(1), event(2), event(3)]);
    expect(asked[0]?.url).toBe('/api/v1/data/stream');
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('root:hunter2').toString('base64')}`);
    expect(intake.frames.at(-1)).toMatchObject({ transport: 'http', source: 'gate-1', topic: TOPIC, repeated: false });
    expect(states()).toEqual(['{"state":"online"}']);
  });

  it('takes blank lines as a sign of life, and tells the journal only now and then', async () => {
    const { url } = await startReader((response) => {
      response.writeHead(200);
      const beat = setInterval(() => response.write('\r\n'), 20);
      response.on('close', () => clearInterval(beat));
    });
    const { messages, streams, intake } = startStreams(url, { silentMs: 200 });
    await until(() => messages().length === 1, 'the first sign of life');
    const since = streams.status('gate-1')?.since;
    const end = performance.now() + 600;
    await until(() => performance.now() > end, 'three times the silence');
    expect(streams.status('gate-1')).toEqual({ isConnected: true, since, problem: '' });
    expect(messages()).toEqual(['\r\n']);
    expect(intake.frames).toHaveLength(2);
  });

  it('gives up a stream that falls silent, and asks again', async () => {
    const { url, asked } = await startReader((response) => {
      response.writeHead(200);
      response.flushHeaders();
    });
    const { log, states } = startStreams(url, { silentMs: 60 });
    await until(() => asked.length >= 3, 'three requests');
    expect(log.join('\n')).toContain('silent for');
    expect(states().slice(0, 3)).toEqual(['{"state":"online"}', '{"state":"offline"}', '{"state":"online"}']);
  });

  it('asks again when the reader is gone, and when it ends the stream', async () => {
    let streams = 0;
    const { url, asked, cut } = await startReader((response) => {
      response.writeHead(200);
      streams += 1;
      response.write(`${event(streams)}\n`);
      if (streams === 1) response.end();
    });
    const { messages } = startStreams(url);
    await until(() => messages().length === 2, 'the second stream');
    cut();
    await until(() => messages().length === 3, 'the third stream');
    expect(messages()).toEqual([event(1), event(2), event(3)]);
    expect(asked.length).toBe(3);
  });

  it.each([
    ['a wrong password', 401, 'the device answers 401 Unauthorized'],
    ['a way that leads elsewhere', 302, 'the device answers 302 Found'],
    ['an answer without content', 204, 'the device answers 204 No Content'],
  ])('says what is wrong: %s', async (_name, status, problem) => {
    const { url } = await startReader((response) => response.writeHead(status, { location: 'http://elsewhere.example' }).end());
    const started = startStreams(url);
    await until(() => started.problem() === problem, problem);
    expect(started.states()).toEqual(['{"state":"offline"}']);
    expect(started.log.join('\n')).not.toContain('hunter2');
  });

  it('gives up a reader that takes the connection and never answers', async () => {
    const { url, asked } = await startReader(() => undefined);
    const { problem } = startStreams(url, { silentMs: 50 });
    await until(() => asked.length >= 2, 'a second request');
    await until(() => problem().startsWith('no answer'), 'the problem');
  });

  it('refuses a line that never ends without keeping it, and reads on behind it', async () => {
    const { url } = await startReader((response) => {
      response.writeHead(200);
      for (let n = 0; n < 64; n += 1) response.write('x'.repeat(64 * 1024));
      response.write(`\n${event(1)}\n`);
    });
    const { messages, intake } = startStreams(url);
    await until(() => messages().length === 1, 'the line after it');
    expect(messages()).toEqual([event(1)]);
    expect(intake.refused).toMatchObject([{ reason: 'oversize', source: 'gate-1', topic: TOPIC }]);
    expect(intake.refused[0]?.sample.length).toBe(256);
  });

  it('lets the reader wait while the journal refuses, and loses nothing', async () => {
    let written = 0;
    const line = `${JSON.stringify({ filler: 'y'.repeat(1_000) })}\n`;
    const { url } = await startReader((response) => {
      response.writeHead(200);
      const fill = (): void => {
        while (written < 20_000) {
          written += 1;
          if (!response.write(line)) {
            response.once('drain', fill);
            return;
          }
        }
      };
      fill();
    });
    const { messages, intake, streams } = startStreams(url, { silentMs: 300 });
    intake.behave('fail');
    const end = performance.now() + 800;
    await until(() => performance.now() > end && intake.failed() > 5, 'refusals of the journal');
    expect(written).toBeLessThan(20_000);
    // Its silence is ours: the connection stands.
    expect(streams.status('gate-1')?.isConnected).toBe(true);
    intake.behave('store');
    await until(() => messages().length === 20_000, 'all lines');
    expect(intake.reasons()).toEqual([]);
  });

  it('ends its request when it stops', async () => {
    const { url, sockets } = await startReader((response) => {
      response.writeHead(200);
      response.write(`${event(0)}\n`);
    });
    const { streams, messages } = startStreams(url);
    await until(() => messages().length === 1, 'a line');
    await streams.stop();
    await streams.stop();
    await until(() => sockets.size === 0, 'the end of the connection');
    expect(streams.status('gate-1')).toMatchObject({ isConnected: false, problem: 'stopped' });
    expect(streams.status('nobody')).toBeUndefined();
  });
});
