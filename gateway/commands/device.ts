import type { Command } from 'commander';
import { GatewayError } from '../errors.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';
import { deviceAdd } from './device-add.ts';
import { deviceTest } from './device-test.ts';
import { deviceTrust } from './device-trust.ts';
import { withAccess } from './with-access.ts';

interface DeviceOptions extends ConfigOptions {
  readonly data: string;
}

/** `aisle device add|list|test|rotate|revoke|trust`: the shop's hardware, its credentials, and those of observers. A secret is shown once and stored hashed. */
export function registerDevice(program: Command): void {
  const device = program.command('device').description('the shop’s devices and their credentials');
  const sub = (name: string, description: string): Command =>
    configOptions(device.command(name)).description(description).option('--data <folder>', 'data folder of the gateway', '.aisle');

  sub('list', 'all devices of store.yaml and all others with a secret').action((options: DeviceOptions) =>
    withAccess(options.data, (access) => {
      const known = new Set(access.devicesWithSecret());
      const { devices, broker } = loadFromOptions(options).config;
      const isNamed = (id: string): boolean => devices.some((device) => device.id === id) || broker.observers.includes(id);
      const names = [
        ...devices.map(({ id, driver }) => [id, driver] as const),
        ...broker.observers.map((id) => [id, '(observer)'] as const),
        ...[...known].filter((id) => !isNamed(id)).map((id) => [id, '(not entered)'] as const),
      ];
      for (const [id, what] of names)
        console.log(`${id.padEnd(24)} ${what.padEnd(18)} ${known.has(id) ? 'has a secret' : 'no secret yet'}`);
    }),
  );
  sub('rotate <device>', 'make a new secret for a device and show it once; the old one ends').action((id: string, options: DeviceOptions) =>
    withAccess(options.data, (access) => {
      assertKnown(id, options);
      console.log(`user name  ${id}\npassword   ${access.rotateDevice(id)}\nMQTT client id: ${id}. The password is not shown again.`);
    }),
  );
  sub('add <device>', 'enter a device in store.yaml, or, without --driver, make a secret for one that is still to be recognised')
    .option('--driver <name>', 'its driver; see docs/devices.md, or aisle decode auto')
    .option('--zone <zone>', 'where it stands')
    .option('--address <name>', 'the name by which the hardware calls itself')
    .option('--via <device>', 'the device whose credential brings its messages')
    .action(deviceAdd);
  sub('test <device>', 'is it heard, and what does it say? Beside a running gateway, or calling the device itself')
    .option('--for <time>', 'how long to listen, such as 10s', '10s')
    .action(deviceTest);
  device
    .command('trust <device>')
    .description('trust the certificate of an OPC UA server that was refused; lists them when there is a choice')
    .option('--data <folder>', 'data folder of the gateway', '.aisle')
    .option('--fingerprint <hex>', 'which one')
    .action(deviceTrust);
  sub('revoke <device>', 'end the secret of a device').action((id: string, options: DeviceOptions) =>
    withAccess(options.data, (access) => {
      access.revokeDevice(id);
      console.log(`${id} can no longer connect`);
    }),
  );
}

function assertKnown(id: string, options: DeviceOptions): void {
  const { devices, broker } = loadFromOptions(options).config;
  if (!devices.some((device) => device.id === id) && !broker.observers.includes(id))
    throw new GatewayError('DEVICE_UNKNOWN', `store.yaml has no device or observer ${id}`, { device: id });
}
