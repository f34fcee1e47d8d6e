import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import { drivers } from '../../devices/index.ts';
import { type Gateway, type GatewayOptions, startGateway } from '../../gateway/compose.ts';
import { loadConfig } from '../../gateway/config/load-config.ts';
import type { LedgerView } from '../../gateway/http/contract.ts';
import { createLog } from '../../gateway/observability/log.ts';
import { temporaryFolder } from './temporary.ts';

/** A whole gateway of this process with an operator who is logged in, entered by the doors that users use. */
export interface OpenShop {
  readonly gateway: Gateway;
  readonly folder: string;
  readonly dataFolder: string;
  readonly mqttPort: number;
  /** The operator's session, as its cookie has it. */
  readonly session: string;
  /** Everything that it keeps on disk, one string per file, byte by byte. */
  disk(): string[];
  /** The lines of its log. */
  log(): string;
  /** GET of an address under /api/v1; null for 404. */
  get<T>(path: string): Promise<T | null>;
  /** POST of JSON to an address under /api/v1; its status and answer. */
  post<T>(path: string, body: unknown): Promise<{ readonly status: number; readonly body: T }>;
  ledger(): Promise<LedgerView>;
  /** A fresh secret of a device or observer. */
  secret(name: string): string;
  /** The device as a real MQTT client with its own credential. */
  connect(name: string, options?: IClientOptions): Promise<MqttClient>;
}

interface OpenShopOptions extends Partial<Pick<GatewayOptions, 'env' | 'limits' | 'wall' | 'webRoot'>> {
  readonly folder?: string;
}

export async function openShop(storeYaml: string, options: OpenShopOptions = {}): Promise<OpenShop> {
  const folder = options.folder ?? temporaryFolder();
  const dataFolder = join(folder, 'data');
  const file = join(folder, 'store.yaml');
  writeFileSync(file, storeYaml);
  const loaded = loadConfig({ file, env: {}, flags: { 'http.port': 0, 'broker.port': 0 }, drivers });
  const lines: string[] = [];
  const gateway = await startGateway({
    loaded,
    dataFolder,
    env: options.env ?? {},
    log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }),
    webRoot: options.webRoot ?? folder,
    ...(options.limits ? { limits: options.limits } : {}),
    ...(options.wall ? { wall: options.wall } : {}),
    onBroken: (error) => {
      throw error;
    },
  });
  onTestFinished(() => gateway.stop());
  const cookie = await login(gateway);
  const mqttPort = gateway.mqttPort ?? 0;
  const get = async <T>(path: string): Promise<T | null> => {
    const response = await fetch(`${gateway.url}/api/v1/${path}`, { headers: { cookie } });
    if (response.status === 404) return null;
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  };
  return {
    gateway,
    folder,
    dataFolder,
    mqttPort,
    session: cookie.slice(cookie.indexOf('=') + 1),
    get,
    async post<T>(path: string, body: unknown) {
      const headers = { cookie, 'content-type': 'application/json' };
      const response = await fetch(`${gateway.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, body: (await response.json()) as T };
    },
    disk: () =>
      readdirSync(dataFolder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')),
    log: () => lines.join(''),
    async ledger() {
      const view = await get<LedgerView>('ledger');
      if (!view) throw new Error('no ledger');
      return view;
    },
    secret: (name) => gateway.access.rotateDevice(name),
    async connect(name, more = {}) {
      const client = await connectAsync(`mqtt://127.0.0.1:${mqttPort}`, {
        clientId: name,
        username: name,
        password: more.password ?? gateway.access.rotateDevice(name),
        reconnectPeriod: 0,
        ...more,
      });
      client.on('error', () => undefined);
      onTestFinished(async () => client.endAsync(true).then(() => undefined));
      return client;
    },
  };
}

/** One-time token to session cookie, as the login link does it. */
async function login(gateway: Gateway): Promise<string> {
  const response = await fetch(`${gateway.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: gateway.access.createLoginToken('mei', 10) }),
  });
  if (response.status !== 200) throw new Error(`login: ${response.status} ${await response.text()}`);
  return String(response.headers.get('set-cookie')).split(';', 1)[0] ?? '';
}
