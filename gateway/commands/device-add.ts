import { drivers } from '../../devices/index.ts';
import { addDevice } from '../config/add-device.ts';
import { GatewayError } from '../errors.ts';
import { type ConfigOptions, loadFromOptions } from './config-options.ts';
import { withAccess } from './with-access.ts';

export interface DeviceAddOptions extends ConfigOptions {
  readonly data: string;
  readonly driver?: string;
  readonly zone?: string;
  readonly address?: string;
  readonly via?: string;
}

const ID = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** Enters a device in store.yaml when its driver is named, else makes a secret only: what then speaks is shown as pending, with a guess. */
export function deviceAdd(id: string, options: DeviceAddOptions): void {
  if (!ID.test(id)) throw new GatewayError('INPUT_INVALID', `${id} must be lower-case letters, digits and dashes, at most 63`);
  const { config } = loadFromOptions(options);
  if (config.devices.some((device) => device.id === id))
    throw new GatewayError('INPUT_INVALID', `store.yaml has a device ${id} already; aisle provision ${id} writes its settings`);
  if (config.broker.observers.includes(id)) throw new GatewayError('INPUT_INVALID', `${id} is the name of an observer`);
  const { driver, zone, address, via } = options;
  if (driver !== undefined) {
    if (options.config === undefined) throw new GatewayError('CONFIG_MISSING', '--config names the file that the device is written into');
    addDevice(options.config, { id, driver, zone, address, via }, drivers);
    console.log(`${id} stands in ${options.config} now; the gateway takes it with its next start.`);
    console.log(via === undefined ? `aisle provision ${id} writes its settings, with its secret.` : `Its messages come by ${via}.`);
    return;
  }
  const password = withAccess(options.data, (access) => access.rotateDevice(id));
  console.log(`user name  ${id}\npassword   ${password}\nMQTT client id: ${id}. The password is not shown again.`);
  console.log(
    'It is in no store.yaml yet: what it says is turned away, and GET /api/v1/devices/pending tells which driver understands it.',
  );
}
