import { parentPort, workerData } from 'node:worker_threads';
import { isGatewayError } from '../errors.ts';
import { openReadOnly } from './open-database.ts';
import { createQueries, type Queries } from './queries/create-queries.ts';
import type { ReaderReply, ReaderRequest, ReaderSetup } from './reader-protocol.ts';
import { translated } from './sqlite.ts';

/** The reading thread: a read-only connection that answers one question after the other, and nothing else. */
function serve(port: NonNullable<typeof parentPort>, { file, catalogue }: ReaderSetup): void {
  let now = 0;
  let queries: Queries;
  try {
    queries = createQueries(openReadOnly(file), catalogue, () => now);
  } catch (error) {
    port.postMessage(failed(0, error));
    port.close();
    return;
  }
  port.on('message', ({ id, query, asked, now: askedAt }: ReaderRequest) => {
    now = askedAt;
    try {
      // Name and arguments come as a pair from the typed proxy in open-reader.ts.
      const ask = queries[query] as (...values: readonly unknown[]) => unknown;
      port.postMessage({ id, ok: true, answer: ask(...asked) } satisfies ReaderReply);
    } catch (error) {
      port.postMessage(failed(id, error));
    }
  });
  port.postMessage({ id: 0, ok: true, answer: null } satisfies ReaderReply);
}

function failed(id: number, thrown: unknown): ReaderReply {
  const error = translated(thrown);
  if (isGatewayError(error)) {
    return { id, ok: false, code: error.code, message: error.message, context: JSON.stringify(error.context) };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { id, ok: false, code: 'LEDGER_UNAVAILABLE', message: `A question to the ledger failed: ${message}`, context: '{}' };
}

// Without a parent this file was only imported.
if (parentPort) serve(parentPort, workerData as ReaderSetup);
