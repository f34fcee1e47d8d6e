import { setTimeout as pause } from 'node:timers/promises';
import { GatewayError, isGatewayError } from '../errors.ts';
import type { Intake } from '../pipeline/frame.ts';
import { createServerTrust, type ServerTrust } from './opcua-certificates.ts';
import type { Commands, CommandValue } from './opcua-commands.ts';
import { createOpcuaFrames } from './opcua-frames.ts';
import { loadOpcua, type OpcuaLibrary, within } from './opcua-library.ts';
import { explain } from './opcua-problem.ts';
import { type OpenSession, openSession } from './opcua-session.ts';
import type { OpcuaSettings } from './opcua-settings.ts';
import { MENDING_MS } from './opcua-watch.ts';
import { createRetryWaits, type RetryMs } from './retry-waits.ts';
import type { TransportLog } from './transport-log.ts';

const STOP_MS = 6_000;

export interface OpcuaOptions {
  readonly device: string;
  readonly config: OpcuaSettings;
  readonly password?: string | undefined;
  /** Where frames of values and scans, of online and offline, and of model and firmware go. */
  readonly topic: string;
  readonly statusTopic: string;
  readonly infoTopic: string;
  /** Folder inside the data folder: the gateway's own certificate, and per device the server's trusted and rejected ones. */
  readonly certificates: string;
  readonly intake: Intake;
  readonly log: TransportLog;
  readonly clock: () => number;
  /** First and longest wait before the next try, ms; each failure doubles it, and a random part of up to half is taken off. */
  readonly retryMs?: RetryMs;
  /** How long a broken connection may be mended before it is made anew, ms. */
  readonly repairMs?: number;
}

interface OpcuaStatus {
  readonly isConnected: boolean;
  /** Epoch ms of the last change. */
  readonly since: number;
  /** What is wrong and what to do, '' when nothing is; while connected what this server does not know of store.yaml. */
  readonly problem: string;
}

/** The gateway as a client of one OPC UA server. */
export interface OpcuaDevice {
  /** Begins to connect and goes on trying; resolves at once, since a shop must open without its devices. */
  start(): Promise<void>;
  /** Ends scanning and session; never takes longer than some seconds. Safe to call twice. */
  stop(): Promise<void>;
  status(): OpcuaStatus;
  /** Returns the function that stops listening. */
  onStatus(listener: (status: OpcuaStatus) => void): () => void;
  /** Resolves when the server said Good; rejects with DEVICE_REFUSED or DEVICE_UNREACHABLE. Only names under `writes`. */
  write(name: string, value: CommandValue): Promise<void>;
  /** The same for the methods under `calls`. */
  call(name: string, values: readonly CommandValue[]): Promise<void>;
}

export function createOpcuaDevice(options: OpcuaOptions): OpcuaDevice {
  const { device, log, clock } = options;
  const listeners = new Set<(status: OpcuaStatus) => void>();
  const frames = createOpcuaFrames(options);
  let status: OpcuaStatus = { isConnected: false, since: clock(), problem: '' };
  let running: { readonly ended: Promise<void>; readonly abort: AbortController } | null = null;
  let open: OpenSession | null = null;
  /** What the last status frame said; null before the first, since nobody knows what was true before this start. */
  let told: boolean | null = null;

  function tell(isConnected: boolean, problem: string): void {
    if (status.isConnected === isConnected && status.problem === problem) return;
    // A gateway that stops says nothing about its devices.
    if (told !== isConnected && !running?.abort.signal.aborted) frames.status(isConnected);
    told = isConnected;
    status = { isConnected, since: clock(), problem };
    for (const listener of listeners) listener(status);
  }

  async function run(signal: AbortSignal): Promise<void> {
    const waits = createRetryWaits(options.retryMs ?? { first: 1_000, longest: 60_000 });
    let library: { readonly opcua: OpcuaLibrary; readonly trust: ServerTrust } | null = null;
    while (!signal.aborted) {
      try {
        library ??= await prepare(options);
        library.trust.forget();
        open = await openSession({
          ...options,
          ...library,
          password: options.password,
          repairMs: options.repairMs ?? MENDING_MS,
          signal,
          onFrame: frames.data,
          onStrange: (what) => frames.strange(what),
          onRepair: (isBroken) =>
            isBroken ? tell(false, 'connection lost: it is being mended') : tell(true, open?.problems.join('; ') ?? ''),
        });
        log.info({ device, url: options.config.url }, 'connected to the OPC UA server');
        tell(true, open.problems.join('; '));
        frames.info(open.info);
        waits.reset();
        const reason = await Promise.race([open.lost, aborted(signal)]);
        tell(false, reason);
        log.warn({ device, reason }, 'OPC UA session ended');
      } catch (error) {
        const problem = explain(error, library?.trust.refusal() ?? '', options);
        if (!signal.aborted && problem !== status.problem) log.warn({ device, problem }, 'OPC UA server');
        tell(false, problem);
      } finally {
        const closing: OpenSession | null = open;
        open = null;
        await closing?.close();
      }
      if (!signal.aborted) await pause(waits.next(), undefined, { signal }).catch(() => undefined);
    }
  }

  async function ask(what: string, name: string, order: (commands: Commands) => Promise<void>): Promise<void> {
    const session = open;
    if (!session || !status.isConnected) throw new GatewayError('DEVICE_UNREACHABLE', `${device} is not connected`, { device, name });
    try {
      await order(session);
    } catch (error) {
      if (isGatewayError(error)) throw error;
      throw new GatewayError('DEVICE_UNREACHABLE', `${device} did not answer the ${what} of ${name}`, { device, name }, error);
    }
  }

  return {
    async start() {
      if (running) return;
      const abort = new AbortController();
      running = { abort, ended: run(abort.signal) };
    },
    async stop() {
      const ending = running;
      if (!ending) return;
      ending.abort.abort();
      await within(STOP_MS, ending.ended);
      if (running === ending) running = null;
      status = { isConnected: false, since: clock(), problem: 'stopped' };
      for (const listener of listeners) listener(status);
    },
    status: () => status,
    onStatus(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    write: (name, value) => ask('write', name, (commands) => commands.write(name, value)),
    call: (name, values) => ask('call', name, (commands) => commands.call(name, values)),
  };
}

async function prepare({ log, certificates, device, config }: OpcuaOptions): Promise<{ opcua: OpcuaLibrary; trust: ServerTrust }> {
  const opcua = await loadOpcua(log);
  return { opcua, trust: createServerTrust({ opcua, folder: certificates, device, trust: config.trust, log }) };
}

const aborted = (signal: AbortSignal): Promise<string> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve('stopped');
    else signal.addEventListener('abort', () => resolve('stopped'), { once: true });
  });
