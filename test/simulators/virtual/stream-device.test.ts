import { createConnection } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { drivers } from '../../../devices/index.ts';
import { type DeviceReading, freshContext } from '../../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../../devices/kit/example-time.ts';
import { createLineFramer } from '../../../devices/kit/framers.ts';
import { cd5220 } from '../../../devices/pole/cd5220.ts';
import { barcodeScanner } from '../../../devices/scanner/barcode-scanner.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import { createSerial } from '../../../gateway/transports/serial.ts';
import { createVirtualStreamDevice, type VirtualStreamOptions } from '../../../simulators/virtual/stream-device.ts';
import { silentLog } from '../../support/embedded-broker.ts';
import { createFakeIntake } from '../../support/fakes/intake.fake.ts';
import { describeWith } from '../../support/programs.ts';
import { openPty } from '../../support/pty.ts';
import { until } from '../../support/until.ts';

const device = asId<DeviceId>('device-1');
const receivedAt = EXAMPLE_RECEIVED_AT;
const onAnyPort = { host: '127.0.0.1', port: 0 };
const speaking = drivers.filter(({ stream, encode }) => stream && encode);

async function start(options: VirtualStreamOptions) {
  const virtual = createVirtualStreamDevice(options);
  onTestFinished(() => virtual.stop());
  await virtual.start();
  return virtual;
}

/** All that comes over a TCP connection to it. */
async function listenTo(port: number): Promise<{ text(): string; write(text: string): void }> {
  const socket = createConnection(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let heard = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    heard += text;
  });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return { text: () => heard, write: (text) => void socket.write(text, 'latin1') };
}

const card = (n: number): DeviceReading => ({
  device,
  at: receivedAt,
  reportedAt: null,
  receivedAt,
  kind: 'card',
  card: `M${n}`,
  antenna: 0,
  rssi: null,
});

describe('a virtual device on a stream', () => {
  it('says readings in the form of its driver', async () => {
    const virtual = await start({ driver: barcodeScanner, on: onAnyPort });
    await expect(virtual.say([card(1)])).rejects.toThrow('nobody listens');
    const gateway = await listenTo(virtual.port());
    await until(virtual.isHeard, 'the connection');
    expect(await virtual.say([card(1), card(2)])).toBe(2);
    await until(() => gateway.text() === 'M1\r\nM2\r\n', 'two cards');
  });

  it('answers commands, one by one, and keeps them', async () => {
    const heard: string[] = [];
    const virtual = await start({
      driver: barcodeScanner,
      on: onAnyPort,
      commands: () => createLineFramer(100),
      answer: (command) => (command[0] === 0x53 ? Buffer.from('S 1 g\r\n') : null),
      onCommand: (command) => heard.push(Buffer.from(command).toString()),
    });
    const gateway = await listenTo(virtual.port());
    gateway.write('SI\r');
    gateway.write('\nT\r\nS\r\n');
    await until(() => heard.length === 3, 'three commands');
    await until(() => gateway.text() === 'S 1 g\r\nS 1 g\r\n', 'two answers');
    expect(virtual.commands().map((command) => Buffer.from(command).toString())).toEqual(['SI', 'T', 'S']);
    expect(heard).toEqual(['SI', 'T', 'S']);
  });

  it('says readings at a rate until it is told to end', async () => {
    const virtual = await start({ driver: barcodeScanner, on: onAnyPort });
    const gateway = await listenTo(virtual.port());
    await until(virtual.isHeard, 'the connection');
    let said = 0;
    const startedAt = performance.now();
    const end = virtual.sayAtRate(500, () => (said < 250 ? [card(said++)] : null));
    await until(() => gateway.text().endsWith('M249\r\n'), 'the last card');
    await end();
    // Not all at once: the last one is due after half a second.
    expect(performance.now() - startedAt).toBeGreaterThan(450);
    expect(gateway.text().split('\r\n').length).toBe(251);
  });

  it('can be stopped and started again', async () => {
    const virtual = await start({ driver: barcodeScanner, on: onAnyPort });
    await virtual.stop();
    await virtual.stop();
    expect(virtual.isHeard()).toBe(false);
    await virtual.start();
    await listenTo(virtual.port());
    await until(virtual.isHeard, 'the connection');
  });

  it('there are drivers for it', () => expect(speaking.length).toBeGreaterThan(3));
});

describe.each(speaking)('$driver on a stream', (driver) => {
  it('is understood by the gateway as its driver means it', async () => {
    const { stream } = driver;
    if (!stream) throw new Error('no stream');
    const readings = driver.examples.flatMap((example) =>
      example.readings.map((reading) => ({ ...reading, device, receivedAt }) as DeviceReading),
    );
    const virtual = await start({ driver, on: onAnyPort, device });
    const intake = createFakeIntake();
    const { settings } = freshContext(driver, device);
    const serial = createSerial({
      devices: [
        {
          device,
          topic: 't',
          statusTopic: 's',
          line: { host: '127.0.0.1', port: virtual.port() },
          protocol: stream,
          options: { antennas: [1], settings },
          isPersonal: driver.isPersonal === true,
        },
      ],
      intake,
      log: silentLog,
      clock: Date.now,
    });
    onTestFinished(() => serial.stop());
    serial.start();
    await until(virtual.isHeard, 'the gateway');
    const messages = driver.encode?.(readings, device) ?? [];
    const framer = stream.createFramer();
    const wanted = messages.flatMap(({ bytes }) => framer.push(bytes)).flatMap((piece) => (piece.ok ? [Buffer.from(piece.bytes)] : []));
    await virtual.say(readings);
    const came = () => intake.frames.filter(({ topic }) => topic === 't').map(({ bytes }) => Buffer.from(bytes));
    await until(() => came().length >= wanted.length, 'all messages');
    expect(wanted.length).toBeGreaterThan(0);
    expect(came()).toEqual(wanted);
    expect(intake.refused).toEqual([]);
    await serial.stop();
  });
});

describeWith('socat', 'a pole display on a real line', (program) => {
  it('is reset, shows what is sent, and is cleared at the end', async () => {
    const pty = await openPty(program);
    const virtual = await start({ driver: cd5220, on: { path: pty.device } });
    const { stream, command } = cd5220;
    if (!stream || !command) throw new Error('no stream');
    const context = freshContext(cd5220, 'pole-1');
    const [shown] = command(
      {
        id: 'c',
        deadline: 0,
        kind: 'show',
        showForMs: 1_000,
        content: { en: { title: 'Green tea', body: 'two for one', priceMinor: 2_550, currency: 'TWD' } },
      },
      context,
    );
    if (shown?.via !== 'stream') throw new Error('not for the stream');
    const intake = createFakeIntake();
    const line = { path: pty.gateway, ...stream.line };
    const options = { antennas: [1], settings: context.settings };
    const pole = { device: 'pole-1', topic: 't', statusTopic: 's', line, protocol: stream, options, isPersonal: false };
    const serial = createSerial({ devices: [pole], intake, log: silentLog, clock: Date.now });
    onTestFinished(() => serial.stop());
    const heard = () => Buffer.concat(virtual.commands()).toString('latin1');
    serial.start();
    await until(() => heard() === '\x1b@', 'the reset');
    await serial.send('pole-1', shown.bytes);
    await serial.stop();
    await until(() => heard().endsWith('\r\x0c'), 'the last word');
    expect(heard()).toBe('\x1b@\x0c\x1bQAGreen tea\r\x1bQBtwo for one    25.50\r\x0c');
    expect(intake.refused).toEqual([]);
  });
});
