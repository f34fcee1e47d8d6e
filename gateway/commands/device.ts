import { join } from 'node:path';
import type { Command } from 'commander';
import { GatewayError } from '../errors.ts';
import { openLedger } from '../ledger/open-ledger.ts';
import { type ConfigOptions, configOptions, loadFromOptions } from './config-options.ts';

interface DeviceOptions extends ConfigOptions {
  readonly data: string;
}

/** `aisle device list|rotate|revoke`: the credentials of the shop's hardware and of observers. A secret is shown once and stored hashed. */
export function registerDevice(program: Command): void {
  const device = program.command('device').description('credentials of the shop’s devices');
  const sub = (name: string, description: string): Command =>
    configOptions(device.command(name)).description(description).option('--data <folder>', 'data folder of the gateway', '.aisle');

  sub('list', 'all devices of store.yaml, and which have a secret').action((options: DeviceOptions) =>
    withAccess(options, (access) => {
      const known = new Set(access.devicesWithSecret());
      const { devices, broker } = loadFromOptions(options).config;
      const names = [
        ...devices.map(({ id, driver }) => [id, driver] as const),
        ...broker.observers.map((id) => [id, '(observer)'] as const),
      ];
      for (const [id, what] of names)
        console.log(`${id.padEnd(24)} ${what.padEnd(18)} ${known.has(id) ? 'has a secret' : 'no secret yet'}`);
    }),
  );
  sub('rotate <device>', 'make a new secret for a device and show it once; the old one ends').action((id: string, options: DeviceOptions) =>
    withAccess(options, (access) => {
      assertKnown(id, options);
      console.log(`user name  ${id}\npassword   ${access.rotateDevice(id)}\nMQTT client id: ${id}. The password is not shown again.`);
    }),
  );
  sub('revoke <device>', 'end the secret of a device').action((id: string, options: DeviceOptions) =>
    withAccess(options, (access) => {
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

function withAccess(options: DeviceOptions, use: (access: ReturnType<typeof openLedger>['access']) => void): void {
  const opened = openLedger({ file: join(options.data, 'ledger.sqlite'), clock: Date.now });
  try {
    use(opened.access);
  } finally {
    opened.close();
  }
}
