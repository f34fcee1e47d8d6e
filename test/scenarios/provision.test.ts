import { statSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { describe, expect, it } from 'vitest';
import { runAisle } from '../support/aisle-command.ts';
import { startMosquitto } from '../support/mosquitto.ts';
import { openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/until.ts';

const SHOP = `
store: { id: corner }
zones: [{ id: door, kind: entrance }]
devices:
  - { id: gate, driver: impinj-iot, address: R700-7, zone: door, antennas: [{ zone: door }] }
  - { id: shop-broker, zone: door }
  - { id: counter-1, zone: door, via: shop-broker, counter: { zone: door } }
`;

interface Provisioned {
  readonly template: string;
  readonly steps: readonly { readonly file: string | null; readonly text: string }[];
}

describe('aisle provision', () => {
  it('writes settings with which the device gets in at once, and shows its secret only then', async () => {
    const shop = await openShop(SHOP);
    const words = ['provision', 'gate', '--config', join(shop.folder, 'store.yaml'), '--data', shop.dataFolder];
    const first = await runAisle(...words, '--set', `broker.port=${shop.mqttPort}`, '--json');
    expect(first.code).toBe(0);
    const { steps } = JSON.parse(first.out) as Provisioned;
    const mqtt = JSON.parse(steps.find(({ file }) => file === 'mqtt.json')?.text ?? '') as Record<string, string | number>;
    const reader = await connectAsync(`mqtt://${mqtt.brokerHostname}:${mqtt.brokerPort}`, {
      clientId: String(mqtt.clientId),
      username: String(mqtt.username),
      password: String(mqtt.password),
      reconnectPeriod: 0,
    });
    const event = { tagInventoryEvent: { epcHex: '30340242201D884000000001', antennaPort: 1, peakRssiCdbm: -5_000 } };
    await reader.publishAsync(String(mqtt.eventTopic), JSON.stringify(event), { qos: 1 });
    await eventually(async () => expect(await shop.get('devices')).toMatchObject([{ id: 'gate', readings: 1 }, {}, {}]));
    await reader.endAsync();

    const again = await runAisle(...words);
    expect(again.out).not.toContain(mqtt.password);
    expect(again.err).toContain('has a secret already');
    const rotated = await runAisle(...words, '--rotate');
    expect(rotated.out).not.toContain(mqtt.password);
    expect(rotated.err).toContain('A new secret of gate');
    expect(shop.disk().some((bytes) => bytes.includes(String(mqtt.password)))).toBe(false);
  });

  it('writes files that only their owner can read', async () => {
    const shop = await openShop(SHOP);
    const out = join(temporaryFolder(), 'gate');
    const { code } = await runAisle(
      ...['provision', 'gate', '--config', join(shop.folder, 'store.yaml'), '--data', shop.dataFolder, '--out', out],
    );
    expect(code).toBe(0);
    for (const file of ['mqtt.json', 'preset.json', 'README.txt']) expect(statSync(join(out, file)).mode & 0o077).toBe(0);
  });

  it('says what is not known, with what was meant', async () => {
    const shop = await openShop(SHOP);
    const words = ['--config', join(shop.folder, 'store.yaml'), '--data', shop.dataFolder];
    expect((await runAisle('provision', 'gatee', ...words)).err).toContain('did you mean "gate"');
    expect((await runAisle('provision', 'gate', '--template', 'impinjj', ...words)).err).toContain('did you mean "impinj"');
    const child = await runAisle('provision', 'counter-1', ...words);
    expect(child.err).toContain('comes by shop-broker');
  });
});

describeWith('mosquitto', 'a mosquitto of the shop', (program) => {
  it('is bridged with the settings of aisle provision: what its devices say arrives', async () => {
    const shop = await openShop(SHOP);
    const { out } = await runAisle(
      ...['provision', 'shop-broker', '--template', 'mosquitto-bridge', '--json', '--host', '127.0.0.1'],
      ...['--config', join(shop.folder, 'store.yaml'), '--data', shop.dataFolder, '--set', `broker.port=${shop.mqttPort}`],
    );
    const conf = (JSON.parse(out) as Provisioned).steps[0]?.text ?? '';
    const { url } = await startMosquitto(program, conf);
    const device = await connectAsync(url, { reconnectPeriod: 0 });
    await eventually(
      async () => {
        await device.publishAsync('aisle/v1/corner/counter-1/count', JSON.stringify({ in: 1, out: 0, at: Date.now() }), { qos: 1 });
        expect(
          ((await shop.get('devices')) as { id: string; readings: number }[]).find(({ id }) => id === 'counter-1')?.readings,
        ).toBeGreaterThan(0);
      },
      { interval: 200 },
    );
    await device.endAsync();
  });
});
