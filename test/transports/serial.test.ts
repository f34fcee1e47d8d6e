import { describe, expect, it, onTestFinished } from 'vitest';
import { createLineFramer } from '../../devices/kit/framers.ts';
import type { StreamProtocol } from '../../devices/kit/stream.ts';
import { barcodeScanner } from '../../devices/scanner/barcode-scanner.ts';
import { isGatewayError } from '../../gateway/errors.ts';
import { createSerial, type StreamDevice } from '../../gateway/transports/serial.ts';
import { createVirtualStreamDevice, type VirtualStreamOptions } from '../../simulators/virtual/stream-device.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';
import { describeWith } from '../support/programs.ts';
import { openPty } from '../support/pty.ts';
import { createLogOf, packet, packets, polite } from '../support/stream-protocols.ts';
import { freePort } from '../support/temporary.ts';
import { until } from '../support/until.ts';

const line9600 = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const TOPIC = 'aisle/v1/shop/reader-1/stream';
const STATUS = 'aisle/v1/shop/reader-1/status';

function startGateway(line: StreamDevice['line'], protocol: StreamProtocol, more: Partial<StreamDevice> = {}) {
  const intake = createFakeIntake();
  const { log, lines } = createLogOf();
  const device: StreamDevice = {
    device: 'reader-1',
    topic: TOPIC,
    statusTopic: STATUS,
    line,
    protocol,
    options: { antennas: [1, 2], settings: {} },
    isPersonal: false,
    ...more,
  };
  const serial = createSerial({ devices: [device], intake, log, clock: Date.now, retryMs: { first: 20, longest: 100 } });
  onTestFinished(() => serial.stop());
  serial.start();
  const messages = () => intake.frames.filter(({ topic }) => topic === TOPIC).map(({ bytes }) => Buffer.from(bytes));
  const states = () =>
    intake.frames
      .filter(({ topic }) => topic === STATUS)
      .map(({ bytes }) => (JSON.parse(Buffer.from(bytes).toString()) as { state: string }).state);
  const isOpen = () => serial.status('reader-1')?.isConnected === true;
  return { serial, intake, log: lines, messages, states, isOpen, opened: () => until(isOpen, 'an open line') };
}

async function startDevice(on: VirtualStreamOptions['on'], more: Partial<VirtualStreamOptions> = {}) {
  const device = createVirtualStreamDevice({ driver: { driver: 'packets' }, on, ...more });
  onTestFinished(() => device.stop());
  await device.start();
  return device;
}

/** A device on TCP with a gateway that is connected to it. */
async function overTcp(protocol: StreamProtocol, more: Partial<VirtualStreamOptions> = {}) {
  const device = await startDevice({ host: '127.0.0.1', port: 0 }, more);
  const gateway = startGateway({ host: '127.0.0.1', port: device.port() }, protocol);
  await gateway.opened();
  await until(device.isHeard, 'the gateway at the device');
  return { device, ...gateway };
}

const words = (device: { commands(): readonly Uint8Array[] }): string[] =>
  device.commands().map((command) => Buffer.from(command).toString());

describeWith('socat', 'a serial port', (program) => {
  async function plugged(
    protocol: StreamProtocol = packets,
    more: Partial<StreamDevice> = {},
    virtual: Partial<VirtualStreamOptions> = {},
  ) {
    const pty = await openPty(program);
    const device = await startDevice({ path: pty.device }, virtual);
    const gateway = startGateway({ path: pty.gateway, ...line9600 }, protocol, more);
    await gateway.opened();
    return { pty, device, ...gateway };
  }

  it('gives every frame once, in order, wherever the bytes are cut', async () => {
    const { device, messages, intake, states } = await plugged();
    const wanted = Array.from({ length: 12 }, (_, n) => packet([n, 0xa5, n * 7]));
    const whole = Buffer.concat(wanted);
    for (let cut = 1; cut < whole.length; cut += 1) {
      await device.write(whole.subarray(0, cut));
      await device.write(whole.subarray(cut));
      await until(() => messages().length === wanted.length * cut, `the frames of cut ${cut}`);
    }
    expect(messages().slice(-12)).toEqual(wanted);
    expect(intake.frames[0]).toMatchObject({ transport: 'serial', source: 'reader-1', topic: STATUS, repeated: false });
    expect(intake.frames[1]).toMatchObject({ transport: 'serial', source: 'reader-1', topic: TOPIC, repeated: false });
    expect(intake.refused).toEqual([]);
    expect(states()).toEqual(['online']);
  });

  it('gives bytes one by one the time that they need', async () => {
    const { device, messages } = await plugged();
    for (const byte of packet([1, 2, 3])) await device.write(Buffer.from([byte]));
    await until(() => messages().length === 1, 'the frame');
  });

  it('refuses noise between frames and loses none of them', async () => {
    const { device, messages, intake } = await plugged();
    const damaged = Buffer.from(packet([9, 9, 9]));
    damaged[3] = 0;
    await device.write(Buffer.concat([Buffer.from('xyz'), packet([1]), damaged, packet([2]), Buffer.from([0xa5, 9, 1])]));
    await until(() => intake.refused.length >= 3, 'three refusals, the last after the gap');
    expect(messages()).toEqual([packet([1]), packet([2])]);
    expect(intake.refused.map(({ reason, source, topic }) => [reason, source, topic])).toEqual([
      ['unknown-shape', 'reader-1', TOPIC],
      ['bad-checksum', 'reader-1', TOPIC],
      ['bad-checksum', 'reader-1', TOPIC],
    ]);
    expect(Buffer.from(intake.refused[0]?.sample ?? []).toString()).toBe('xyz');
    // What follows the silence is whole again.
    await device.write(packet([3]));
    await until(() => messages().length === 3, 'the frame after the gap');
  });

  it('opens again after the cable was pulled in the middle of a frame', async () => {
    const { pty, device, messages, states, serial, intake, isOpen, opened, log } = await plugged();
    await device.write(packet([1]));
    await until(() => messages().length === 1, 'the first frame');
    await device.write(packet([2]).subarray(0, 3));
    await until(() => intake.frames.length === 2, 'status and frame');
    await pty.unplug();
    const before = process.cpuUsage();
    await until(() => !isOpen(), 'the loss of the port');
    await until(() => (serial.status('reader-1')?.problem ?? '').includes('No such file'), 'a failed try');
    await expect(serial.send('reader-1', Buffer.from('x'))).rejects.toSatisfy((error) => isGatewayError(error, 'DEVICE_UNREACHABLE'));
    // The library alone reads a hung-up terminal again and again: a second of work in a second.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(500);
    await device.stop();
    await pty.plug();
    await device.start();
    await opened();
    await device.write(packet([3]));
    await until(() => messages().length === 2, 'the frame after the replug');
    expect(messages()).toEqual([packet([1]), packet([3])]);
    expect(states()).toEqual(['online', 'offline', 'online']);
    expect(log.filter((text) => text.includes('DEVICE_UNREACHABLE')).length).toBeLessThan(4);
  });

  it('notices every time that the cable was pulled, also while bytes come', async () => {
    const pty = await openPty(program);
    const { isOpen, opened } = startGateway({ path: pty.gateway, ...line9600 }, packets);
    for (let round = 0; round < 12; round += 1) {
      const device = await startDevice({ path: pty.device });
      await opened();
      await device.write(packet([round]));
      await pty.unplug();
      await until(() => !isOpen(), `the loss of the port in round ${round}`);
      await device.stop();
      await pty.plug();
    }
  });

  it('waits for a port that is not there yet', async () => {
    const pty = await openPty(program);
    await pty.unplug();
    const { serial, opened, states } = startGateway({ path: pty.gateway, ...line9600 }, packets);
    await until(() => (serial.status('reader-1')?.problem ?? '') !== '', 'a failed try');
    await until(() => states().length === 1, 'the status');
    await pty.plug();
    await opened();
    await until(() => states().length === 2, 'the next status');
    expect(states()).toEqual(['offline', 'online']);
  });

  it('says start, polls and says stop, and hears the answers', async () => {
    const { device, messages, serial } = await plugged(
      polite,
      {},
      {
        commands: () => createLineFramer(100),
        answer: (command) => (command[0] === 0x3f ? packet([command[2] ?? 0]) : null),
      },
    );
    await until(() => messages().length >= 3, 'three answers');
    await serial.stop();
    await until(() => words(device).at(-1) === 'bye', 'the last word');
    expect(words(device).slice(0, 4)).toEqual(['hello 1,2', '? 0', '? 1', '? 2']);
    expect(messages()[0]).toEqual(packet([0x30]));
    await serial.stop();
    expect(serial.status('reader-1')).toMatchObject({ isConnected: false, problem: 'stopped' });
  });

  it('writes what is sent to the device', async () => {
    const { device, serial } = await plugged();
    await serial.send('reader-1', Buffer.from('\x1b@hello'));
    await until(() => words(device).join('') === '\x1b@hello', 'the bytes at the device');
    await expect(serial.send('nobody', Buffer.from('x'))).rejects.toSatisfy((error) => isGatewayError(error, 'DEVICE_UNKNOWN'));
  });

  it('bears the noise of a wrong speed: few refusals, no frame, and it goes on afterwards', async () => {
    const { device, messages, intake } = await plugged();
    // Without the mark, so that none of it can be a frame by chance.
    const noise = Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 197 + (n >> 3)) & 0xff)).map((byte) =>
      byte === 0xa5 ? 0 : byte,
    );
    for (let turn = 0; turn < 60; turn += 1) {
      await device.write(noise);
      await device.write(packet([turn]));
    }
    await until(() => messages().length === 60, 'the frames among the noise');
    expect(intake.refused.length).toBeLessThanOrEqual(40);
    expect(intake.refused.length).toBeGreaterThan(0);
    for (const { sample } of intake.refused) expect(sample.length).toBeLessThanOrEqual(256);
  });

  it('keeps no sample of a device that hears cards', async () => {
    const { stream } = barcodeScanner;
    if (!stream) throw new Error('the scanner has no stream');
    const { device, intake, messages } = await plugged(stream, { isPersonal: true });
    await device.write(Buffer.from('4929123\xff456\r\nM0012345\r\n', 'latin1'));
    await until(() => messages().length === 1 && intake.refused.length === 1, 'one card, one refusal');
    expect(messages()[0]?.toString()).toBe('M0012345');
    expect(intake.refused[0]).toMatchObject({ reason: 'not-utf8', sample: new Uint8Array() });
  });

  it('holds what the journal refuses and hands it over in order when it takes frames again', async () => {
    const { device, messages, intake, log } = await plugged();
    await until(() => intake.frames.length === 1, 'the status');
    intake.behave('fail');
    for (let n = 0; n < 100; n += 1) await device.write(packet([n]));
    await until(() => intake.failed() >= 3, 'three refusals of the journal');
    expect(messages()).toEqual([]);
    intake.behave('store');
    await until(() => messages().length >= 100, 'all frames');
    expect(messages()).toEqual(Array.from({ length: 100 }, (_, n) => packet([n])));
    expect(intake.refused).toEqual([]);
    expect(log.filter((text) => text.includes('cannot be stored'))).toHaveLength(1);
    expect(log.filter((text) => text.includes('stored again'))).toHaveLength(1);
  });

  it('does not ask for more while the journal refuses', async () => {
    const { device, intake, messages } = await plugged(polite, {}, { commands: () => createLineFramer(100), answer: () => packet([1]) });
    await until(() => messages().length >= 2, 'answers');
    intake.behave('fail');
    await until(() => intake.failed() >= 2, 'refusals of the journal');
    const asked = device.commands().length;
    await until(() => intake.failed() >= 6, 'more refusals of the journal');
    // One turn may have been on its way.
    expect(device.commands().length).toBeLessThanOrEqual(asked + 1);
    intake.behave('store');
    await until(() => device.commands().length > asked + 3, 'further turns');
  });

  it('hands over the last frames when it stops', async () => {
    const { device, messages, intake, serial } = await plugged();
    intake.behave('hold');
    for (let n = 0; n < 10; n += 1) await device.write(packet([n]));
    await until(() => messages().length === 10, 'frames under way');
    const stopped = serial.stop();
    intake.release();
    await stopped;
    expect(intake.reasons()).toEqual([]);
  });

  it('refuses what could not be stored before it stopped', async () => {
    const { device, intake, serial } = await plugged();
    await until(() => intake.frames.length === 1, 'the status');
    intake.behave('fail');
    for (let n = 0; n < 5; n += 1) await device.write(packet([n]));
    await until(() => intake.failed() >= 3, 'refusals of the journal');
    await serial.stop();
    expect(intake.reasons()).toEqual(Array.from({ length: 5 }, () => 'not-stored'));
  });
});

describe('a byte stream over TCP', () => {
  it('speaks as over a port', async () => {
    const { device, messages, serial } = await overTcp(polite, { commands: () => createLineFramer(100), answer: () => packet([7]) });
    await until(() => messages().length >= 2, 'answers');
    await serial.stop();
    await until(() => words(device).at(-1) === 'bye', 'the last word');
    expect(messages()[0]).toEqual(packet([7]));
  });

  it('connects again when the device hangs up, with growing waits', async () => {
    const port = await freePort();
    const { serial, states, opened, isOpen, messages } = startGateway({ host: '127.0.0.1', port }, packets);
    await until(() => (serial.status('reader-1')?.problem ?? '').includes('ECONNREFUSED'), 'a refused connection');
    const device = await startDevice({ host: '127.0.0.1', port });
    await opened();
    await device.stop();
    await until(() => !isOpen(), 'the loss of the connection');
    await device.start();
    await opened();
    await until(device.isHeard, 'the gateway at the device');
    await device.write(packet([1]));
    await until(() => messages().length === 1, 'a frame');
    expect(states()).toEqual(['offline', 'online', 'offline', 'online']);
  });

  it('lets the device wait while much is held, and loses nothing', async () => {
    const { device, messages, intake } = await overTcp(packets);
    await until(() => intake.frames.length === 1, 'the status');
    intake.behave('fail');
    const frame = packet(Array.from({ length: 250 }, () => 1));
    const many = Buffer.concat(Array.from({ length: 400 }, () => frame));
    let written = 0;
    const writing = (async () => {
      for (let n = 0; n < 100; n += 1) {
        await device.write(many);
        written += 1;
      }
    })();
    // 10 MB want to come: the sender is stopped long before that.
    await until(() => intake.failed() > 10, 'refusals of the journal');
    expect(written).toBeLessThan(100);
    intake.behave('store');
    await writing;
    await until(() => messages().length === 40_000, 'all frames', 15_000);
    expect(intake.reasons()).toEqual([]);
  });

  it('bears 2,000 frames a second with little work', async () => {
    const { device, messages } = await overTcp(packets);
    const before = process.cpuUsage();
    const frame = packet([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    const startedAt = performance.now();
    for (let n = 0; n < 4_000; n += 1) {
      await device.write(frame);
      if (n % 20 === 19) await new Promise((resolve) => setTimeout(resolve, Math.max(0, startedAt + n / 2 - performance.now())));
    }
    await until(() => messages().length === 4_000, 'all frames');
    const { user, system } = process.cpuUsage(before);
    // Writer and reader together; a fifth of it is seen on an idle machine.
    expect((user + system) / 1_000).toBeLessThan(2_000);
  });
});
