import { join } from 'node:path';
import type { Command } from 'commander';
import { findDriver } from '../../devices/index.ts';
import { type DriveProgress, drive } from '../../simulators/drive.ts';
import { readLayout } from '../../simulators/layout/read-layout.ts';
import { writeRecording, writeTruth } from '../../simulators/recording.ts';
import { presets } from '../../simulators/scenarios/presets.ts';
import { scenarios } from '../../simulators/scenarios/scenarios.ts';
import { createSimulation, type Simulation } from '../../simulators/simulation.ts';
import { GatewayError } from '../errors.ts';
import { readCredentials } from './credentials.ts';
import { parseDuration } from './duration.ts';
import { registerMakeShop } from './make-shop.ts';
import { endBar, showBar } from './progress-bar.ts';
import { registerSimulateDevice } from './simulate-device.ts';

interface SimulateOptions {
  readonly scenario: string;
  readonly preset: string;
  readonly seed: string;
  readonly shop: string;
  readonly duration?: string;
  readonly start?: string;
  readonly broker?: string;
  readonly credentials?: string;
  readonly speed: string;
  readonly record?: string;
  readonly truth?: string;
}

const DEMO_SHOP = join(import.meta.dirname, '../../simulators/shops/demo');
/** A recording begins here unless asked otherwise, so that the same seed gives the same file on any day. */
const RECORDING_START = '2026-05-01T10:00:00+08:00';

/** `aisle simulate`: people, goods and devices of a shop, live to a broker or into a recording, with the truth beside it. */
export function registerSimulate(program: Command): void {
  const simulation = program
    .command('simulate')
    .enablePositionalOptions()
    .description('simulate a shop: its devices speak to a broker, or into a recording; what truly happened is written beside it')
    .option('--scenario <name>', Object.keys(scenarios).join(', '), 'rush-hour')
    .option('--preset <name>', `radio world: ${Object.keys(presets).join(', ')}`, 'realistic')
    .option('--seed <number>', 'the same seed gives the same day', '1')
    .option('--shop <path>', 'folder with store.yaml, or the file', DEMO_SHOP)
    .option('--duration <time>', 'such as 90s, 20m, 1h; default: the scenario’s own')
    .option('--start <time>', `simulated start, RFC 3339; default: now for --broker, ${RECORDING_START} for --record`)
    .option('--broker <url>', 'publish live to mqtt://host:port, one client per device')
    .option('--credentials <file>', 'JSON object or lines "device password"; devices sign in by their id')
    .option('--speed <factor>', 'simulated seconds per second of a live run, or max', '1')
    .option('--record <file>', 'write a recording (NDJSON) as fast as possible')
    .option('--truth <folder>', 'write what truly happened, in the form of `aisle replay`')
    .action(simulate);
  registerSimulateDevice(simulation);
  registerMakeShop(simulation);
}

async function simulate(options: SimulateOptions): Promise<void> {
  if ((options.broker === undefined) === (options.record === undefined)) throw invalid('give either --broker or --record');
  const scenario = { ...named(scenarios, options.scenario, 'scenario') };
  const preset = named(presets, options.preset, 'preset');
  if (options.duration !== undefined) Object.assign(scenario, { durationMs: parseDuration('--duration', options.duration) });
  const speed = parseSpeed(options.speed);
  const seed = Number(options.seed);
  if (!Number.isSafeInteger(seed)) throw invalid(`--seed wants a whole number, not ${options.seed}`);
  const startAt = parseStart(options);
  const layout = readLayout(options.shop);
  const pace = options.broker !== undefined && Number.isFinite(speed) ? speed : 1;
  const simulation = createSimulation({ layout, scenario, preset, seed, startAt, findDriver, pace });
  const summary =
    options.record === undefined
      ? await live(simulation, { ...options, broker: options.broker ?? '' }, layout, seed, speed)
      : await record(simulation, options.record);
  if (options.truth !== undefined) {
    const parameters = {
      scenario,
      preset: simulation.preset,
      seed,
      startAt,
      shop: layout.store,
      speed: options.broker === undefined ? null : options.speed,
    };
    await writeTruth(simulation.truth(), options.truth, parameters);
  }
  console.error(summary);
}

async function record(simulation: Simulation, file: string): Promise<string> {
  const total = simulation.endAt - simulation.startAt;
  const begun = performance.now();
  const messages = await writeRecording(simulation, file, (done) => showBar(done / total, ''));
  endBar();
  const seconds = (performance.now() - begun) / 1_000;
  return `${messages} messages in ${file}; ${Math.round(total / 1_000 / seconds)} times as fast as real time`;
}

async function live(
  simulation: Simulation,
  options: SimulateOptions & { readonly broker: string },
  layout: ReturnType<typeof readLayout>,
  seed: number,
  speed: number,
): Promise<string> {
  const passwords = options.credentials === undefined ? new Map<string, string>() : readCredentials(options.credentials);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const total = simulation.endAt - simulation.startAt;
  const onProgress = (progress: DriveProgress): void => {
    const { simulatedMs, published, acknowledged, clients } = progress;
    showBar(simulatedMs / total, `${clients} devices, ${published} sent, ${published - acknowledged} under way`);
  };
  try {
    const password = (device: string): string | undefined => passwords.get(device);
    const done = await drive({
      simulation,
      layout,
      findDriver,
      seed,
      broker: options.broker,
      password,
      speed,
      signal: stop.signal,
      onProgress,
    });
    endBar();
    return `${done.acknowledged} of ${done.published} messages acknowledged; displays answered ${done.answered} of ${done.commands} commands`;
  } finally {
    process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
  }
}

const invalid = (message: string): GatewayError => new GatewayError('INPUT_INVALID', message);

function named<T>(table: Readonly<Record<string, T>>, name: string, what: string): T {
  const entry = table[name];
  if (entry === undefined) throw invalid(`no ${what} ${name}; there are ${Object.keys(table).join(', ')}`);
  return entry;
}

function parseSpeed(text: string): number {
  const speed = text === 'max' ? Number.POSITIVE_INFINITY : Number(text);
  if (!(speed > 0)) throw invalid(`--speed wants a number above 0 or max, not ${text}`);
  return speed;
}

function parseStart({ start, broker }: SimulateOptions): number {
  if (start === undefined) return broker === undefined ? Date.parse(RECORDING_START) : Date.now();
  const at = Date.parse(start);
  if (Number.isNaN(at)) throw invalid(`--start wants a time like ${RECORDING_START}, not ${start}`);
  return at;
}
