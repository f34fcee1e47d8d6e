import { join } from 'node:path';
import { type Gateway, type GatewayOptions, startGateway } from '../compose.ts';
import { isGatewayError } from '../errors.ts';
import type { Log } from '../observability/log.ts';

/** Longest orderly stop; after it the process ends anyway, since everything acknowledged is on disk. */
const STOP_WITHIN_MS = 5_000;

/** Where the built pages are. */
const WEB_ROOT = join(import.meta.dirname, '..', '..', 'dashboards', 'dist');

/**
 * Starts a gateway and stops it in order on SIGINT, SIGTERM or when something broke. `started` runs once it is up; what it
 * returns is undone before the gateway stops. Resolves when the gateway has stopped.
 */
export async function runGateway(
  options: Omit<GatewayOptions, 'onBroken' | 'webRoot' | 'log'> & { readonly log: Log },
  started: (gateway: Gateway) => (() => Promise<void>) | undefined,
): Promise<void> {
  const { log } = options;
  const end = Promise.withResolvers<number>();
  const onSignal = (): void => end.resolve(0);
  // Not `once`: Ctrl-C in a terminal reaches every process of `npm start` at once and is passed on besides; the second
  // signal would end this one in the middle of its orderly stop.
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A bug leaves the state unsure: say so, stop in order, let the supervisor start again from what is on disk.
  const broken = (error: unknown): void => {
    log.fatal(isGatewayError(error) ? { err: error, code: error.code, next: error.next } : { err: error }, 'the gateway has to stop');
    end.resolve(1);
  };
  process.on('uncaughtException', broken);
  process.on('unhandledRejection', broken);

  const gateway = await startGateway({ ...options, webRoot: WEB_ROOT, onBroken: broken });
  const undo = started(gateway);
  const code = await end.promise;
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  await undo?.();
  await gateway.stop();
  log.flush();
  process.exitCode = code;
  process.exit();
}
