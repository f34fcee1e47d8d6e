import { writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drivers, findDriver } from '../../devices/index.ts';
import { freshContext } from '../../devices/kit/define-device.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { instant } from '../../gateway/domain/units.ts';
import { createVirtualVoice, runMqttDevice } from '../../simulators/virtual/mqtt-device.ts';
import { pace } from '../../simulators/virtual/pace.ts';
import { runAisle } from '../support/aisle-command.ts';
import { openShop } from '../support/open-shop.ts';
import { freePort, temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const NOW = 1_768_467_600_000;
const speaking = drivers.filter(({ encode }) => encode !== undefined);

describe('a virtual device', () => {
  it.each(speaking)('of $driver says what its own driver understands, the same for the same seed', (driver) => {
    const virtual = { driver, device: 'virtual', address: 'virtual', store: 'shop', seed: 3, tags: 5 };
    const say = () => createVirtualVoice(virtual, () => NOW)(20);
    const messages = say();
    expect(messages.length).toBeGreaterThan(0);
    expect(say()).toEqual(messages);
    const context = freshContext(driver, 'virtual');
    const framer = driver.stream?.createFramer();
    const pieces = messages.flatMap(({ topic, bytes }) =>
      framer ? framer.push(bytes).map((piece) => ({ topic, piece })) : [{ topic, piece: { ok: true, bytes } as const }],
    );
    let readings = 0;
    for (const { topic, piece } of pieces) {
      expect(piece.ok).toBe(true);
      const decoded = driver.decode({ device: asId<DeviceId>('virtual'), topic, bytes: piece.bytes, receivedAt: instant(NOW) }, context);
      expect(decoded).toMatchObject({ ok: true });
      if (decoded.ok) readings += decoded.readings.length;
    }
    expect(readings).toBeGreaterThan(0);
  });

  it('keeps its pace on average, in whole readings', async () => {
    let given = 0;
    const begun = performance.now();
    for await (const due of pace({ perSecond: 2_000, durationMs: 300 })) given += due;
    expect(given).toBe(600);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(299);
  });
});

const SHOP = `
store: { id: shop }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: gate, driver: impinj-iot, antennas: [{ zone: door }] }
  - { id: sled, driver: zebra-iotc, antennas: [{ zone: door }] }
`;

describe('aisle simulate device', () => {
  it('publishes with its own credential, and every reading arrives', async () => {
    const shop = await openShop(SHOP);
    const credentials = join(temporaryFolder(), 'secrets.txt');
    writeFileSync(credentials, `gate ${shop.secret('gate')}\n`);
    const broker = `mqtt://127.0.0.1:${shop.mqttPort}`;
    const words = `simulate device impinj-iot --device gate --rate 200 --duration 1s --tags 50 --broker ${broker} --credentials ${credentials}`;
    const { code, err } = await runAisle(...words.split(' '));
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('200 readings') });
    await eventually(async () => expect(await shop.get('devices')).toMatchObject([{ id: 'gate', readings: 201 }, { id: 'sled' }]));
  });

  it('pushes over HTTP too', async () => {
    const shop = await openShop(SHOP);
    const credentials = join(temporaryFolder(), 'secrets.txt');
    writeFileSync(credentials, JSON.stringify({ sled: shop.secret('sled') }));
    const words = `simulate device zebra-iotc --device sled --rate 100 --duration 1s --tags 50 --http ${shop.gateway.url} --credentials ${credentials}`;
    const { code } = await runAisle(...words.split(' '));
    expect(code).toBe(0);
    await eventually(async () => expect(await shop.get('devices')).toMatchObject([{ id: 'gate' }, { id: 'sled', readings: 100 }]));
  });

  it('waits for the gateway where the gateway goes to the device itself', async () => {
    const port = await freePort();
    const shop = await openShop(`
zones: [{ id: door, kind: entrance }]
devices: [{ id: reader, driver: llrp, zone: door, llrp: { host: 127.0.0.1, port: ${port} }, antennas: [{ zone: door }] }]
`);
    const device = runAisle(...`simulate device llrp --listen ${port} --rate 50 --tags 200 --duration 8s`.split(' '));
    const readings = async () => (await shop.get<{ readings: number }[]>('devices'))?.[0]?.readings ?? 0;
    await eventually(async () => expect(await readings()).toBeGreaterThan(50));
    expect((await device).err).toMatch(/llrp waits for the gateway: llrp 127\.0\.0\.1:\d+\n400 readings in \d+ messages/);
  });

  it('shows what a display is told', async () => {
    const port = await freePort();
    const display = runAisle(...`simulate device cd5220 --listen ${port} --duration 6s`.split(' '));
    const driver = findDriver('cd5220');
    const show = {
      id: 'c1',
      deadline: NOW,
      kind: 'show',
      showForMs: 5_000,
      content: { en: { title: 'Fresh tea', body: 'today' } },
    } as const;
    const words = driver?.command?.(show, freshContext(driver)) ?? [];
    const gateway = await eventually(
      () =>
        new Promise<Socket>((resolve, reject) => {
          const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject);
        }),
      { interval: 200 },
    );
    for (const outgoing of words) if (outgoing.via === 'stream') gateway.write(outgoing.bytes);
    expect((await display).out).toContain('Fresh tea');
    gateway.destroy();
  });

  it('is refused with a wrong secret, and says so', async () => {
    const shop = await openShop(SHOP);
    const [driver] = drivers.filter(({ driver: name }) => name === 'impinj-iot');
    if (!driver) throw new Error('no driver');
    const virtual = { driver, device: 'gate', address: 'gate', store: 'shop', seed: 1, tags: 1 };
    const run = runMqttDevice({
      ...virtual,
      broker: `mqtt://127.0.0.1:${shop.mqttPort}`,
      password: 'wrong',
      perSecond: 1,
      durationMs: 1_000,
    });
    await expect(run).rejects.toThrow(/not authorized|refused/i);
  });

  it('prints a recording', async () => {
    const { out, code } = await runAisle(...'simulate device zebra-iotc --rate 20 --duration 1s --print'.split(' '));
    expect(code).toBe(0);
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { topic: string; payload: string });
    expect(lines.length).toBeGreaterThan(5);
    expect(lines[0]).toMatchObject({ topic: 'zebra/zebra-iotc/d-evt', payload: expect.stringMatching(/^base64:/) });
  });

  it('names the drivers when it knows none of that name', async () => {
    const { err, code } = await runAisle('simulate', 'device', 'zebra-iot');
    expect(code).not.toBe(0);
    expect(err).toContain('did you mean "zebra-iotc"');
  });
});
