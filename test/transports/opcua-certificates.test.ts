import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OPCUACertificateManager } from 'node-opcua';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createServerTrust,
  listServerCertificates,
  readOrMakeOwnCertificate,
  trustServerCertificate,
} from '../../gateway/transports/opcua-certificates.ts';
import { loadOpcua } from '../../gateway/transports/opcua-library.ts';
import { temporaryFolder } from '../support/temporary.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
const opcua = await loadOpcua(quiet);
const ders: Buffer[] = [];

beforeAll(async () => {
  const rootFolder = mkdtempSync(join(tmpdir(), 'aisle-pki-'));
  const manager = new OPCUACertificateManager({ rootFolder, disableFileWatchers: true });
  await manager.initialize();
  for (let n = 0; n < 10; n++) {
    const outputFile = join(rootFolder, `${n}.pem`);
    await manager.createSelfSignedCertificate({
      outputFile,
      applicationUri: `urn:server-${n}`,
      dns: ['localhost'],
      subject: `/CN=Server ${n}`,
      startDate: new Date(),
      validity: 10,
    });
    const base64 = readFileSync(outputFile, 'utf8').replace(/-----[^-]+-----|\s/g, '');
    ders.push(Buffer.from(base64, 'base64'));
  }
  await manager.dispose();
  rmSync(rootFolder, { recursive: true });
}, 60_000);

const der = (n: number): Buffer => ders[n] ?? Buffer.alloc(0);
const trustIn = (folder: string, trust: 'known' | 'first-use' = 'known') =>
  createServerTrust({ opcua, folder, device: 'plc-1', trust, log: quiet });
const verdict = async (trust: ReturnType<typeof trustIn>, ...given: Buffer[]): Promise<string> =>
  (await trust.checkCertificate(given.length === 1 ? (given[0] ?? given) : given)).name;

describe('trust in a server', () => {
  it('is given by fingerprint, in place of what was trusted before', async () => {
    const folder = temporaryFolder();
    const trust = trustIn(folder);
    expect(await verdict(trust, der(0))).toBe('BadCertificateUntrusted');
    expect(await verdict(trust, der(1))).toBe('BadCertificateUntrusted');
    // Two are waiting: which one is meant has to be said.
    expect(trustServerCertificate(folder, 'plc-1')).toBeUndefined();
    const second = listServerCertificates(folder, 'plc-1').find(({ subject }) => subject.includes('Server 1'));
    const spoken = second?.fingerprint.toUpperCase().replace(/(..)(?=.)/g, '$1:');
    expect(trustServerCertificate(folder, 'plc-1', spoken)).toMatchObject({ isTrusted: true, subject: 'CN=Server 1' });
    expect(await verdict(trust, der(1))).toBe('Good');
    expect(trust.refusal()).toBe('');
    expect(await verdict(trust, der(0))).toBe('BadCertificateUntrusted');
    expect(trust.refusal()).toMatch(/CHANGED/);
    trustServerCertificate(folder, 'plc-1');
    expect([await verdict(trust, der(0)), await verdict(trust, der(1))]).toEqual(['Good', 'BadCertificateUntrusted']);
  });

  it('takes the first certificate of a chain for the server', async () => {
    const trust = trustIn(temporaryFolder(), 'first-use');
    expect(await verdict(trust, der(0), der(1))).toBe('Good');
    expect(await verdict(trust, der(0))).toBe('Good');
    expect(await verdict(trust, Buffer.concat([der(0), der(1)]))).toBe('Good');
    expect(await verdict(trust, der(1), der(0))).toBe('BadCertificateUntrusted');
  });

  it('is of one device only', async () => {
    const folder = temporaryFolder();
    expect(await verdict(trustIn(folder, 'first-use'), der(0))).toBe('Good');
    const other = createServerTrust({ opcua, folder, device: 'plc-2', trust: 'known', log: quiet });
    expect((await other.checkCertificate(der(0))).name).toBe('BadCertificateUntrusted');
  });

  it('is not given to the first one when somebody put something there that cannot be read', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'plc-1', 'trusted'), { recursive: true });
    writeFileSync(join(folder, 'plc-1', 'trusted', 'server.pem'), 'cut off');
    expect(await verdict(trustIn(folder, 'first-use'), der(0))).toBe('BadCertificateUntrusted');
  });

  it('is not given to what is no certificate', async () => {
    const trust = trustIn(temporaryFolder(), 'first-use');
    expect(await verdict(trust, Buffer.from('nothing'))).toBe('BadCertificateInvalid');
    expect(trust.refusal()).not.toBe('');
    trust.forget();
    expect(trust.refusal()).toBe('');
  });

  it('keeps a bounded number of strangers', async () => {
    const folder = temporaryFolder();
    const trust = trustIn(folder);
    for (let n = 0; n < 10; n++) await verdict(trust, der(n));
    expect(readdirSync(join(folder, 'plc-1', 'rejected'))).toHaveLength(8);
  });
});

describe("the gateway's own certificate", () => {
  it('is made once, also when several devices ask at once, and for the gateway alone', async () => {
    const folder = temporaryFolder();
    const [one, two] = await Promise.all([1, 2].map(() => readOrMakeOwnCertificate(opcua, folder, 'shop')));
    expect(one).toEqual(two);
    const files = [one?.certificateFile ?? '', one?.privateKeyFile ?? ''];
    const bytes = files.map((file) => readFileSync(file, 'utf8'));
    for (const file of files) expect(statSync(file).mode & 0o777, file).toBe(0o600);
    expect(statSync(join(folder, 'gateway')).mode & 0o777).toBe(0o700);
    expect(await readOrMakeOwnCertificate(opcua, folder, 'renamed')).toEqual(one);
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(bytes);
  });
});

it('node-opcua is loaded by nobody who does not need it', () => {
  const files = globSync('{gateway,devices,simulators}/**/*.ts').filter((file) => readFileSync(file, 'utf8').includes("'node-opcua'"));
  expect(files.length).toBeGreaterThan(5);
  for (const file of files) {
    const imports = readFileSync(file, 'utf8').match(/^import (?!type ).*'node-opcua';$/gm);
    expect(imports, file).toBeNull();
  }
});
