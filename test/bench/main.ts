import { availableParallelism, loadavg } from 'node:os';
import { brokerRates, memoryAfter } from './broker-rates.ts';
import { decisionCost } from './decisions.ts';
import { benchDecode, benchIdentities } from './decode.ts';
import { bar, benchDomain, type DomainCost } from './domain.ts';
import { coverage } from './experiments.ts';
import { commandLatency } from './latency.ts';
import { llrpAcceptance } from './llrp.ts';
import { pageTimes } from './pages.ts';

/**
 * `npm run bench [-- parts]`: the hot paths, side by side in one run. Machines differ and are noisy: ratios tell more than
 * rates. Parts: decode, domain, decisions, broker, latency, llrp, pages, memory; all of them when none is named.
 * `experiments` must be named: it tells how often results hold the truth, which no change of speed changes.
 */
const wanted = new Set(process.argv.slice(2));
const runs = (part: string): boolean => wanted.size === 0 || wanted.has(part);
const number = (value: number): string => Math.round(value).toLocaleString('en');
const row = (name: string, value: string, note = ''): void => console.log(`${name.padEnd(52)} ${value.padStart(16)}  ${note}`);

if (runs('decode')) {
  for (const { driver, messages, readings, megabytes, ratio } of benchDecode()) {
    const note = `${number(readings)} readings/s, ${megabytes.toFixed(megabytes < 10 ? 1 : 0)} MB/s, ${ratio.toFixed(2)} of bare reading`;
    row(`decode ${driver}`, `${number(messages)} msg/s`, note);
  }
  row('EPC identities', `${number(benchIdentities())}/s`);
}
if (runs('domain')) {
  const costs: DomainCost[] = [];
  for (const cost of benchDomain()) {
    costs.push(cost);
    const name = `domain, ${number(cost.tags)} tags, ${cost.openVisits} visits open`;
    const limit = cost.openVisits > 0 ? '; target <= 5 us' : '';
    row(
      name,
      `${cost.microseconds.toFixed(2)} us/read`,
      `${number(1e6 / cost.microseconds)} reads/s, ${cost.bytesPerTag} bytes/tag${limit}`,
    );
  }
  const largest = Math.max(...costs.map(({ microseconds }) => microseconds));
  for (const { tags, microseconds } of costs)
    console.log(`${number(tags).padStart(12)} tags ${bar(microseconds, largest)} ${microseconds.toFixed(2)} us`);
}
if (runs('broker')) {
  const { bareMessages, gatewayMessages, ratios, batchReads } = await brokerRates(60_000);
  const ratio = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 0;
  row('bare aedes, QoS 1, single messages', `${number(bareMessages)}/s`, 'acknowledged only');
  row('whole gateway, QoS 1, single messages', `${number(gatewayMessages)}/s`, 'journalled, acknowledged, decoded, applied, committed');
  row('  ratio, median of rounds in turn', ratio.toFixed(2), `rounds ${ratios.map((r) => r.toFixed(2)).join(' ')}; target >= 0.60`);
  row('whole gateway, QoS 1, batches of 20', `${number(batchReads)} reads/s`, 'target >= 150,000');
}
if (runs('decisions')) {
  const { offers, openVisits, occasions, decided, p50Ms, p99Ms, maxMs } = decisionCost(4_000);
  row(`decision, ${offers} offers, ${openVisits} visits open, p50`, `${p50Ms.toFixed(2)} ms`);
  row(
    `decision, ${offers} offers, ${openVisits} visits open, p99`,
    `${p99Ms.toFixed(2)} ms`,
    `target <= 1 ms; ${number(occasions)} occasions, ${number(decided)} candidates, max ${maxMs.toFixed(2)} ms`,
  );
}
if (runs('latency')) {
  for (const readsPerSecond of [2_000, 5_000]) {
    const { samples, missing, p50Ms, p99Ms, maxMs } = await commandLatency(200, readsPerSecond);
    const name = `read -> cmd at the display, ${number(readsPerSecond)} reads/s`;
    row(`${name}, p50`, `${p50Ms.toFixed(1)} ms`);
    row(`${name}, p99`, `${p99Ms.toFixed(1)} ms`, `target <= 50 ms; ${samples} samples, ${missing} missing, max ${maxMs.toFixed(1)} ms`);
  }
}
if (runs('llrp')) {
  const { sent, lost, duplicated, refused, resumeMs } = await llrpAcceptance(60);
  row(
    'LLRP, 2,000 reads/s for 60 s, cut anywhere: lost',
    `${lost} of ${number(sent)}`,
    `${duplicated} duplicated, ${refused} refused; target 0, 0, 0`,
  );
  row('LLRP, reader 20 s away: reads again after', `${number(resumeMs)} ms`, 'target <= 10,000 ms');
}
if (runs('pages')) {
  const { events, madeInS, queries, first } = await pageTimes();
  row('ledger of 30 days, 300 visits a day, 20 zones', `${number(events)} events`, `made in ${madeInS.toFixed(1)} s`);
  const load = (): string => `load of this machine ${loadavg()[0]?.toFixed(1)} on ${availableParallelism()} processors`;
  console.log(`Each question p50 and p95, target of its p95 <= 100 ms; a page's own row: all of them at once. Now: ${load()}.`);
  const slowest = Math.max(...queries.map(({ cpuP95Ms }) => cpuP95Ms));
  for (const { page, query, p50Ms, p95Ms, cpuP50Ms, cpuP95Ms } of queries) {
    const cpu = `${cpuP50Ms.toFixed(1)} and ${cpuP95Ms.toFixed(1)} ms of processor`;
    row(query === null ? page : `  ${query}`, `${p50Ms.toFixed(1)} / ${p95Ms.toFixed(1)} ms`, `${cpu} ${bar(cpuP95Ms, slowest)}`);
  }
  if (first === null) row('first page', 'no Chromium', 'apt-get install chromium');
  else {
    const { bestMs, p50Ms, p95Ms, cpuP50Ms, bareP50Ms } = first;
    row(
      'first page in Chromium, until it can be used',
      `${number(p50Ms)} / ${number(p95Ms)} ms`,
      `best ${number(bestMs)}; target of p50 <= 1,000 ms; ${load()}`,
    );
    row('  work of its page thread, p50', `${number(cpuP50Ms)} ms`);
    row('  against a bare picture from the same server', (p50Ms / bareP50Ms).toFixed(1), `which takes ${number(bareP50Ms)} ms`);
  }
}
if (runs('memory')) {
  const { rssMb, peakMb } = await memoryAfter(100_000, 1_000_000);
  row('memory, 100,000 tags, 1,000,000 reads', `${number(rssMb)} MB`, `peak ${number(peakMb)} MB; target <= 300 MB`);
}
if (wanted.has('experiments')) {
  const month = { days: 30, visitsPerDay: 300, lost: 0 };
  for (const unit of ['visit', 'slot'] as const) {
    const { runs: n, bought, spent, alwaysValid, broken, winners, wrong } = coverage(200, { ...month, unit });
    row(`lift by ${unit}, 95 % interval holds the truth`, `${bought} of ${n}`, 'target >= 93 %');
    row(`  the same of money`, `${spent} of ${n}`, 'target >= 93 %');
    row(
      `  the always-valid interval`,
      `${alwaysValid} of ${n}`,
      `${broken} splits called broken, ${winners} winners named, ${wrong} wrong`,
    );
  }
  const { runs: n, broken } = coverage(50, { ...month, unit: 'visit', lost: 0.1 });
  row('one in ten of the control lost: split called broken', `${broken} of ${n}`);
}
