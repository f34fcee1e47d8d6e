import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHttpPolls } from '../../gateway/transports/http-poll.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';
import { createLogOf } from '../support/stream-protocols.ts';
import { freePort } from '../support/temporary.ts';
import { until } from '../support/until.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

async function startAccessPoint(answer: Answer, port = 0) {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    answer(response, request);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  onTestFinished(stop);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, stop };
}

function startPolls(url: string, more: { repeatMs?: number; timeoutMs?: number } = {}) {
  const intake = createFakeIntake();
  const { log, lines } = createLogOf();
  const polls = createHttpPolls({
    devices: [
      {
        device: 'label-1',
        topic: 't',
        statusTopic: 's',
        url,
        path: '/get_db?mac=0000021A5B3C7D01',
        everyMs: 15,
        user: 'ap',
        password: 'hunter2',
        isPersonal: false,
      },
    ],
    intake,
    log,
    clock: Date.now,
    retryMs: { first: 10, longest: 50 },
    ...more,
  });
  onTestFinished(() => polls.stop());
  polls.start();
  const answers = () => intake.frames.filter(({ topic }) => topic === 't').map(({ bytes }) => Buffer.from(bytes).toString());
  const states = () => intake.frames.filter(({ topic }) => topic === 's').map(({ bytes }) => Buffer.from(bytes).toString());
  return { polls, intake, log: lines, answers, states, problem: () => polls.status('label-1')?.problem ?? '' };
}

describe('a device that is asked over HTTP', () => {
  it('tells what is new, and only that', async () => {
    let pending = 0;
    const { url, asked } = await startAccessPoint((response) => response.end(JSON.stringify({ pending })));
    const { answers, states, intake } = startPolls(url);
    await until(() => asked.length >= 4, 'four questions');
    pending = 1;
    await until(() => answers().length >= 2, 'the news');
    const before = asked.length;
    await until(() => asked.length >= before + 3, 'three more questions');
    expect(answers()).toEqual(['{"pending":0}', '{"pending":1}']);
    expect(states()).toEqual(['{"state":"online"}']);
    expect(intake.frames[0]?.topic).toBe('s');
    expect(asked[0]?.url).toBe('/get_db?mac=0000021A5B3C7D01');
    expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ap:hunter2').toString('base64')}`);
    expect(intake.frames.at(-1)).toMatchObject({ transport: 'http', source: 'label-1', repeated: false });
  });

  it('repeats itself as a sign of life', async () => {
    const { url } = await startAccessPoint((response) => response.end('{}'));
    const { answers } = startPolls(url, { repeatMs: 40 });
    await until(() => answers().length >= 4, 'signs of life');
  });

  it('is asked again when it comes back', async () => {
    const port = await freePort();
    const started = startPolls(`http://127.0.0.1:${port}`);
    await until(() => started.problem().includes('ECONNREFUSED'), 'a refused connection');
    const first = await startAccessPoint((response) => response.end('{}'), port);
    await until(() => started.answers().length > 0, 'an answer');
    first.stop();
    await until(() => started.states().length === 3, 'its loss');
    await startAccessPoint((response) => response.end('{}'), port);
    await until(() => started.states().length === 4, 'its return');
    expect(started.states()).toEqual(['offline', 'online', 'offline', 'online'].map((state) => JSON.stringify({ state })));
  });

  it.each<[string, Answer, string]>([
    ['a wrong password', (response) => response.writeHead(401).end(), 'the device answers 401 Unauthorized'],
    [
      'a way that leads elsewhere',
      (response) => response.writeHead(302, { location: 'http://elsewhere.example' }).end(),
      'the device answers 302 Found',
    ],
    ['no answer', () => undefined, 'The operation was aborted due to timeout'],
    [
      'half an answer',
      (response) => void response.writeHead(200, { 'content-length': 10 }).write('{'),
      'The operation was aborted due to timeout',
    ],
  ])('says what is wrong: %s', async (_name, answer, problem) => {
    const { url } = await startAccessPoint(answer);
    const started = startPolls(url, { timeoutMs: 60 });
    await until(() => started.problem() === problem, problem);
    expect(started.states()).toEqual(['{"state":"offline"}']);
    expect(started.answers()).toEqual([]);
    expect(started.log.join('\n')).not.toContain('hunter2');
  });

  it('refuses an answer that is too large, without reading it to its end', async () => {
    let sent = 0;
    const { url } = await startAccessPoint((response) => {
      const more = (): void => {
        while (sent < 2_000 && response.write(Buffer.alloc(16_384, 0x78))) sent += 1;
        response.once('drain', more);
      };
      more();
    });
    const { intake, answers } = startPolls(url);
    await until(() => intake.refused.length > 0, 'a refusal');
    expect(intake.refused[0]).toMatchObject({ reason: 'oversize', source: 'label-1', topic: 't' });
    expect(intake.refused[0]?.sample.length).toBe(256);
    expect(answers()).toEqual([]);
  });

  it('is not asked while the journal refuses', async () => {
    const { url, asked } = await startAccessPoint((response) => response.end(JSON.stringify({ n: asked.length })));
    const { intake, answers } = startPolls(url);
    await until(() => answers().length >= 2, 'answers');
    intake.behave('fail');
    await until(() => intake.failed() >= 2, 'refusals of the journal');
    const before = asked.length;
    await until(() => intake.failed() >= 6, 'more refusals');
    expect(asked.length).toBeLessThanOrEqual(before + 1);
    intake.behave('store');
    await until(() => asked.length > before + 2, 'further questions');
    expect(intake.reasons()).toEqual([]);
  });
});
