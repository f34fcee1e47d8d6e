/** What a device says it is; to be verified. */
export interface DeviceCredential {
  readonly device: string;
  readonly secret: string;
}

const LONGEST = 512;

function split(pair: string): DeviceCredential | null {
  const colon = pair.indexOf(':');
  if (colon < 1 || colon === pair.length - 1) return null;
  return { device: pair.slice(0, colon), secret: pair.slice(colon + 1) };
}

/**
 * Reads `Authorization: Bearer <deviceId>:<secret>` or `Basic base64(<deviceId>:<secret>)`, the scheme in any case
 * (RFC 9110 §11.1). Null when absent, of another scheme, without either half or absurdly long.
 */
export function parseDeviceCredential(header: string | undefined): DeviceCredential | null {
  if (header === undefined || header.length > LONGEST) return null;
  const [, scheme = '', rest = ''] = /^(\S+) +(\S+)$/.exec(header) ?? [];
  switch (scheme.toLowerCase()) {
    case 'bearer':
      return split(rest);
    case 'basic':
      return split(Buffer.from(rest, 'base64').toString('utf8'));
    default:
      return null;
  }
}
