import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findDriver } from '../../devices/index.ts';
import { llrp } from '../../devices/llrp/llrp.ts';
import { createStore } from '../../gateway/domain/create-store.ts';
import { openJournal } from '../../gateway/journal/open-journal.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { createPipeline } from '../../gateway/pipeline/create-pipeline.ts';
import type { Intake } from '../../gateway/pipeline/frame.ts';
import { createPseudonyms } from '../../gateway/pipeline/pseudonyms.ts';
import { createLlrpReader } from '../../gateway/transports/llrp.ts';
import { createVirtualLlrpReader } from '../../simulators/virtual/llrp-reader.ts';
import { pace } from '../../simulators/virtual/pace.ts';
import { deviceOf, shopOf } from '../domain/support.ts';
import { nameOf, numberedReads } from '../support/numbered-reads.ts';
import { until } from '../support/until.ts';

const PER_SECOND = 2_000;
const AWAY_MS = 20_000;
const TOPIC = 'aisle/v1/shop/gate-1/reads';
const STATUS_TOPIC = 'aisle/v1/shop/gate-1/status';
const quiet = { debug() {}, info() {}, warn() {}, error() {} };

export interface LlrpFigures {
  readonly sent: number;
  readonly lost: number;
  readonly duplicated: number;
  /** What the transport refused: damaged bytes, or no room. */
  readonly refused: number;
  /** From the reader's return to the first read that was applied, ms; it was away for twenty seconds, so that waits have grown. */
  readonly resumeMs: number;
}

/**
 * A virtual reader that sends 2,000 reads a second over a network that cuts and merges anywhere, through the real transport,
 * a real journal, the real domain and a real ledger; then its mains fail for a while.
 */
export async function llrpAcceptance(seconds: number): Promise<LlrpFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'aisle-bench-'));
  const seen = new Map<string, number>();
  let refused = 0;
  const { pipeline, close } = await openPipeline(folder, (name) => seen.set(name, (seen.get(name) ?? 0) + 1));
  const intake: Intake = {
    accept: pipeline.intake.accept,
    refuse(...what) {
      refused += 1;
      pipeline.intake.refuse(...what);
    },
  };
  const reader = createVirtualLlrpReader({ chunkSeed: 11 });
  const port = await reader.listen();
  const session = createLlrpReader({
    device: 'gate-1',
    host: '127.0.0.1',
    port,
    topic: TOPIC,
    statusTopic: STATUS_TOPIC,
    antennas: [],
    session: 1,
    population: 32,
    keepaliveS: 5,
    intake,
    log: quiet,
    clock: Date.now,
  });
  await session.start();
  await until(() => reader.isReading(), 'a reader that reads');
  try {
    const begin = Date.now();
    let sent = 0;
    for await (const due of pace({ perSecond: PER_SECOND, durationMs: seconds * 1_000 })) {
      if (reader.report(numberedReads(due, sent, begin))) sent += due;
      await reader.drained();
    }
    await until(() => total(seen) >= sent, 'the last reads', 20_000).catch(() => undefined);
    const wanted = numberedReads(sent, 0, begin).map(nameOf);
    const lost = wanted.filter((name) => !seen.has(name)).length;
    const duplicated = total(seen) - seen.size;

    await reader.kill();
    const returns = performance.now() + AWAY_MS;
    await until(() => performance.now() > returns, 'the time away', AWAY_MS + 1_000);
    const before = seen.size;
    await reader.listen();
    const back = performance.now();
    await until(() => reader.report(numberedReads(1, sent, begin)), 'a running ROSpec', 30_000);
    await until(() => seen.size > before, 'a read', 5_000);
    return { sent, lost, duplicated, refused, resumeMs: performance.now() - back };
  } finally {
    await session.stop();
    await reader.kill();
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const total = (seen: ReadonlyMap<string, number>): number => {
  let sum = 0;
  for (const count of seen.values()) sum += count;
  return sum;
};

async function openPipeline(folder: string, onName: (name: string) => void) {
  const ledger = openLedger({ file: join(folder, 'ledger.sqlite'), clock: Date.now, log: () => {} });
  const journal = await openJournal({
    folder: join(folder, 'journal'),
    key: Buffer.alloc(32, 1),
    clock: Date.now,
    usedUpTo: 0,
    maxAgeMs: 86_400_000,
    maxBytes: 2 ** 31,
    log: () => {},
  });
  const canonical = findDriver('canonical-json');
  const pipeline = createPipeline({
    journal,
    ledger: ledger.ledger,
    clock: Date.now,
    resolve: (topic) => (topic === TOPIC || !canonical ? { device: 'gate-1', driver: llrp } : { device: 'gate-1', driver: canonical }),
    createStore: (snapshot) => createStore(shopOf({ devices: [deviceOf('gate-1')] }), snapshot),
    pseudonym: createPseudonyms(Buffer.alloc(32)),
    project: () => [],
    onRead: (read) => onName(nameOf(read)),
    onCommitted: () => {},
    onAsk: () => {},
    onCounts: () => {},
    onBroken(error) {
      throw error;
    },
    log: () => {},
  });
  await pipeline.start();
  return {
    pipeline,
    async close() {
      await pipeline.stop();
      await journal.close();
      ledger.close();
    },
  };
}
