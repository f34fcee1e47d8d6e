import { Worker } from 'node:worker_threads';
import { GatewayError } from '../errors.ts';
import type { Reader } from '../http/ports.ts';
import { forReader, type ReaderCatalogue } from './queries/catalogue.ts';
import type { Queries } from './queries/create-queries.ts';
import type { ReaderReply, ReaderRequest, ReaderSetup } from './reader-protocol.ts';

export interface ReaderOptions {
  /** The ledger's file; `openLedger` has made it. A `:memory:` ledger is asked through its own `queries`. */
  readonly file: string;
  readonly catalogue: ReaderCatalogue;
  /** Epoch milliseconds; decides which day is today. */
  readonly clock: () => number;
  /** The thread's program; only tests name another. */
  readonly program?: URL;
}

type Waiting = { readonly resolve: (answer: never) => void; readonly reject: (error: unknown) => void };

const PROGRAM = new URL('./reader-worker.ts', import.meta.url);

/**
 * Opens the ledger for reading, in a thread of its own, so that a heavy page never delays a reading. A question fails with
 * GatewayError LEDGER_UNAVAILABLE when it or the thread fails, and with INPUT_INVALID for a date that is none; after the
 * end of a thread the next question starts a new one. Rejects with LEDGER_UNAVAILABLE when the file cannot be opened.
 */
export async function openReader(options: ReaderOptions): Promise<Reader> {
  const thread = createThread({ file: options.file, catalogue: forReader(options.catalogue) }, options.program ?? PROGRAM);
  await thread.start();
  const ask = <Name extends keyof Queries>(query: Name): Reader[Name] =>
    // The answer's type follows the name; TypeScript cannot see that through the thread.
    ((...asked: readonly unknown[]) => thread.ask(query, asked, options.clock())) as unknown as Reader[Name];
  return {
    zones: ask('zones'),
    footfall: ask('footfall'),
    footfallSpan: ask('footfallSpan'),
    funnel: ask('funnel'),
    zoneFigures: ask('zoneFigures'),
    ways: ask('ways'),
    replay: ask('replay'),
    accuracy: ask('accuracy'),
    associations: ask('associations'),
    shelves: ask('shelves'),
    misplaced: ask('misplaced'),
    refill: ask('refill'),
    availability: ask('availability'),
    availabilityDays: ask('availabilityDays'),
    visits: ask('visits'),
    visit: ask('visit'),
    visitSums: ask('visitSums'),
    visitRows: ask('visitRows'),
    itemHistory: ask('itemHistory'),
    offers: ask('offers'),
    offerFigures: ask('offerFigures'),
    decisions: ask('decisions'),
    offerResults: ask('offerResults'),
    allResults: ask('allResults'),
    offerDays: ask('offerDays'),
    holdoutResults: ask('holdoutResults'),
    brands: ask('brands'),
    statement: ask('statement'),
    feedback: ask('feedback'),
    feedbackAnswers: ask('feedbackAnswers'),
    customers: ask('customers'),
    customer: ask('customer'),
    customerExport: ask('customerExport'),
    customersStanding: ask('customersStanding'),
    customersRfm: ask('customersRfm'),
    customersCohorts: ask('customersCohorts'),
    customersStickiness: ask('customersStickiness'),
    customersFunnel: ask('customersFunnel'),
    customersAcquisition: ask('customersAcquisition'),
    customersValue: ask('customersValue'),
    alerts: ask('alerts'),
    alert: ask('alert'),
    loss: ask('loss'),
    alertInbox: ask('alertInbox'),
    story: ask('story'),
    blockedTags: ask('blockedTags'),
    devices: ask('devices'),
    audit: ask('audit'),
    auditSums: ask('auditSums'),
    auditCheck: ask('auditCheck'),
    sinks: ask('sinks'),
    deadLetters: ask('deadLetters'),
    itemEvents: ask('itemEvents'),
    receipts: ask('receipts'),
    itemsHere: ask('itemsHere'),
    ledger: ask('ledger'),
    close: thread.close,
  };
}

function createThread(setup: ReaderSetup, program: URL) {
  let worker: Worker | null = null;
  let isClosed = false;
  let lastId = 0;
  let waiting = new Map<number, Waiting>();

  function onReply(reply: ReaderReply): void {
    const asker = waiting.get(reply.id);
    waiting.delete(reply.id);
    if (reply.ok) asker?.resolve(reply.answer as never);
    else asker?.reject(new GatewayError(reply.code, reply.message, JSON.parse(reply.context) as Record<string, unknown>));
  }

  /** Nobody waits for an answer that cannot come. The next question starts a new thread. */
  function onEnd(ended: Worker, cause: unknown): void {
    if (worker !== ended) return;
    worker = null;
    const left = waiting;
    waiting = new Map();
    for (const { reject } of left.values()) reject(unavailable('the reading thread ended', cause));
  }

  function spawn(): Worker {
    const spawned = new Worker(program, {
      // Small questions, short-lived answers: room for young objects is better spent on the readings.
      resourceLimits: { maxYoungGenerationSizeMb: 4 },
      workerData: setup,
      name: 'ledger reader',
    });
    spawned.on('message', onReply);
    spawned.on('error', (error) => onEnd(spawned, error));
    spawned.on('exit', (code) => onEnd(spawned, code));
    worker = spawned;
    return spawned;
  }

  return {
    start: () =>
      new Promise<void>((resolve, reject) => {
        waiting.set(0, { resolve, reject });
        spawn();
      }),
    ask(query: keyof Queries, asked: readonly unknown[], now: number): Promise<unknown> {
      if (isClosed) return Promise.reject(unavailable('it is closed'));
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        (worker ?? spawn()).postMessage({ id, query, asked, now } satisfies ReaderRequest);
      });
    },
    async close(): Promise<void> {
      isClosed = true;
      const running = worker;
      if (!running) return;
      onEnd(running, null);
      await running.terminate();
    },
  };
}

const unavailable = (why: string, cause?: unknown): GatewayError =>
  new GatewayError('LEDGER_UNAVAILABLE', `The ledger cannot be read: ${why}`, {}, cause ?? undefined);
