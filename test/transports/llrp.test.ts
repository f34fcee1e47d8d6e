import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeMessage } from '../../devices/kit/llrp/message.ts';
import { MESSAGE } from '../../devices/kit/llrp/numbers.ts';
import { custom } from '../../devices/kit/llrp/parameters.ts';
import { writeReaderEvents } from '../../devices/kit/llrp/reader-events.ts';
import { writeStatus } from '../../devices/kit/llrp/status.ts';
import { writeTag } from '../../devices/kit/llrp/tag-report.ts';
import { dbm } from '../../gateway/domain/units.ts';
import type { IncomingFrame } from '../../gateway/pipeline/frame.ts';
import { createRandom } from '../../simulators/random.ts';
import { readingsOf, readsOf, STATUS_TOPIC, startReader, startSession } from '../support/llrp-shop.ts';
import { nameOf, numberedRead, numberedReads } from '../support/numbered-reads.ts';
import { freePort } from '../support/temporary.ts';
import { until } from '../support/until.ts';

const statuses = (frames: readonly IncomingFrame[]): string[] =>
  frames
    .filter(({ topic }) => topic === STATUS_TOPIC)
    .map(({ bytes }) => (JSON.parse(Buffer.from(bytes).toString()) as { state: string }).state);

/** Something else at the reader's address; it ends with the test. */
async function serve(answer: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined).resume();
    answer(socket);
  });
  onTestFinished(() => void server.close());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function reading(options: Parameters<typeof startReader>[0] = {}, more: Parameters<typeof startSession>[1] = {}) {
  const { reader, port } = await startReader(options);
  const { session, intake } = await startSession(port, more);
  await until(() => session.status().isConnected && reader.isReading(), 'a reader that reads');
  return { reader, port, session, intake };
}

describe('the dialogue', () => {
  it('sets the reader up in the order that real clients use, and reads', async () => {
    const { reader, intake, session } = await reading({}, { antennas: [2, 4], session: 2, population: 200, mode: 1_000, powerDbm: 24.1 });
    await until(() => reader.heard().includes(MESSAGE.ENABLE_EVENTS_AND_REPORTS), 'the last step');
    expect(reader.heard()).toEqual([
      MESSAGE.GET_READER_CAPABILITIES,
      MESSAGE.CUSTOM_MESSAGE,
      MESSAGE.DELETE_ROSPEC,
      MESSAGE.SET_READER_CONFIG,
      MESSAGE.ADD_ROSPEC,
      MESSAGE.ENABLE_ROSPEC,
      MESSAGE.ENABLE_EVENTS_AND_REPORTS,
    ]);
    // 24.1 dBm at most is entry 57 of 10, 10.25 ... 32.5.
    expect(reader.roSpec()).toEqual({
      id: 1,
      start: 'immediate',
      stopAfterMs: null,
      antennas: [2, 4],
      inventoryId: 1,
      session: 2,
      population: 200,
      mode: 1_000,
      transmitter: { hopTable: 1, channel: 1, power: 57 },
      report: 'each-tag-impinj',
    });
    reader.report([{ ...numberedRead(1), rssi: dbm(-57.25) }]);
    await until(() => readsOf(intake.frames).length === 1, 'a read');
    expect(readsOf(intake.frames)).toMatchObject([{ antenna: 2, rssi: -57.25, epc: numberedRead(1).epc }]);
    expect(intake.frames[0]).toMatchObject({ transport: 'llrp', source: 'gate-1', topic: 'llrp/gate-1', repeated: false });
    expect(session.status()).toMatchObject({ isConnected: true, problem: '' });
  });

  it('tells that the reader is online, what it is, and on which frequency it read', async () => {
    const { reader, intake } = await reading({ capabilities: { firmware: '9.9.9', channelsKhz: [922_250] } });
    reader.report(numberedReads(1));
    await until(() => readsOf(intake.frames).length === 1, 'a read');
    expect(statuses(intake.frames)).toEqual(['online']);
    expect(readingsOf(intake.frames)).toMatchObject([
      { kind: 'info', model: 'Impinj Speedway R420 (2001002)', firmware: '9.9.9' },
      { kind: 'tag', detail: { frequencyKhz: 922_250 } },
    ]);
  });

  it('asks a reader of another maker for nothing but the standard, at its full power', async () => {
    const powers = [3, 1, 2].map((index) => ({ index, dbm: 10 * index }));
    const { reader } = await reading({ capabilities: { maker: 161, powers, hopTable: null, channelsKhz: [866_300] } });
    expect(reader.heard()).not.toContain(MESSAGE.CUSTOM_MESSAGE);
    expect(reader.roSpec()).toMatchObject({
      antennas: [],
      mode: null,
      transmitter: { hopTable: 0, channel: 1, power: 3 },
      report: 'each-tag',
    });
  });

  it('does without the finer values when Impinj refuses them', async () => {
    const { reader } = await reading({ refuses: { [MESSAGE.CUSTOM_MESSAGE]: [109, 'no'] } });
    expect(reader.roSpec()?.report).toBe('each-tag');
  });

  it('says which step the reader refused, and why', async () => {
    const { port } = await startReader({ refuses: { [MESSAGE.ADD_ROSPEC]: [201, 'power is not allowed here'] } });
    const { session, intake } = await startSession(port);
    await until(() => session.status().problem !== '', 'a problem');
    expect(session.status()).toMatchObject({
      isConnected: false,
      problem: 'the reader refused ADD_ROSPEC: P_FieldError power is not allowed here',
    });
    await until(() => statuses(intake.frames).length > 0, 'a status');
    expect(statuses(intake.frames)).toEqual(['offline']);
  });

  it('says that store.yaml names an antenna too many', async () => {
    const { port } = await startReader({ capabilities: { antennas: 2 } });
    const { session } = await startSession(port, { antennas: [1, 3] });
    await until(() => session.status().problem !== '', 'a problem');
    expect(session.status().problem).toBe('antenna 3 of store.yaml is not on this reader: it has 2');
  });

  it('says goodbye when it stops, and what comes meanwhile is kept', async () => {
    const { reader, session, intake } = await reading();
    reader.report(numberedReads(100));
    await session.stop();
    await session.stop();
    expect(reader.heard().at(-1)).toBe(MESSAGE.CLOSE_CONNECTION);
    expect(readsOf(intake.frames)).toHaveLength(100);
    expect(session.status()).toMatchObject({ isConnected: false, problem: 'stopped' });
    // A gateway that stops says nothing of the reader.
    expect(statuses(intake.frames)).toEqual(['online']);
  });

  it.each([
    ['connects', []],
    ['has taken the connection', [{ event: 'connection-attempt', outcome: 0 }] as const],
  ])('ends soon while a reader %s and says nothing more', async (_what, events) => {
    let calls = 0;
    const port = await serve((socket) => {
      calls += 1;
      socket.write(Buffer.concat(events.map((event) => writeMessage(MESSAGE.READER_EVENT_NOTIFICATION, 1, writeReaderEvents(0, [event])))));
    });
    const { session, intake } = await startSession(port);
    await until(() => calls === 1, 'the call');
    await until(() => intake.frames.length === events.length, 'what it says');
    const begun = performance.now();
    await session.stop();
    expect(performance.now() - begun).toBeLessThan(1_500);
    expect(session.status()).toMatchObject({ isConnected: false, problem: 'stopped' });
  });
});

describe('a reader that comes and goes', () => {
  it('answers every keep-alive and stays connected for many periods', async () => {
    const { reader, session } = await reading({}, { keepaliveS: 0.03 });
    const answers = (): number => reader.heard().filter((type) => type === MESSAGE.KEEPALIVE_ACK).length;
    await until(() => answers() >= 10, 'ten answers');
    expect(session.status().isConnected).toBe(true);
  });

  it('is given up after three silent periods, and read again when it speaks', async () => {
    const { reader, session, intake } = await reading({}, { keepaliveS: 0.05 });
    reader.hang(true);
    const begun = performance.now();
    await until(() => !session.status().isConnected, 'the end of the connection');
    // The last sound may have been up to one period before.
    expect(performance.now() - begun).toBeGreaterThan(90);
    expect(session.status().problem).toBe('nothing heard for 0.2 s');
    await until(() => statuses(intake.frames).at(-1) === 'offline', 'offline');
    await reader.kill();
    await reader.listen();
    await until(() => session.status().isConnected, 'a new connection');
    await until(() => statuses(intake.frames).length === 3, 'three statuses');
    expect(statuses(intake.frames)).toEqual(['online', 'offline', 'online']);
  });

  it('is read again within ten seconds with the waits that a shop has', async () => {
    const { reader, port } = await startReader();
    const { session, intake } = await startSession(port, { retryMs: { first: 1_000, longest: 6_000 } });
    await until(() => session.status().isConnected, 'a connection');
    await reader.kill();
    await until(() => !session.status().isConnected, 'the loss');
    // Long enough for the waits to grow.
    const awayUntil = performance.now() + 4_000;
    await until(() => performance.now() > awayUntil, 'some time', 5_000);
    await reader.listen();
    const back = performance.now();
    await until(() => reader.report(numberedReads(1)), 'a running ROSpec', 11_000);
    await until(() => readsOf(intake.frames).length >= 1, 'a read');
    expect(performance.now() - back).toBeLessThan(10_000);
  });

  it('starts without it, says so, and finds it when it comes', async () => {
    const port = await freePort();
    const { session, intake } = await startSession(port);
    await until(() => session.status().problem.includes('ECONNREFUSED'), 'a failed try');
    const { reader } = await startReader({ port });
    await until(() => session.status().isConnected, 'a connection');
    expect(reader.isReading()).toBe(true);
    await until(() => statuses(intake.frames).length === 2, 'both statuses');
    expect(statuses(intake.frames)).toEqual(['offline', 'online']);
  });

  it('says when another client has it, and reads when that one has gone', async () => {
    const { reader, port } = await startReader();
    const other = connect(port, '127.0.0.1');
    other.on('error', () => undefined);
    onTestFinished(() => void other.destroy());
    await new Promise((resolve) => other.once('data', resolve));
    const { session } = await startSession(port);
    await until(() => session.status().problem !== '', 'the refusal');
    expect(session.status().problem).toBe('the reader already serves another client: end the other program, or restart the reader');
    other.destroy();
    await until(() => session.status().isConnected && reader.isReading(), 'a connection');
  });

  it('goes on when another client tries', async () => {
    const { reader, port, session, intake } = await reading();
    const other = connect(port, '127.0.0.1');
    await new Promise((resolve) => other.once('close', resolve).resume());
    reader.report(numberedReads(3));
    await until(() => readsOf(intake.frames).length === 3, 'three reads');
    expect(session.status().isConnected).toBe(true);
  });
});

describe('bytes', () => {
  it('come through whole however the network cuts and merges them: 10,000 reads, none lost, none twice', async () => {
    const { reader, intake } = await reading({ chunkSeed: 7 });
    const wanted = numberedReads(10_000);
    for (let from = 0; from < wanted.length; from += 500) {
      expect(reader.report(wanted.slice(from, from + 500))).toBe(true);
      if (from % 2_500 === 0) reader.tell({ event: 'gpi', port: 1, isHigh: from % 5_000 === 0 });
      await reader.drained();
    }
    await until(
      () => readsOf(intake.frames.slice(-5)).some((read) => nameOf(read) === nameOf(numberedRead(9_999))),
      'the last read',
      30_000,
    );
    const names = readsOf(intake.frames).map(nameOf);
    expect(names).toEqual(wanted.map(nameOf));
    expect(new Set(names).size).toBe(10_000);
    expect(intake.refused).toEqual([]);
  });

  it('that are no message end the connection, are counted, and the reader is called again', async () => {
    const { reader, session, intake } = await reading();
    reader.report(numberedReads(2));
    reader.send(Buffer.from('HTTP/1.1 200 OK\r\n'));
    await until(() => intake.refused.length > 0, 'the refusal');
    expect(intake.refused).toMatchObject([{ reason: 'bad-checksum', source: 'gate-1', topic: 'llrp/gate-1' }]);
    expect(readsOf(intake.frames)).toHaveLength(2);
    await until(() => statuses(intake.frames).length === 3, 'a new connection');
    expect(session.status().isConnected).toBe(true);
  });

  it('that a dying reader leaves half said are counted', async () => {
    const { reader, intake } = await reading();
    const before = intake.frames.length;
    const whole = writeMessage(MESSAGE.READER_EVENT_NOTIFICATION, 1, writeReaderEvents(0, [{ event: 'gpi', port: 1, isHigh: true }]));
    reader.send(Buffer.concat([whole, whole.subarray(0, 20)]));
    await until(() => intake.frames.length > before, 'the whole one');
    await reader.kill();
    await until(() => intake.refused.length > 0, 'the refusal');
    expect(intake.refused).toMatchObject([{ reason: 'bad-checksum', sample: Uint8Array.from(whole.subarray(0, 20)) }]);
  });

  it('of any kind, from whatever is at that address, never end the trying', async () => {
    const noise = createRandom(3, 'noise');
    const good = [
      writeMessage(MESSAGE.READER_EVENT_NOTIFICATION, 1, writeReaderEvents(0, [{ event: 'connection-attempt', outcome: 0 }])),
      writeMessage(MESSAGE.GET_READER_CAPABILITIES_RESPONSE, 1, writeStatus(0)),
      writeMessage(MESSAGE.ERROR_MESSAGE, 1, writeStatus(100, 'no')),
    ];
    let calls = 0;
    const port = await serve((socket) => {
      calls += 1;
      const bytes = Buffer.concat(good.filter(() => noise.chance(0.7)));
      for (let changes = noise.int(0, 4); changes > 0 && bytes.length > 0; changes--)
        bytes[noise.int(0, bytes.length - 1)] = noise.int(0, 255);
      socket.end(bytes);
    });
    const { session } = await startSession(port, { retryMs: { first: 2, longest: 4 } });
    await until(() => calls >= 200, '200 calls', 25_000);
    expect(session.status()).toMatchObject({ isConnected: false });
    expect(session.status().problem).not.toBe('');
  });

  it('of vendors that nobody knows are passed over', async () => {
    const { reader, intake } = await reading();
    const strange = custom(4_711, 1, Buffer.from('ffffffff', 'hex'));
    reader.send(writeMessage(MESSAGE.CUSTOM_MESSAGE, 1, Buffer.from('0000126700', 'hex')));
    reader.send(writeMessage(MESSAGE.RO_ACCESS_REPORT, 2, strange, writeTag({ epc: '300000000000000000000001' }), strange));
    await until(() => readsOf(intake.frames).length === 1, 'the read');
    expect(intake.refused).toEqual([]);
  });
});

describe('a journal that does not take everything', () => {
  it('loses nothing that it refused for a while', async () => {
    const { reader, session, intake } = await reading();
    await until(() => statuses(intake.frames).length === 1, 'online');
    intake.behave('fail');
    reader.report(numberedReads(300));
    await until(() => intake.failed() > 0, 'a refusal');
    await until(() => session.status().problem === 'no space left', 'the problem');
    expect(session.status().isConnected).toBe(true);
    intake.behave('store');
    await until(() => readsOf(intake.frames).length === 300, 'all reads');
    expect(readsOf(intake.frames).map(nameOf)).toEqual(numberedReads(300).map(nameOf));
    expect(session.status().problem).toBe('');
  });

  it('slows the reader down instead of holding without end, and does not take it for dead', async () => {
    const { reader, session, intake } = await reading({}, { keepaliveS: 0.2 });
    await until(() => statuses(intake.frames).length === 1, 'online');
    intake.behave('hold');
    // More than can be held for the journal: the rest has to wait at the reader.
    const count = 40_000;
    for (let from = 0; from < count; from += 1_000) reader.report(numberedReads(1_000, from));
    const stuckUntil = performance.now() + 1_500;
    await until(() => performance.now() > stuckUntil, 'several keep-alive periods', 5_000);
    expect(session.status().isConnected).toBe(true);
    intake.behave('store');
    intake.release();
    await until(() => intake.frames.length >= count, 'all reads', 40_000);
    await until(
      () => readsOf(intake.frames.slice(-5)).some((read) => nameOf(read) === nameOf(numberedRead(count - 1))),
      'the last',
      10_000,
    );
    expect(new Set(readsOf(intake.frames).map(nameOf)).size).toBe(count);
    expect(intake.refused).toEqual([]);
  });
});
