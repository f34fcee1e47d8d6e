import { hostname } from 'node:os';
import type { ClientSession, OPCUAClient, UserIdentityInfo } from 'node-opcua';
import { applicationUri, readOrMakeOwnCertificate, type ServerTrust } from './opcua-certificates.ts';
import { type Commands, createCommands } from './opcua-commands.ts';
import { readInfo, type ServerInfo } from './opcua-info.ts';
import { type OpcuaLibrary, within } from './opcua-library.ts';
import { createNodeFinder } from './opcua-nodes.ts';
import { startScanning } from './opcua-scan.ts';
import type { OpcuaSettings } from './opcua-settings.ts';
import { watchNodes } from './opcua-watch.ts';

/** A farewell that the server does not answer within so long is none. */
const FAREWELL_MS = 1_500;
const KEEP_ALIVE_MS = 5_000;
/** Answers that take longer are a failure. */
const ANSWER_MS = 10_000;

export interface SessionOptions {
  readonly opcua: OpcuaLibrary;
  readonly config: OpcuaSettings;
  readonly password: string | undefined;
  readonly certificates: string;
  readonly trust: ServerTrust;
  /** How long node-opcua may try to mend a broken connection before we begin anew, ms. */
  readonly repairMs: number;
  readonly signal: AbortSignal;
  readonly onFrame: (json: unknown) => void;
  readonly onStrange: (what: string) => void;
  /** The connection broke and is being mended (true), or is whole again (false). */
  readonly onRepair: (isBroken: boolean) => void;
}

/** One connection with its session, subscription and scanning. */
export interface OpenSession extends Commands {
  readonly info: ServerInfo;
  /** What of the configuration this server does not know, in words. */
  readonly problems: readonly string[];
  /** Settles when the session is over, with the reason. Never rejects. */
  readonly lost: Promise<string>;
  /** Ends scanning, session and connection; takes seconds at most, whatever the server does. */
  close(): Promise<void>;
}

/** Connects, logs in, and begins to watch and to scan. Rejects with the library's error. */
export async function openSession(options: SessionOptions): Promise<OpenSession> {
  const { opcua, config, signal } = options;
  const client = await createClient(options);
  const hangUp = (): void => void within(FAREWELL_MS, client.disconnect());
  signal.addEventListener('abort', hangUp);
  try {
    await client.connect(config.url);
    const session = await client.createSession(identityOf(options));
    const lost = watchConnection(client, session, options);
    const finder = await createNodeFinder(session, opcua);
    const subscription = await session.createSubscription2({
      requestedPublishingInterval: Math.min(config.intervalMs, 1_000),
      // The server keeps the subscription for so many intervals while the connection is mended.
      requestedLifetimeCount: 600,
      requestedMaxKeepAliveCount: 10,
      maxNotificationsPerPublish: 0,
      publishingEnabled: true,
      priority: 10,
    });
    subscription.on('error', () => lost.settle('the server ended the subscription'));
    subscription.on('terminated', () => lost.settle('the server ended the subscription'));
    const { intervalMs, nodes, scan, scanFrom } = config;
    const problems = [...(await watchNodes({ opcua, subscription, finder, nodes, intervalMs, onFrame: options.onFrame }))];
    const scanning = scan === undefined ? null : await startScanning({ ...options, session, subscription, finder, scan, scanFrom });
    if (scanning) problems.push(...scanning.problems);
    const info = await readInfo(session, finder, scan, opcua);
    return {
      info,
      problems,
      lost: lost.promise,
      ...createCommands(session, finder, config, opcua),
      async close() {
        lost.settle('stopped');
        if (scanning && !client.isReconnecting) await within(FAREWELL_MS, scanning.stop());
        await within(FAREWELL_MS, session.close(true));
        await within(FAREWELL_MS, client.disconnect());
      },
    };
  } catch (error) {
    await within(FAREWELL_MS, client.disconnect());
    throw error;
  } finally {
    signal.removeEventListener('abort', hangUp);
  }
}

const MODES = { none: 'None', sign: 'Sign', 'sign-and-encrypt': 'SignAndEncrypt' } as const;

async function createClient({ opcua, config, certificates, trust }: SessionOptions): Promise<OPCUAClient> {
  const own = await readOrMakeOwnCertificate(opcua, certificates, hostname());
  return opcua.OPCUAClient.create({
    applicationName: 'Silent Aisle gateway',
    applicationUri: applicationUri(hostname()),
    ...own,
    clientCertificateManager: trust,
    securityMode: MODES[config.security],
    securityPolicy: config.security === 'none' ? 'None' : config.policy,
    // Servers behind another name or address than they tell are common; the certificate is what is checked.
    endpointMustExist: false,
    connectionStrategy: { maxRetry: 1, initialDelay: 500, maxDelay: 5_000 },
    requestedSessionTimeout: 60_000,
    keepSessionAlive: true,
    keepAliveInterval: KEEP_ALIVE_MS,
    transportTimeout: ANSWER_MS,
    defaultTransactionTimeout: ANSWER_MS,
    // A server cannot make us hold chunks without end.
    transportSettings: { maxChunkCount: 128, maxMessageSize: 8 * 1_024 * 1_024 },
  });
}

const identityOf = ({ opcua, config, password }: SessionOptions): UserIdentityInfo =>
  config.user === undefined
    ? { type: opcua.UserTokenType.Anonymous }
    : { type: opcua.UserTokenType.UserName, userName: config.user, password: password ?? '' };

/**
 * node-opcua mends a broken connection by itself and moves the subscription over, so that a pulled cable loses nothing. What
 * it could not mend in time, or only with a new session (the server was started anew: namespaces may be numbered anew and
 * nobody scans), is given up and begun from the front.
 */
function watchConnection(client: OPCUAClient, session: ClientSession, { repairMs, onRepair, trust }: SessionOptions) {
  const { promise, resolve } = Promise.withResolvers<string>();
  const sessionId = session.sessionId.toString();
  let timer: NodeJS.Timeout | undefined;
  const settle = (reason: string): void => {
    clearTimeout(timer);
    resolve(reason);
  };
  client.on('connection_lost', () => {
    if (timer) return;
    onRepair(true);
    timer = setTimeout(() => resolve('connection lost'), repairMs);
  });
  client.on('reconnection_attempt_has_failed', () => {
    // Another server took its place, or its certificate was replaced: trying again changes nothing.
    if (trust.refusal() !== '') settle(trust.refusal());
  });
  client.on('connection_reestablished', () => {
    clearTimeout(timer);
    timer = undefined;
    if (session.sessionId.toString() !== sessionId) settle('the server was started anew');
    else onRepair(false);
  });
  client.on('close', () => settle('connection lost'));
  session.on('session_closed', () => settle('the server closed the session'));
  return { promise, settle };
}
