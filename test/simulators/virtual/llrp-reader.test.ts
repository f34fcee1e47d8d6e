import { once } from 'node:events';
import { connect } from 'node:net';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLlrpFramer } from '../../../devices/kit/llrp/framer.ts';
import { bytesOf, type LlrpMessage, readMessages, writeMessage } from '../../../devices/kit/llrp/message.ts';
import { MESSAGE } from '../../../devices/kit/llrp/numbers.ts';
import { writeReaderConfig } from '../../../devices/kit/llrp/reader-config.ts';
import { readReaderEvents } from '../../../devices/kit/llrp/reader-events.ts';
import { type RoSpec, writeRoSpec } from '../../../devices/kit/llrp/ro-spec.ts';
import { readStatus } from '../../../devices/kit/llrp/status.ts';
import { readTagReports } from '../../../devices/kit/llrp/tag-report.ts';
import { dbm } from '../../../gateway/domain/units.ts';
import { createRandomChunks } from '../../../simulators/virtual/random-chunks.ts';
import { startReader } from '../../support/llrp-shop.ts';
import { numberedRead, numberedReads } from '../../support/numbered-reads.ts';
import { until } from '../../support/until.ts';

const spec: RoSpec = {
  id: 9,
  start: 'when-told',
  stopAfterMs: null,
  antennas: [2, 3],
  inventoryId: 1,
  session: 1,
  population: 8,
  mode: null,
  transmitter: null,
  report: 'each-tag',
};

/** A client that says single messages and keeps what comes. */
async function clientOf(port: number) {
  const socket = connect(port, '127.0.0.1');
  const framer = createLlrpFramer();
  const heard: LlrpMessage[] = [];
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    for (const piece of framer.push(chunk)) {
      const messages = readMessages(piece.bytes);
      if (typeof messages !== 'string') heard.push(...messages);
    }
  });
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const of = (type: number): LlrpMessage[] => heard.filter((message) => message.type === type);
  let id = 0;
  return {
    socket,
    of,
    /** The status code of the answer. */
    async ask(type: number, ...parts: readonly Uint8Array[]): Promise<number | undefined> {
      id += 1;
      const mine = id;
      const answer = (): LlrpMessage | undefined =>
        heard.find((message) => message.id === mine && message.type !== 61 && message.type < 62);
      socket.write(writeMessage(type, mine, ...parts));
      await until(() => answer() !== undefined || of(MESSAGE.ERROR_MESSAGE).some((message) => message.id === mine), 'an answer');
      return readStatus(answer()?.body ?? of(MESSAGE.ERROR_MESSAGE).at(-1)?.body ?? new Uint8Array(0))?.code;
    },
  };
}
/** Outcomes of connection attempts, as the reader told them. */
const outcomes = (messages: readonly LlrpMessage[]): unknown[] =>
  messages.flatMap(({ body }): unknown[] => {
    const told = readReaderEvents(body);
    return typeof told === 'string' ? [told] : told.events.map((event) => ('outcome' in event ? event.outcome : event.event));
  });

describe('the virtual reader', () => {
  it('reads only while its ROSpec runs, only on the antennas that were asked for, and says only what was asked for', async () => {
    const { reader, port } = await startReader();
    const client = await clientOf(port);
    expect(reader.report(numberedReads(4))).toBe(false);
    expect(await client.ask(MESSAGE.ADD_ROSPEC, writeRoSpec(spec))).toBe(0);
    expect(await client.ask(MESSAGE.ENABLE_ROSPEC, bytesOf(4, 9))).toBe(0);
    expect(reader.isReading()).toBe(false);
    expect(await client.ask(MESSAGE.START_ROSPEC, bytesOf(4, 9))).toBe(0);
    expect(reader.report([{ ...numberedRead(1), rssi: dbm(-57.4), detail: { phaseDeg: 5 } }, numberedRead(0), numberedRead(2)])).toBe(true);
    await until(() => client.of(MESSAGE.RO_ACCESS_REPORT).length === 2, 'two reports');
    const tags = client.of(MESSAGE.RO_ACCESS_REPORT).flatMap(({ body }): unknown[] => [...readTagReports(body)]);
    expect(tags).toMatchObject([
      { antenna: 2, rssi: -57, phaseDeg: null },
      { antenna: 3, rssi: -52 },
    ]);
    expect(await client.ask(MESSAGE.STOP_ROSPEC, bytesOf(4, 9))).toBe(0);
    expect(reader.report(numberedReads(4))).toBe(false);
  });

  it('refuses what it cannot do', async () => {
    const { port } = await startReader({ capabilities: { antennas: 2 } });
    const client = await clientOf(port);
    expect(await client.ask(MESSAGE.ADD_ROSPEC, writeRoSpec(spec))).toBe(300);
    expect(await client.ask(MESSAGE.ENABLE_ROSPEC, bytesOf(4, 9))).toBe(300);
    expect(await client.ask(MESSAGE.DELETE_ROSPEC, bytesOf(4, 9))).toBe(300);
    expect(await client.ask(MESSAGE.DELETE_ROSPEC, bytesOf(4, 0))).toBe(0);
    // GET_ROSPECS is of no use to anyone here.
    expect(await client.ask(26)).toBe(109);
    const fitting = { ...spec, antennas: [1] };
    expect(await client.ask(MESSAGE.ADD_ROSPEC, writeRoSpec(fitting))).toBe(0);
    expect(await client.ask(MESSAGE.ADD_ROSPEC, writeRoSpec(fitting))).toBe(300);
  });

  it('serves one client, tells both of the other, and hangs up at a goodbye', async () => {
    const { port } = await startReader();
    const first = await clientOf(port);
    await until(() => first.of(MESSAGE.READER_EVENT_NOTIFICATION).length === 1, 'the welcome');
    const second = await clientOf(port);
    await until(() => second.socket.closed, 'the end');
    await until(() => first.of(MESSAGE.READER_EVENT_NOTIFICATION).length === 2, 'the notice');
    expect(outcomes(first.of(MESSAGE.READER_EVENT_NOTIFICATION))).toEqual([0, 4]);
    expect(outcomes(second.of(MESSAGE.READER_EVENT_NOTIFICATION))).toEqual([2]);
    expect(await first.ask(MESSAGE.CLOSE_CONNECTION)).toBe(0);
    await until(() => first.socket.closed, 'the end');
    const third = await clientOf(port);
    await until(() => third.of(MESSAGE.READER_EVENT_NOTIFICATION).length === 1, 'the welcome');
    expect(outcomes(third.of(MESSAGE.READER_EVENT_NOTIFICATION))).toEqual([0]);
  });

  it('says that it lives as often as it was told, until it hangs', async () => {
    const { reader, port } = await startReader();
    const client = await clientOf(port);
    expect(await client.ask(MESSAGE.SET_READER_CONFIG, writeReaderConfig(20))).toBe(0);
    await until(() => client.of(MESSAGE.KEEPALIVE).length >= 3, 'three signs of life');
    reader.hang(true);
    expect(reader.report(numberedReads(1))).toBe(false);
  });

  it('forgets everything when its mains fail, and comes back on the same port', async () => {
    const { reader, port } = await startReader();
    const client = await clientOf(port);
    await client.ask(MESSAGE.ADD_ROSPEC, writeRoSpec({ ...spec, start: 'immediate' }));
    await client.ask(MESSAGE.ENABLE_ROSPEC, bytesOf(4, 9));
    expect(reader.isReading()).toBe(true);
    await reader.kill();
    expect([reader.isReading(), reader.roSpec()]).toEqual([false, null]);
    expect(await reader.listen()).toBe(port);
  });
});

it('a network that cuts and merges anywhere loses nothing and keeps the order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.array(fc.uint8Array({ maxLength: 2_000 }), { maxLength: 8 }), async (seed, parts) => {
      const target = new PassThrough();
      const received: Buffer[] = [];
      target.on('data', (chunk: Buffer) => received.push(chunk));
      const chunks = createRandomChunks(target, seed);
      for (const part of parts) chunks.write(part);
      await chunks.drained();
      target.end();
      await once(target, 'end');
      expect(Buffer.concat(received)).toEqual(Buffer.concat(parts));
    }),
    { numRuns: 30 },
  );
});
