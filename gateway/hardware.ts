import { findDriver } from '../devices/index.ts';
import type { DeviceCommand } from '../devices/kit/command.ts';
import type { DriverContext, DriverMemory } from '../devices/kit/define-device.ts';
import { canonicalTopic, commandTopic } from '../devices/kit/topics.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { asId, type DeviceId } from './domain/ids.ts';
import type { StateReported } from './domain/readings.ts';
import { instant } from './domain/units.ts';
import { GatewayError } from './errors.ts';
import { readSecret } from './keys.ts';
import type { Lines } from './lines.ts';
import type { Log } from './observability/log.ts';
import { type CommanderOptions, createCommander, type HardwareVoice, type StateValues } from './outputs/commander.ts';
import { createDeviceHttp, type DeviceAddress } from './outputs/device-http.ts';
import { commandRow } from './outputs/display-command.ts';
import type { Pipeline } from './pipeline/create-pipeline.ts';
import type { Intake } from './pipeline/frame.ts';
import type { Outbox } from './pipeline/ledger-port.ts';
import { commandOutcomeFrame } from './pipeline/operator-frames.ts';

export interface HardwareOptions {
  readonly loaded: LoadedConfig;
  readonly memoryOf: Pipeline['memoryOf'];
  readonly publish: CommanderOptions['publish'];
  readonly lines: Lines;
  readonly intake: Intake;
  readonly outbox: Outbox;
  readonly clock: () => number;
  readonly log: Log;
}

/** The way of commands: into the outbox, from there to the hardware in its own words, and what became of them back into the journal. */
export function createHardware({ loaded, memoryOf, publish, lines, intake, outbox, clock, log }: HardwareOptions) {
  const store = loaded.config.store.id;
  const commander = createCommander({
    voiceOf: hardwareVoices(loaded, memoryOf, log),
    commandTopic: (device) => commandTopic(store, device),
    publish,
    stream: lines.send,
    http: createDeviceHttp({ addressOf: deviceAddresses(loaded) }),
    opcua: lines.ask,
    acknowledge: (device, id, result) =>
      intake
        .accept(commandOutcomeFrame(canonicalTopic(store, device, 'ack'), device, { id, result, at: clock() }))
        .catch((error: unknown) =>
          log.warn({ device, command: id, result, error: String(error) }, 'what became of a command could not be stored'),
        ),
    clock,
    log: (text, facts) => log.warn({ part: 'outputs', ...facts }, text),
  });
  const known = new Set(loaded.config.devices.map(({ id }) => id));
  return {
    commander,
    /** Durable when it returns, carried out once per id. Throws DEVICE_UNKNOWN for a device that store.yaml does not name. */
    command(device: string, asked: DeviceCommand): void {
      if (!known.has(device)) throw new GatewayError('DEVICE_UNKNOWN', `store.yaml names no device ${device}`, { device });
      outbox.add([commandRow(device, asked, instant(clock()))]);
    },
  };
}

/**
 * How commands are said to each device of the shop, by its driver. `memoryOf` gives what the driver has learned from the
 * device's messages: some hardware tells only there what its switches are called.
 */
function hardwareVoices(
  { config, settings }: LoadedConfig,
  memoryOf: (device: string, driver: string) => DriverMemory,
  log: Log,
): (device: string) => HardwareVoice | null {
  const voices = new Map<string, HardwareVoice>();
  for (const { id, driver: name, address = id } of config.devices) {
    const driver = findDriver(name);
    if (!driver?.command) continue;
    const context = (): DriverContext => ({ settings: settings.get(id) ?? {}, address, memory: memoryOf(id, name) });
    const { confirms } = driver;
    // A mistake in a driver refuses one command; it must not hold up those of all other devices.
    const safely = <T>(ask: () => T, otherwise: T): T => {
      try {
        return ask();
      } catch (error) {
        log.error({ device: id, driver: name, err: error }, 'the driver failed over a command');
        return otherwise;
      }
    };
    voices.set(id, {
      command: (command) => safely(() => driver.command?.(command, context()) ?? [], []),
      confirms: confirms ? (command, values) => safely(() => confirms(command, stated(id, values), context()), false) : null,
    });
  }
  return (device) => voices.get(device) ?? null;
}

/** A state without times: what it proves does not depend on them. */
const stated = (device: string, values: StateValues): StateReported => ({
  device: asId<DeviceId>(device),
  at: instant(0),
  reportedAt: null,
  receivedAt: instant(0),
  kind: 'state',
  values,
});

/** Where the devices that are asked over HTTP answer. */
function deviceAddresses({ config, folder }: LoadedConfig): (device: string) => DeviceAddress | null {
  const addresses = new Map(
    config.devices.flatMap(({ id, http }) =>
      http ? [[id, { url: http.url, user: http.user, password: readSecret(folder, http.passwordFile) }] as const] : [],
    ),
  );
  return (device) => addresses.get(device) ?? null;
}
