import { canonicalJson } from '../../devices/generic/canonical-json.ts';
import { impinjIot } from '../../devices/impinj/impinj-iot.ts';
import type { DeviceDriver, DeviceReading } from '../../devices/kit/define-device.ts';
import { encodeSgtin96 } from '../../devices/kit/epc/encode.ts';
import { identifyEpc } from '../../devices/kit/epc/identify-epc.ts';
import { zebraIotc } from '../../devices/zebra/zebra-iotc.ts';
import { asId, type DeviceId } from '../../gateway/domain/ids.ts';
import { dbm, instant } from '../../gateway/domain/units.ts';

const device = asId<DeviceId>('bench-reader');
const receivedAt = instant(1_768_467_601_000);

const tagReads = (count: number): DeviceReading[] =>
  Array.from({ length: count }, (_, index) => ({
    device,
    at: instant(receivedAt - 500 + index),
    reportedAt: instant(receivedAt - 500 + index),
    receivedAt,
    kind: 'tag',
    epc: encodeSgtin96({ gtin14: '09506000134352', serial: 1_000 + index, prefixDigits: 9 }),
    antenna: 1 + (index % 4),
    rssi: dbm(-40 - (index % 40)),
    tid: null,
    count: 1,
    detail: null,
  }));

/** Runs per second of what `run` does `units` times at once: the best of several short rounds, since others use the machine too. */
function measure(run: () => unknown, units: number): number {
  let best = 0;
  for (let round = 0; round < 6; round++) {
    const start = performance.now();
    let runs = 0;
    while (performance.now() - start < 100) {
      for (let i = 0; i < 100; i++) run();
      runs += 100;
    }
    best = Math.max(best, (runs * units * 1_000) / (performance.now() - start));
  }
  return Math.round(best);
}

function decodeRate(driver: DeviceDriver, readsPerMessage: number): number {
  const message = driver.encode?.(tagReads(readsPerMessage), device)[0];
  if (message === undefined) throw new Error(`${driver.driver} writes no tag reads`);
  const { topic, bytes } = message;
  return measure(() => driver.decode({ device, topic, bytes, receivedAt }), readsPerMessage);
}

/** How fast one core turns bytes into readings, and EPCs into identities. Takes about four seconds. */
export function benchDecode(): { name: string; perSecond: number }[] {
  const epcs = tagReads(1_000).flatMap((reading) => (reading.kind === 'tag' ? [reading.epc] : []));
  return [
    { name: 'canonical reads, 20 a message', perSecond: decodeRate(canonicalJson, 20) },
    { name: 'canonical reads, 1 a message', perSecond: decodeRate(canonicalJson, 1) },
    { name: 'Impinj reads, 1 a message', perSecond: decodeRate(impinjIot, 1) },
    { name: 'Zebra reads, 20 a message', perSecond: decodeRate(zebraIotc, 20) },
    { name: 'EPC identities', perSecond: measure(() => epcs.map(identifyEpc), epcs.length) },
  ];
}
