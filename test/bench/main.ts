import { brokerRates, memoryAfter } from './broker-rates.ts';
import { benchDecode } from './decode.ts';
import { benchDomain } from './domain.ts';
import { commandLatency } from './latency.ts';

/**
 * `npm run bench [-- parts]`: the hot paths, side by side in one run. Machines differ and are noisy: ratios tell more than
 * rates. Parts: decode, domain, broker, latency, memory; all of them when none is named.
 */
const wanted = new Set(process.argv.slice(2));
const runs = (part: string): boolean => wanted.size === 0 || wanted.has(part);
const number = (value: number): string => Math.round(value).toLocaleString('en');
const row = (name: string, value: string, note = ''): void => console.log(`${name.padEnd(52)} ${value.padStart(16)}  ${note}`);

if (runs('decode')) for (const { name, perSecond } of benchDecode()) row(`decode ${name}`, `${number(perSecond)}/s`);
if (runs('domain')) for (const { name, perSecond } of benchDomain()) row(`domain ${name}`, `${number(perSecond)}/s`);
if (runs('broker')) {
  const { bareMessages, gatewayMessages, ratios, batchReads } = await brokerRates(60_000);
  const ratio = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0;
  row('bare aedes, QoS 1, single messages', `${number(bareMessages)}/s`, 'acknowledged only');
  row('whole gateway, QoS 1, single messages', `${number(gatewayMessages)}/s`, 'journalled, acknowledged, decoded, applied, committed');
  row('  ratio, median of rounds in turn', ratio.toFixed(2), `rounds ${ratios.map((r) => r.toFixed(2)).join(' ')}; target >= 0.60`);
  row('whole gateway, QoS 1, batches of 20', `${number(batchReads)} reads/s`, 'target >= 150,000');
}
if (runs('latency')) {
  const { samples, missing, p50Ms, p99Ms, maxMs } = await commandLatency(200);
  row('read -> cmd at the display, 2,000 reads/s, p50', `${p50Ms.toFixed(1)} ms`);
  row(
    'read -> cmd at the display, 2,000 reads/s, p99',
    `${p99Ms.toFixed(1)} ms`,
    `target <= 50 ms; ${samples} samples, ${missing} missing, max ${maxMs.toFixed(1)} ms`,
  );
}
if (runs('memory')) {
  const { rssMb, peakMb } = await memoryAfter(100_000, 1_000_000);
  row('memory, 100,000 tags, 1,000,000 reads', `${number(rssMb)} MB`, `peak ${number(peakMb)} MB; target <= 300 MB`);
}
