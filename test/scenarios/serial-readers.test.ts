import { expect, it, onTestFinished } from 'vitest';
import { type DeviceDriver, freshContext } from '../../devices/kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../../devices/kit/example-time.ts';
import { createFramer } from '../../devices/kit/framers.ts';
import { LONGEST_R2000_FRAME, lookAtR2000, openR2000, r2000Frame } from '../../devices/kit/serial-uhf/r2000-frame.ts';
import { fonkan } from '../../devices/uhf/fonkan.ts';
import { hexWedge } from '../../devices/uhf/hex-wedge.ts';
import { mercury } from '../../devices/uhf/mercury.ts';
import { metratec } from '../../devices/uhf/metratec.ts';
import { r2000 } from '../../devices/uhf/r2000.ts';
import { uhfreader18 } from '../../devices/uhf/uhfreader18.ts';
import { uhfreader288 } from '../../devices/uhf/uhfreader288.ts';
import { yrm100 } from '../../devices/uhf/yrm100.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { createSerial } from '../../gateway/transports/serial.ts';
import { createVirtualStreamDevice, type VirtualStreamOptions } from '../../simulators/virtual/stream-device.ts';
import { createFakeIntake } from '../support/fakes/intake.fake.ts';
import { describeWith } from '../support/programs.ts';
import { openPty } from '../support/pty.ts';
import { createLogOf } from '../support/stream-protocols.ts';
import { until } from '../support/until.ts';

const READERS = [fonkan, hexWedge, mercury, metratec, r2000, uhfreader18, uhfreader288, yrm100];
const device = asId<DeviceId>('gate');
const TOPIC = 'aisle/v1/shop/gate/reads';
const NOISE = Buffer.from([0x00, 0xbb, 0x02, 0xa0, 0xff, 0x13, 0x55, 0xfe, 0x0d, 0x0a]);

const epcOf = (number: number): string => `30340242201D8840${number.toString(16).toUpperCase().padStart(8, '0')}`;
const read = (number: number) =>
  ({
    device,
    at: EXAMPLE_RECEIVED_AT,
    reportedAt: null,
    receivedAt: EXAMPLE_RECEIVED_AT,
    kind: 'tag',
    epc: epcOf(number),
    antenna: 2,
    rssi: -61,
    tid: null,
    count: 1,
    detail: null,
  }) as unknown as TagRead;
const say = (driver: DeviceDriver, number: number): Buffer =>
  Buffer.concat((driver.encode?.([read(number)], device) ?? []).map(({ bytes }) => bytes));

describeWith('socat', 'serial readers on a line', (program) => {
  /** The reader at one end, the gateway's transport at the other, the readings as they would go on. */
  async function plug(driver: DeviceDriver, antennas: readonly number[] = [2], answering: Partial<VirtualStreamOptions> = {}) {
    const { stream } = driver;
    if (!stream) throw new Error('not a driver of a stream');
    const pty = await openPty(program);
    const reader = createVirtualStreamDevice({ driver, on: { path: pty.device }, ...answering });
    onTestFinished(() => reader.stop());
    await reader.start();
    const intake = createFakeIntake();
    const { log } = createLogOf();
    const { settings } = freshContext(driver);
    const serial = createSerial({
      devices: [
        {
          device: 'gate',
          topic: TOPIC,
          statusTopic: 'aisle/v1/shop/gate/status',
          line: { path: pty.gateway, ...stream.line },
          protocol: stream,
          options: { antennas, settings },
          isPersonal: false,
        },
      ],
      intake,
      log,
      clock: Date.now,
      retryMs: { first: 20, longest: 100 },
    });
    onTestFinished(() => serial.stop());
    serial.start();
    await until(() => serial.status('gate')?.isConnected === true, 'an open line');
    const context = freshContext(driver);
    const tags: TagRead[] = [];
    let decoded = 0;
    const heard = (): readonly TagRead[] => {
      const frames = intake.frames.filter(({ topic }) => topic === TOPIC);
      for (; decoded < frames.length; decoded++) {
        const result = driver.decode(
          { device, topic: TOPIC, bytes: frames[decoded]?.bytes ?? new Uint8Array(), receivedAt: EXAMPLE_RECEIVED_AT },
          context,
        );
        if (result.ok) tags.push(...result.readings.filter((reading) => reading.kind === 'tag'));
      }
      return tags;
    };
    const came = (number: number): Promise<void> => until(() => heard().some(({ epc }) => epc === epcOf(number)), `tag ${number}`);
    return { reader, serial, intake, heard, came };
  }

  it.each(READERS)('$driver: every tag comes once, wherever the line is cut', async (driver) => {
    const { reader, heard, came } = await plug(driver);
    const length = say(driver, 0).length;
    for (let cut = 1; cut < length; cut++) {
      const whole = say(driver, cut);
      await reader.write(whole.subarray(0, cut));
      await reader.write(whole.subarray(cut));
      await came(cut);
    }
    expect(heard().map(({ epc }) => epc)).toEqual(Array.from({ length: length - 1 }, (_, index) => epcOf(index + 1)));
  });

  it.each(READERS)('$driver: noise and a line at another speed cost nothing but themselves', async (driver) => {
    const { reader, intake, heard, came } = await plug(driver);
    await reader.write(Buffer.concat([NOISE, say(driver, 1), NOISE, say(driver, 2)]));
    await came(2);
    // Sampled at half the speed: every byte is made of pieces of two.
    const many = Buffer.concat([3, 4, 5, 6].map((number) => say(driver, number)));
    const garbled = Buffer.from(
      Array.from({ length: many.length >> 1 }, (_, at) => ((many[2 * at] ?? 0) << 4) ^ ((many[2 * at + 1] ?? 0) >> 3)),
    );
    const before = intake.refused.length;
    await reader.write(Buffer.concat([garbled, Buffer.from('\r\n')]));
    await until(() => intake.refused.length > before || intake.frames.length > 3, 'the garbled line');
    await reader.write(say(driver, 7));
    await came(7);
    expect(heard().map(({ epc }) => epc)).toEqual([1, 2, 7].map(epcOf));
  });

  it.each(READERS.filter(({ stream }) => stream?.poll))('$driver: is asked again and again, and told to stop', async (driver) => {
    const { reader, serial, came } = await plug(driver);
    await until(() => reader.commands().length >= 2, 'two words');
    await reader.write(say(driver, 1));
    await came(1);
    await serial.stop();
    const words = driver.stream?.stop?.({ antennas: [2], settings: freshContext(driver).settings }) ?? [];
    const last = Buffer.concat(words.map((word) => Buffer.from(word)));
    await until(
      () =>
        Buffer.concat(reader.commands().map((word) => Buffer.from(word)))
          .subarray(-last.length || Number.MAX_SAFE_INTEGER)
          .equals(last),
      'the stop',
    );
  });

  it('r2000: a reader that only answers is asked antenna by antenna', async () => {
    let antenna = 1;
    const { came, heard } = await plug(r2000, [1, 3], {
      commands: () => createFramer(lookAtR2000, LONGEST_R2000_FRAME),
      answer(bytes) {
        const { address, command, data } = openR2000(bytes);
        if (command === 0x72) return r2000Frame(address, command, [1, 9]);
        if (command === 0x74) {
          antenna = (data[0] ?? 0) + 1;
          return r2000Frame(address, command, [0x10]);
        }
        const [tag] = r2000.encode?.([{ ...read(antenna), antenna }], device) ?? [];
        return Buffer.concat([tag?.bytes ?? Buffer.alloc(0), r2000Frame(address, command, [antenna - 1, 0, 1, 0, 0, 0, 1])]);
      },
    });
    await came(1);
    await came(3);
    for (const tag of heard()) expect(tag.epc).toBe(epcOf(tag.antenna));
    expect(new Set(heard().map((tag) => tag.antenna))).toEqual(new Set([1, 3]));
  });
});
