import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { impinjIot } from '../../devices/impinj/impinj-iot.ts';
import type { DeviceDriver } from '../../devices/kit/define-device.ts';
import { fillTopic } from '../../devices/kit/topics.ts';
import { zebraIotc } from '../../devices/zebra/zebra-iotc.ts';
import type { ItemView, ReadView } from '../../gateway/http/contract.ts';
import { describeCorpus, type Sample, sampleBytes } from '../support/corpus.ts';
import { type OpenShop, openShop } from '../support/open-shop.ts';
import { describeWith } from '../support/programs.ts';
import { eventually } from '../support/until.ts';

const run = promisify(execFile);

const shopWith = (driver: string) => `
store: { id: corner }
zones: [{ id: shelf, kind: shelf }]
devices:
  - id: reader
    driver: ${driver}
    antennas: [${Array.from({ length: 8 }, (_, i) => `{ port: ${i + 1}, zone: shelf }`).join(', ')}]
`;

/** Where a fact of the corpus stands in a read of the item page. */
const FACT_OF: Readonly<Record<string, (read: ReadView) => unknown>> = {
  antenna: ({ antenna }) => antenna,
  rssi_dbm: ({ rssiDbm }) => rssiDbm,
  timestamp_ms: ({ at }) => at,
  tid: ({ tid }) => tid,
  count: ({ count }) => count,
  pc_hex: ({ pcHex }) => pcHex,
  frequency_khz: ({ frequencyKhz }) => frequencyKhz,
  phase_deg: ({ phaseDeg }) => phaseDeg,
  tx_power_dbm: ({ txPowerDbm }) => txPowerDbm,
  antenna_name: ({ antennaName }) => antennaName,
};
/** The reader's name and running numbers are not the shop's business. */
const LEFT_OUT = new Set(['epc', 'reader', 'event_num', 'last_seen_ms']);

/** The message as Mosquitto's own client sends it; the secret stands in its options file, so that no list of processes shows it. */
async function publish(program: string, shop: OpenShop, topic: string, bytes: Uint8Array): Promise<void> {
  const messageFile = join(shop.folder, 'message');
  writeFileSync(join(shop.folder, 'mosquitto_pub'), `-u reader\n-P ${shop.secret('reader')}\n-i reader\n`, { mode: 0o600 });
  writeFileSync(messageFile, bytes);
  const words = ['-h', '127.0.0.1', '-p', String(shop.mqttPort), '-q', '1', '-t', topic, '-f', messageFile];
  await run(program, words, { timeout: 30_000, env: { ...process.env, XDG_CONFIG_HOME: shop.folder } });
}

async function expectReads(shop: OpenShop, expected: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  for (const epc of new Set(expected.map((facts) => String(facts.epc)))) {
    const item = await shop.get<ItemView>(`items/${epc}`);
    const reads = (item?.recent ?? []).toReversed();
    const wanted = expected.filter((facts) => facts.epc === epc);
    expect(item?.epc).toBe(epc);
    expect(reads).toHaveLength(wanted.length);
    for (const [index, facts] of wanted.entries()) {
      const read = reads[index];
      if (!read) continue;
      expect(read.device).toBe('reader');
      for (const [name, value] of Object.entries(facts)) {
        if (LEFT_OUT.has(name)) continue;
        expect(FACT_OF[name], `no place for ${name}`).toBeDefined();
        expect(FACT_OF[name]?.(read), name).toBe(value);
      }
    }
  }
}

describeWith('mosquitto_pub', 'real messages through mosquitto_pub', (program) => {
  const family = (name: string, driver: DeviceDriver): void =>
    describeCorpus(name, (samples: readonly Sample[]) => {
      const withReads = samples.filter(({ expected }) => expected.kind === 'tag_reads');
      it.each(samples.map((sample) => [sample.id, sample] as const))('%s', async (_id, sample) => {
        const shop = await openShop(shopWith(driver.driver));
        const topic = fillTopic(driver.topics[0] ?? '', { store: 'corner', device: 'reader' });
        await publish(program, shop, topic, sampleBytes(sample));
        await eventually(async () => expect(await shop.ledger()).toMatchObject({ received: 1, applied: 1, pending: 0, balanced: true }));
        const expected = sample.expected.kind === 'tag_reads' ? (sample.expected.reads ?? []) : [];
        await expectReads(shop, expected);
        const device = (await shop.get<{ id: string; readings: number }[]>('devices'))?.find(({ id }) => id === 'reader');
        // Other messages may tell of the reader itself.
        if (sample.expected.kind === 'tag_reads') expect(device?.readings).toBe(expected.length);
      });
      it('holds messages with reads', () => expect(withReads.length).toBeGreaterThan(3));
    });
  family('impinj-iot', impinjIot);
  family('zebra-iotc', zebraIotc);
});
