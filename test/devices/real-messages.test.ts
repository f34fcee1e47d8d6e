import { expect, it } from 'vitest';
import { impinjIot } from '../../devices/impinj/impinj-iot.ts';
import type { DeviceDriver, DeviceReading } from '../../devices/kit/define-device.ts';
import { zebraIotc } from '../../devices/zebra/zebra-iotc.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { instant } from '../../gateway/domain/units.ts';
import { describeCorpus, sampleBytes } from '../support/corpus.ts';

/** Where a fact of the corpus stands in a reading. */
const FACT_OF: Readonly<Record<string, (read: TagRead) => unknown>> = {
  epc: ({ epc }) => epc,
  antenna: ({ antenna }) => antenna,
  rssi_dbm: ({ rssi }) => rssi,
  timestamp_ms: ({ reportedAt }) => reportedAt,
  tid: ({ tid }) => tid,
  count: ({ count }) => count,
  pc_hex: ({ detail }) => detail?.pcHex,
  frequency_khz: ({ detail }) => detail?.frequencyKhz,
  phase_deg: ({ detail }) => detail?.phaseDeg,
  tx_power_dbm: ({ detail }) => detail?.txPowerDbm,
  antenna_name: ({ detail }) => detail?.antennaName,
};
/** Facts that no reading carries: the reader's name and running numbers are not the shop's business. */
const LEFT_OUT = new Set(['reader', 'event_num', 'last_seen_ms']);
const device = asId<DeviceId>('device-1');
const isTag = (reading: DeviceReading): reading is TagRead => reading.kind === 'tag';

/** Hex texts of the message that stand under keys of memory, access and authentication. */
function secretsOf(node: unknown, secret = false): string[] {
  if (typeof node === 'string') return secret && /^[0-9a-f]{8,}$/i.test(node) ? [node] : [];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) =>
    secretsOf(inner, secret || /memory|access|password|authentication|response|^USER$|^RESERVED$/i.test(key)),
  );
}

function describeFamily(family: string, driver: DeviceDriver): void {
  describeCorpus(family, (samples) => {
    it.each(samples.map((sample) => [sample.id, sample] as const))('%s', (_id, sample) => {
      const expectedReads = sample.expected.kind === 'tag_reads' ? (sample.expected.reads ?? []) : [];
      const receivedAt = instant(1_000 + Number(expectedReads[0]?.timestamp_ms ?? 1_789_380_000_000));
      const decoded = driver.decode({ device, topic: sample.topic ?? '', bytes: sampleBytes(sample), receivedAt });
      expect(decoded).toMatchObject({ ok: true });
      if (!decoded.ok) return;
      expect(decoded.unknownKeys ?? 0).toBeLessThanOrEqual(family === 'impinj-iot' ? 3 : 0);
      const reads = decoded.readings.filter(isTag);
      expect(reads).toHaveLength(expectedReads.length);
      expect(decoded.readings).toHaveLength(reads.length);
      if (sample.expected.kind === 'tag_reads') expect(reads.length).toBeGreaterThan(0);
      else expect(decoded.none).toBeTypeOf('string');
      for (const [index, facts] of expectedReads.entries()) {
        const read = reads[index];
        expect(read).toBeDefined();
        for (const [name, value] of Object.entries(facts)) {
          if (LEFT_OUT.has(name) || read === undefined) continue;
          expect(FACT_OF[name], `no place for ${name}`).toBeDefined();
          expect(FACT_OF[name]?.(read), name).toBe(value);
        }
        // What the message does not say is not made up.
        if (facts.antenna === undefined) expect(read?.antenna).toBe(0);
        if (facts.rssi_dbm === undefined) expect(read?.rssi).toBeNull();
        if (facts.tid === undefined) expect(read?.tid).toBeNull();
      }
    });

    it('never carries memory content, passwords or access results', () => {
      for (const sample of samples) {
        const decoded = JSON.stringify(driver.decode({ device, topic: '', bytes: sampleBytes(sample), receivedAt: instant(0) }));
        for (const text of secretsOf(sample.payload)) expect(decoded).not.toContain(text);
      }
      if (family === 'impinj-iot') expect(samples.flatMap(({ payload }) => secretsOf(payload)).length).toBeGreaterThan(2);
    });
  });
}

describeFamily('impinj-iot', impinjIot);
describeFamily('zebra-iotc', zebraIotc);
