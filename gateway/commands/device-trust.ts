import { join } from 'node:path';
import { GatewayError } from '../errors.ts';
import { listServerCertificates, trustServerCertificate } from '../transports/opcua-certificates.ts';

export interface DeviceTrustOptions {
  readonly data: string;
  readonly fingerprint?: string;
}

/** Trusts the certificate of an OPC UA server that was refused; without a fingerprint only when there is no choice. */
export function deviceTrust(id: string, { data, fingerprint }: DeviceTrustOptions): void {
  const folder = join(data, 'opcua');
  const known = listServerCertificates(folder, id);
  if (fingerprint === undefined && known.filter(({ isTrusted }) => !isTrusted).length !== 1) {
    for (const { fingerprint: print, isTrusted, file } of known) console.log(`${isTrusted ? 'trusted ' : 'rejected'}  ${print}  ${file}`);
    if (known.length === 0) console.log(`no server of ${id} has shown a certificate yet`);
    return;
  }
  const trusted = trustServerCertificate(folder, id, fingerprint);
  if (!trusted) throw new GatewayError('NOT_FOUND', `no rejected certificate of ${id} has that fingerprint`, { device: id });
  console.log(
    `trusted  ${trusted.fingerprint}\nCompare it with what the server shows of itself. The connection takes it with its next try.`,
  );
}
