import { describe, expect, it, onTestFinished } from 'vitest';
import { jsonCardLine } from '../../devices/cards/json-card-line.ts';
import { pn532 } from '../../devices/cards/pn532.ts';
import { rdm6300 } from '../../devices/cards/rdm6300.ts';
import { lookForPn532, PN532_LONGEST, readPn532Frame, writePn532Frame } from '../../devices/kit/card/pn532-frame.ts';
import { type DeviceDriver, type DeviceReading, freshContext } from '../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../devices/kit/example-time.ts';
import { createFramer } from '../../devices/kit/framers.ts';
import { andCas } from '../../devices/scales/and-cas.ts';
import { mtSics } from '../../devices/scales/mt-sics.ts';
import { nci } from '../../devices/scales/nci.ts';
import { sma } from '../../devices/scales/sma.ts';
import { toledo8217 } from '../../devices/scales/toledo-8217.ts';
import { toledoContinuous } from '../../devices/scales/toledo-continuous.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { grams } from '../../gateway/domain/units.ts';
import { createSerial } from '../../gateway/transports/serial.ts';
import type { StreamLine } from '../../gateway/transports/stream-port.ts';
import { createVirtualStreamDevice, type VirtualStreamOptions } from '../../simulators/virtual/stream-device.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';
import { describeWith } from '../support/programs.ts';
import { openPty } from '../support/pty.ts';
import { createLogOf } from '../support/stream-protocols.ts';
import { until } from '../support/until.ts';

const device = asId<DeviceId>('till-1');
const TOPIC = 'aisle/v1/shop/till-1/stream';
const sensed = { device, at: EXAMPLE_RECEIVED_AT, reportedAt: null, receivedAt: EXAMPLE_RECEIVED_AT };
const weighed = (value: number, stable = true): DeviceReading => ({ ...sensed, kind: 'weight', channel: '1', grams: grams(value), stable });
const card = (number: string): DeviceReading => ({ ...sensed, kind: 'card', card: number, antenna: 0, rssi: null });
const written = (driver: DeviceDriver, reading: DeviceReading): Uint8Array =>
  Uint8Array.from(Buffer.concat((driver.encode?.([reading], device) ?? []).map(({ bytes }) => bytes)));

/** On a terminal bytes do not wait for each other: the gap need not be as long as on a slow line. */
const GAP_MS = 200;

/** What a line at another speed looks like: no byte of it means anything. Always the same ones. */
const wrongBaud = Uint8Array.from({ length: 120 }, (_, n) => ((n * 2_654_435_761) >>> 13) & 0xff);

/** A gateway at one end, what it heard decoded by the driver, as the pipeline does it. */
function startGateway(driver: DeviceDriver, line: StreamLine, { settings = {}, gapMs }: { settings?: unknown; gapMs?: number } = {}) {
  const { stream } = driver;
  if (!stream) throw new Error(`${driver.driver} is not on a stream`);
  const context = freshContext(driver, 'till-1', settings);
  const intake = createFakeIntake();
  const serial = createSerial({
    devices: [
      {
        device,
        topic: TOPIC,
        statusTopic: 'aisle/v1/shop/till-1/status',
        line,
        protocol: { ...stream, gapMs: gapMs ?? stream.gapMs },
        options: { antennas: [1], settings: context.settings },
        isPersonal: driver.isPersonal === true,
      },
    ],
    intake,
    log: createLogOf().log,
    clock: Date.now,
    retryMs: { first: 20, longest: 100 },
  });
  onTestFinished(() => serial.stop());
  serial.start();
  let read = 0;
  const readings: DeviceReading[] = [];
  /** Each frame is decoded once: the driver remembers. */
  function heard(): readonly DeviceReading[] {
    for (; read < intake.frames.length; read++) {
      const frame = intake.frames[read];
      if (frame?.topic !== TOPIC) continue;
      const decoded = driver.decode({ device, topic: '', bytes: frame.bytes, receivedAt: EXAMPLE_RECEIVED_AT }, context);
      if (decoded.ok) readings.push(...decoded.readings);
    }
    return readings;
  }
  const values = (): (number | string)[] =>
    heard().flatMap((reading): (number | string)[] =>
      reading.kind === 'weight' ? [reading.grams] : reading.kind === 'card' ? [reading.card] : [],
    );
  return { intake, heard, values, opened: () => until(() => serial.status('till-1')?.isConnected === true, 'an open line') };
}

async function plugIn(program: string, driver: DeviceDriver, hardware: Partial<VirtualStreamOptions> = {}, settings: unknown = {}) {
  const { stream } = driver;
  if (!stream) throw new Error(`${driver.driver} is not on a stream`);
  const pty = await openPty(program);
  const virtual = createVirtualStreamDevice({ driver, on: { path: pty.device }, ...hardware });
  onTestFinished(() => virtual.stop());
  await virtual.start();
  const gateway = startGateway(driver, { path: pty.gateway, ...stream.line }, { settings, gapMs: GAP_MS });
  await gateway.opened();
  return { virtual, ...gateway };
}

const unasked: readonly (readonly [DeviceDriver, DeviceReading, DeviceReading, unknown?])[] = [
  [rdm6300, card('3B00BEEF42'), card('3B00BEEF43')],
  [jsonCardLine, card('3B00BEEF42'), card('3B00BEEF43')],
  [mtSics, weighed(1_240), weighed(-15.5)],
  [andCas, weighed(1_240), weighed(-320)],
  [toledoContinuous, weighed(1_240), weighed(-320)],
];
const asked: readonly (readonly [DeviceDriver, string])[] = [
  [sma, 'W'],
  [nci, 'W'],
  [toledo8217, 'W'],
  [mtSics, 'SI'],
  [andCas, 'Q'],
];

describeWith('socat', 'card readers and scales on a serial port', (program) => {
  it.each(unasked.map((row) => [row[0].driver, row] as const))(
    '%s: every message through noise, cuts and bytes of a wrong speed',
    async (_name, [driver, first, second]) => {
      const { virtual, intake, values } = await plugIn(program, driver);
      const whole = written(driver, first);
      // A message that breaks off, then silence; then a line at another speed, then silence.
      for (const noise of [whole.subarray(0, whole.length - 4), wrongBaud]) {
        const before = intake.refused.length + intake.frames.length;
        await virtual.write(noise);
        await until(() => intake.refused.length + intake.frames.length > before, 'what the noise became');
        await virtual.write(Buffer.from('\r\n'));
      }
      expect(values()).toEqual([]);
      for (const reading of [first, second]) for (const byte of written(driver, reading)) await virtual.write(Uint8Array.of(byte));
      const wanted = [first, second].map((reading) =>
        reading.kind === 'card' ? reading.card : reading.kind === 'weight' ? reading.grams : '',
      );
      await until(() => values().length >= 2, 'two readings');
      expect(values()).toEqual(wanted);
      if (driver.isPersonal) for (const { sample } of intake.refused) expect(sample).toHaveLength(0);
    },
  );

  it.each(asked.map((row) => [row[0].driver, row] as const))(
    '%s: answers what it is asked, and a pan that changes is heard',
    async (_name, [driver, word]) => {
      let onPan: Uint8Array | null = wrongBaud.subarray(0, 20);
      const settings = { pollMs: 50, ...(driver === mtSics ? { mode: 'poll' } : driver === andCas ? { ask: true } : {}) };
      const answer = (command: Uint8Array): Uint8Array | null => (Buffer.from(command).toString('latin1').includes(word) ? onPan : null);
      const { intake, values } = await plugIn(program, driver, { answer }, settings);
      await until(() => intake.refused.length + intake.frames.length > 1, 'what the noise became');
      expect(values()).toEqual([]);
      for (const value of [1_240, 815]) {
        onPan = written(driver, weighed(value));
        await until(() => values().includes(value), `${value} g`);
      }
      expect([...new Set(values())]).toEqual([1_240, 815]);
    },
  );

  it('pn532: wakes it, sets it up, and hears the card that is held to it', async () => {
    const ack = Uint8Array.from([0, 0, 0xff, 0, 0xff, 0]);
    const done: string[] = [];
    let present: Uint8Array | null = null;
    function answer(command: Uint8Array): Uint8Array | null {
      const frame = readPn532Frame(command);
      if (frame === 'more' || 'not' in frame || frame.kind !== 'command') return null;
      const code = frame.data[0] ?? 0;
      done.push(code.toString(16));
      const nobody = writePn532Frame('reply', [0x4b, 0]);
      const firmware = writePn532Frame('reply', [0x03, 0x32, 1, 6, 7]);
      const reply = code === 0x4a ? (present ?? nobody) : code === 0x02 ? firmware : writePn532Frame('reply', [code + 1]);
      return Uint8Array.from(Buffer.concat([ack, reply]));
    }
    const hardware = { answer, commands: () => createFramer(lookForPn532, PN532_LONGEST) };
    const { heard, values, intake } = await plugIn(program, pn532, hardware, { pollMs: 100 });
    await until(() => done.length >= 5, 'five commands');
    expect(done.slice(0, 5)).toEqual(['14', '2', '32', '4a', '4a']);
    await until(() => heard().some((reading) => reading.kind === 'info' && reading.firmware === '1.6'), 'what chip it is');
    expect(values()).toEqual([]);
    present = written(pn532, card('3BBEEF42'));
    await until(() => values().length > 0, 'the card');
    present = written(pn532, card('04A1B2C3D4E5F6'));
    await until(() => values().length > 1, 'the other card');
    expect(values()).toEqual(['3BBEEF42', '04A1B2C3D4E5F6']);
    expect(intake.refused).toEqual([]);
  });
});

describe('a KERN scale over TCP', () => {
  it('streams after one word, and says who it is when it is switched on, cut as TCP likes', async () => {
    const words: string[] = [];
    const answer = (command: Uint8Array): Uint8Array | null => {
      const word = Buffer.from(command).toString('latin1').trim();
      words.push(word);
      return word === 'SIR' ? written(mtSics, weighed(312.4)) : null;
    };
    const scale = createVirtualStreamDevice({ driver: mtSics, on: { host: '127.0.0.1', port: 0 }, answer });
    onTestFinished(() => scale.stop());
    await scale.start();
    const { values, heard, opened } = startGateway(mtSics, { host: '127.0.0.1', port: scale.port() });
    await opened();
    await until(() => values().includes(312.4), 'its first weight');
    await scale.write(Buffer.from('I4 A "7001'));
    await scale.write(Buffer.from('23"\r\nS D      98.20 g\r\nS +\r\n'));
    await until(() => values().includes(98.2), 'the weight that moves');
    expect(heard()).toMatchObject([
      { kind: 'weight', grams: 312.4, stable: true },
      { kind: 'info', serial: '700123' },
      { kind: 'weight', grams: 98.2, stable: false },
    ]);
    expect(words[0]).toBe('SIR');
    expect(words.filter((word) => word === 'SIR')).toHaveLength(1);
  });
});
