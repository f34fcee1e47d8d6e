import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICertificateStore, StatusCode } from 'node-opcua';
import type { OpcuaLibrary } from './opcua-library.ts';
import type { TransportLog } from './transport-log.ts';

/** Rejected certificates kept per device; the oldest give way. */
const MAX_REJECTED = 8;

export interface KnownCertificate {
  /** SHA-256 of the certificate, 64 hex digits: what is compared with the label or page of the server. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly validTo: string;
  readonly isTrusted: boolean;
  readonly file: string;
}

/** DER, as node-opcua hands certificates over. */
type Certificate = Parameters<ICertificateStore['getTrustStatus']>[0];
type Shelf = 'trusted' | 'rejected';

/** Where a device's server certificates lie: `<folder>/<device>/trusted` and `rejected`, one PEM file each. */
const shelf = (folder: string, device: string, name: Shelf): string => join(folder, device, name);

/** What is known of the certificates of a device's server. */
export function listServerCertificates(folder: string, device: string): readonly KnownCertificate[] {
  return (['trusted', 'rejected'] as const).flatMap((name) =>
    readShelf(shelf(folder, device, name)).map(({ certificate, file }) => ({
      fingerprint: fingerprintOf(certificate),
      subject: certificate.subject.replaceAll('\n', ', '),
      validTo: new Date(certificate.validTo).toISOString(),
      isTrusted: name === 'trusted',
      file,
    })),
  );
}

/**
 * Trusts the rejected certificate with this fingerprint, in place of all that were trusted before; without a fingerprint the
 * only one that was rejected. The connection takes it with its next try. Undefined when there is none, or more than one.
 */
export function trustServerCertificate(folder: string, device: string, fingerprint?: string): KnownCertificate | undefined {
  const wanted = fingerprint?.replace(/[^0-9a-f]/gi, '').toLowerCase();
  const rejected = listServerCertificates(folder, device).filter(
    (each) => !each.isTrusted && (wanted === undefined || each.fingerprint === wanted),
  );
  const [one] = rejected;
  if (one === undefined || rejected.length > 1) return undefined;
  const trusted = shelf(folder, device, 'trusted');
  const before = readShelf(trusted);
  mkdirSync(trusted, { recursive: true, mode: 0o700 });
  const file = join(trusted, `${one.fingerprint}.pem`);
  renameSync(one.file, file);
  for (const old of before) if (old.file !== file) rmSync(old.file, { force: true });
  return { ...one, isTrusted: true, file };
}

/** What node-opcua asks about certificates. */
export interface ServerTrust extends ICertificateStore {
  /** Why the last certificate was refused and what to do; '' when it was not. */
  refusal(): string;
  /** Before a new try: an old refusal explains nothing. */
  forget(): void;
}

/**
 * Trust in exactly the certificates that lie in the folder `trusted`: no chains, no dates. An unknown one is put into
 * `rejected` and refused, unless nothing is trusted yet and the first use may decide. A changed one is always refused.
 */
export function createServerTrust(options: {
  readonly opcua: OpcuaLibrary;
  readonly folder: string;
  readonly device: string;
  readonly trust: 'known' | 'first-use';
  readonly log: TransportLog;
}): ServerTrust {
  const { opcua, folder, device, trust, log } = options;
  let refusal = '';

  const judge = (given: Certificate | Certificate[]): StatusCode => {
    const certificate = firstOf(given);
    refusal = certificate === null ? 'the server sent no certificate that can be read' : '';
    if (certificate === null) return opcua.StatusCodes.BadCertificateInvalid;
    const trustedFolder = shelf(folder, device, 'trusted');
    const trusted = readShelf(trustedFolder);
    // Also a file that cannot be read was put there by somebody: then this is not the first use.
    const isFirst = !existsSync(trustedFolder) || readdirSync(trustedFolder).length === 0;
    if (trusted.some((each) => each.certificate.raw.equals(certificate.raw))) return opcua.StatusCodes.Good;
    const fingerprint = fingerprintOf(certificate);
    if (isFirst && trust === 'first-use') {
      store(trustedFolder, certificate);
      log.warn({ device, fingerprint }, 'the certificate of the OPC UA server is trusted from its first use on');
      return opcua.StatusCodes.Good;
    }
    const file = store(shelf(folder, device, 'rejected'), certificate);
    prune(shelf(folder, device, 'rejected'));
    const what = isFirst ? 'is not trusted yet' : 'has CHANGED and is not trusted';
    refusal = `the server's certificate ${what}: compare its fingerprint ${fingerprint}, then run \`aisle device trust ${device}\` or move ${file} to the folder trusted`;
    return opcua.StatusCodes.BadCertificateUntrusted;
  };

  return {
    referenceCounter: 0,
    refusal: () => refusal,
    forget() {
      refusal = '';
    },
    initialize: async () => undefined,
    dispose: async () => undefined,
    checkCertificate: async (certificate) => judge(certificate),
    getTrustStatus: async (certificate) => judge(certificate),
    // Only asked about the gateway's own certificate, when a client starts.
    verifyCertificate: async () => 'Good',
    trustCertificate: async () => undefined,
    rejectCertificate: async () => undefined,
    addIssuer: async () => undefined,
    addRevocationList: async () => undefined,
  };
}

export interface OwnCertificate {
  readonly certificateFile: string;
  readonly privateKeyFile: string;
}

/** How the gateway calls itself to servers; it stands in the certificate too. */
export const applicationUri = (hostname: string): string => `urn:${hostname}:silent-aisle`;

/** Makings that are under way, by folder: devices that start at once share one certificate. */
const makings = new Map<string, Promise<OwnCertificate>>();

/** The gateway's application certificate: RSA 2048, ten years, made when it is missing; files of mode 0600. */
export function readOrMakeOwnCertificate(opcua: OpcuaLibrary, folder: string, hostname: string): Promise<OwnCertificate> {
  const under = makings.get(folder);
  if (under) return under;
  const making = makeOwnCertificate(opcua, join(folder, 'gateway'), hostname).finally(() => makings.delete(folder));
  makings.set(folder, making);
  return making;
}

async function makeOwnCertificate(opcua: OpcuaLibrary, rootFolder: string, hostname: string): Promise<OwnCertificate> {
  const certificateFile = join(rootFolder, 'certificate.pem');
  const privateKeyFile = join(rootFolder, 'own', 'private', 'private_key.pem');
  if (!existsSync(certificateFile) || !existsSync(privateKeyFile)) {
    mkdirSync(rootFolder, { recursive: true, mode: 0o700 });
    const manager = new opcua.OPCUACertificateManager({ rootFolder, disableFileWatchers: true });
    await manager.initialize();
    const unfinished = `${certificateFile}.new`;
    await manager.createSelfSignedCertificate({
      outputFile: unfinished,
      applicationUri: applicationUri(hostname),
      dns: [hostname],
      subject: `/CN=Silent Aisle gateway/O=${hostname}`,
      startDate: new Date(),
      validity: 3_650,
    });
    await manager.dispose();
    chmodSync(privateKeyFile, 0o600);
    chmodSync(unfinished, 0o600);
    renameSync(unfinished, certificateFile);
  }
  return { certificateFile, privateKeyFile };
}

const fingerprintOf = (certificate: X509Certificate): string => certificate.fingerprint256.replaceAll(':', '').toLowerCase();

/** The server's own certificate stands first in a chain. */
function firstOf(given: Certificate | Certificate[]): X509Certificate | null {
  const first = Array.isArray(given) ? given[0] : given;
  try {
    return first === undefined ? null : new X509Certificate(first);
  } catch {
    // What cannot be read cannot be trusted.
    return null;
  }
}

function readShelf(folder: string): readonly { readonly certificate: X509Certificate; readonly file: string }[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const file = join(folder, name);
    const certificate = statSync(file).isFile() ? firstOf(readFileSync(file)) : null;
    return certificate === null ? [] : [{ certificate, file }];
  });
}

function store(folder: string, certificate: X509Certificate): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${fingerprintOf(certificate)}.pem`);
  if (!existsSync(file)) writeFileSync(file, certificate.toString(), { mode: 0o600 });
  return file;
}

function prune(folder: string): void {
  const files = readdirSync(folder).map((name) => ({ file: join(folder, name), at: statSync(join(folder, name)).mtimeMs }));
  files.sort((a, b) => b.at - a.at);
  for (const { file } of files.slice(MAX_REJECTED)) rmSync(file, { force: true });
}
