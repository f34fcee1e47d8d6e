import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import { withoutSecrets } from './redact.ts';

export type Log = Logger;

export interface LogOptions {
  readonly level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Where lines go; standard output when absent. */
  readonly destination?: DestinationStream;
  /** Coloured lines for people instead of JSON; by default only when standard output is a terminal. */
  readonly isPretty?: boolean;
}

/**
 * The gateway's log: one JSON object per line, times as epoch milliseconds. Values under names such as `card`, `token`,
 * `password`, `authorization` or `cookie` never leave it, at any depth; texts are the caller's duty: put what varies
 * into fields, never into the message.
 */
export function createLog(options: LogOptions = {}): Log {
  const isPretty = options.isPretty ?? (options.destination === undefined && process.stdout.isTTY === true);
  const destination =
    options.destination ?? (isPretty ? pretty({ translateTime: 'SYS:HH:MM:ss.l', ignore: 'pid,hostname' }) : pino.destination(1));
  const log = pino(
    {
      level: options.level ?? 'info',
      base: null,
      formatters: { level: (label) => ({ level: label }), log: withoutSecrets },
      // Pino's own serialiser would run before the sieve and copy an error's fields past it.
      serializers: { err: (error: unknown) => error },
    },
    destination,
  );
  const child = log.child;
  // Pino applies no formatter to what child loggers are bound to: without this, `log.child({ card })` would write it out.
  log.child = function sieved(this: Log, bindings, options) {
    return child.call(this, withoutSecrets(bindings), options);
  } as typeof log.child;
  return log;
}
