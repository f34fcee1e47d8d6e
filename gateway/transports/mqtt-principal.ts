/** Who a connection is, by its credential alone. */
export interface Principal {
  readonly device: string;
  readonly kind: 'device' | 'service';
}

/** What a principal may do; asked for every message, so answers follow a changed configuration at once. Must not throw. */
export interface Permits {
  publish(principal: Principal, topic: string): boolean;
  subscribe(principal: Principal, filter: string): boolean;
}

/**
 * A client id belongs to a device when it is the device's id, or begins with it followed by a character that no device id
 * has (anything but a-z, 0-9 and dash): `gate-1`, `gate-1_a7f3`, `gate-1/upper`. Without that rule `gate-1` could call
 * itself `gate-10` and throw that device out. Only the exact id keeps a session while it is away.
 */
export function isOwnClientId(device: string, clientId: string): boolean {
  return (
    device !== '' && clientId.startsWith(device) && (clientId.length === device.length || /[^a-z0-9-]/.test(clientId.charAt(device.length)))
  );
}
