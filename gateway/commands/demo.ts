import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { findDriver } from '../../devices/index.ts';
import { drive } from '../../simulators/drive.ts';
import { readLayout } from '../../simulators/layout/read-layout.ts';
import { presets } from '../../simulators/scenarios/presets.ts';
import { scenarios } from '../../simulators/scenarios/scenarios.ts';
import { createSimulation } from '../../simulators/simulation.ts';
import { buildDashboards } from '../../tools/build-dashboards.ts';
import type { Gateway } from '../compose.ts';
import { GatewayError } from '../errors.ts';
import { createLog } from '../observability/log.ts';
import { loadFromOptions } from './config-options.ts';
import { runGateway } from './run-gateway.ts';
import { loginLink } from './user.ts';

interface DemoOptions {
  readonly scenario: string;
  readonly seed: string;
  readonly speed: string;
  readonly port?: string;
  readonly mqttPort?: string;
  readonly data?: string;
}

const SHOP = join(import.meta.dirname, '..', '..', 'simulators', 'shops', 'demo', 'store.yaml');
const LINK_MINUTES = 24 * 60;

/** `aisle demo`: everything in one process, with a simulated shop that speaks real wire formats over real MQTT. */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('run the bundled shop with simulated customers; nothing is needed and nothing is kept')
    .option('--scenario <name>', `what happens: ${Object.keys(scenarios).join(', ')}`, 'demo')
    .option('--seed <n>', 'another seed, other customers', '5')
    .option('--speed <n>', 'how much faster than life people move', '2')
    .option('--port <n>', 'port of the pages')
    .option('--mqtt-port <n>', 'port of the broker')
    .option('--data <folder>', 'keep the data here; default: a temporary folder that is removed at the end')
    .action(demo);
}

async function demo(options: DemoOptions): Promise<void> {
  const scenario = scenarios[options.scenario];
  const preset = presets.realistic;
  if (!scenario || !preset)
    throw new GatewayError('NOT_FOUND', `there is no scenario ${options.scenario}; there are ${Object.keys(scenarios).join(', ')}`);
  await buildDashboards();
  const set = { ...(options.port ? { 'http.port': options.port } : {}), ...(options.mqttPort ? { 'broker.port': options.mqttPort } : {}) };
  const loaded = loadFromOptions({ config: SHOP, set });
  const folder = options.data ?? mkdtempSync(join(tmpdir(), 'aisle-demo-'));
  mkdirSync(folder, { recursive: true });
  const log = createLog({ level: 'warn' });
  const stopSimulation = new AbortController();

  const simulate = (gateway: Gateway, secrets: ReadonlyMap<string, string>): Promise<unknown> => {
    const layout = readLayout(SHOP);
    const seed = Number(options.seed);
    const simulation = createSimulation({ layout, scenario, preset, seed, startAt: Date.now(), findDriver, pace: Number(options.speed) });
    return drive({
      simulation,
      layout,
      findDriver,
      seed,
      broker: `mqtt://127.0.0.1:${gateway.mqttPort}`,
      password: (device) => secrets.get(device),
      speed: Number(options.speed),
      displaysYield: true,
      signal: stopSimulation.signal,
    });
  };

  process.on('exit', () => {
    if (!options.data) rmSync(folder, { recursive: true, force: true });
  });
  await runGateway({ loaded, dataFolder: folder, env: process.env, log, isDemo: true }, (gateway) => {
    const link = loginLink(gateway.url, gateway.access.createLoginToken('operator', LINK_MINUTES));
    const secrets = new Map(loaded.config.devices.map(({ id }) => [id, gateway.access.rotateDevice(id)]));
    const displays = loaded.config.devices
      .filter(({ display }) => display)
      .map(({ id }) => playerLink(gateway.url, loaded.config.store.id, id, secrets));
    console.error(greeting(link, displays, gateway, folder, options));
    const running = simulate(gateway, secrets).catch((error: unknown) => log.error({ err: error }, 'the simulated shop stopped'));
    return async () => {
      stopSimulation.abort();
      await running;
    };
  });
}

/** The address of a display's page; the secret stands behind the #, which no browser sends. */
const playerLink = (url: string, store: string, display: string, secrets: ReadonlyMap<string, string>): string =>
  `${url}/player/#display=${display}&key=${secrets.get(display)}&store=${store}`;

const greeting = (
  link: string,
  displays: readonly string[],
  { mqttPort }: Gateway,
  folder: string,
  { scenario, seed, speed }: DemoOptions,
): string => `
  Silent Aisle demo shop (scenario ${scenario}, seed ${seed}, speed ${speed})

  Dashboard   ${link}
  MQTT        mqtt://127.0.0.1:${mqttPort}   (a device's password: npm run aisle -- device rotate DEVICE --config ${SHOP.includes('simulators') ? 'simulators/shops/demo/store.yaml' : SHOP} --data ${folder})

  Displays    ${displays.join('\n              ')}
              (a page that is opened takes the place of the simulated display)

  The dashboard's link logs in once. Stop with Ctrl-C.
`;
