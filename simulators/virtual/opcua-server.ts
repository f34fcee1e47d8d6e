import { chmodSync, mkdirSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { OPCUACertificateManager, OPCUAServer } from 'node-opcua';
import { loadOpcua, type Opcua } from './opcua-load.ts';
import { addVirtualReader, type VirtualReader } from './opcua-reader.ts';
import { addVirtualShop, SHOP_NAMESPACE, type VirtualShop } from './opcua-shop.ts';

export interface VirtualOpcuaOptions {
  /** 0 is not possible: node-opcua tells its port to clients. */
  readonly port: number;
  readonly host?: string;
  /** Keys and certificates of the server; made when they are missing. The same folder gives the same certificate. */
  readonly folder: string;
  /** Who may log in; without users everybody may, without a name. */
  readonly users?: Readonly<Record<string, string>>;
  /** False: reads stand in LastScanData only, as with readers that know no events. */
  readonly events?: boolean;
  /** False: no client is trusted, as with readers that were just unpacked. Default: every client is. */
  readonly trusting?: boolean;
  /** False: also connections without signature and encryption. */
  readonly secureOnly?: boolean;
}

/** An OPC UA server as they stand in shops: an RFID reader with AutoID, a few sensors, a relay and a method. */
export interface VirtualOpcua {
  readonly url: string;
  /** `nsu=...;s=...` of the reader, for `opcua.scan` of store.yaml. */
  readonly readerNode: string;
  readonly reader: VirtualReader;
  readonly shop: VirtualShop;
  /** Sessions that are open. */
  sessions(): number;
  /** Ends all connections; safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Starts a server; takes some seconds. Basic256Sha256, signed and encrypted. It trusts every client unless told otherwise: the
 * gateway is what is tried here.
 */
export async function startVirtualOpcua(options: VirtualOpcuaOptions): Promise<VirtualOpcua> {
  const { port, host = '127.0.0.1', folder, users, events = true, secureOnly = true, trusting = true } = options;
  const opcua = await loadOpcua();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const managers = await Promise.all([
    createPki(opcua, join(folder, 'server'), trusting),
    createPki(opcua, join(folder, 'users'), trusting),
  ]);
  const [serverCertificateManager, userCertificateManager] = managers;
  const { MessageSecurityMode: Mode, SecurityPolicy: Policy, nodesets } = opcua;
  const applicationUri = 'urn:silent-aisle:virtual-opcua';
  const certificateFile = await makeCertificate(serverCertificateManager, folder, applicationUri, host);
  const server = new opcua.OPCUAServer({
    port,
    host,
    hostname: host,
    advertisedEndpoints: [`opc.tcp://${host}:${port}`],
    serverCertificateManager,
    userCertificateManager,
    certificateFile,
    privateKeyFile: serverCertificateManager.privateKey,
    securityModes: secureOnly ? [Mode.SignAndEncrypt] : [Mode.SignAndEncrypt, Mode.None],
    securityPolicies: secureOnly ? [Policy.Basic256Sha256] : [Policy.Basic256Sha256, Policy.None],
    allowAnonymous: users === undefined,
    ...(users === undefined ? {} : { userManager: { isValidUser: (name: string, password: string) => users[name] === password } }),
    nodesets: [nodesets.standard, nodesets.di, nodesets.autoId],
    serverInfo: { applicationUri, productUri: applicationUri },
    buildInfo: { productName: 'Virtual Shop', manufacturerName: 'Silent Aisle', softwareVersion: '1.0.0', buildNumber: '1' },
  });
  await server.initialize();
  const { addressSpace } = server.engine;
  if (!addressSpace) throw new Error('the server has no address space');
  const namespace = addressSpace.registerNamespace(SHOP_NAMESPACE);
  const shop = addVirtualShop(opcua, namespace);
  const reader = addVirtualReader(opcua, namespace, events);
  await server.start();
  let stopping: Promise<void> | undefined;
  return {
    url: `opc.tcp://${host}:${port}`,
    readerNode: `nsu=${SHOP_NAMESPACE};s=Reader`,
    reader,
    shop,
    sessions: () => server.currentSessionCount,
    stop() {
      stopping ??= stop(server, managers, reader);
      return stopping;
    },
  };
}

async function stop(server: OPCUAServer, managers: readonly OPCUACertificateManager[], reader: VirtualReader): Promise<void> {
  reader.pause();
  await server.shutdown(0);
  for (const manager of managers) await manager.dispose();
}

async function createPki(
  opcua: Opcua,
  rootFolder: string,
  automaticallyAcceptUnknownCertificate: boolean,
): Promise<OPCUACertificateManager> {
  const manager = new opcua.OPCUACertificateManager({ rootFolder, automaticallyAcceptUnknownCertificate, disableFileWatchers: true });
  await manager.initialize();
  return manager;
}

async function makeCertificate(manager: OPCUACertificateManager, folder: string, applicationUri: string, host: string): Promise<string> {
  const outputFile = join(folder, 'certificate.pem');
  if (!readdirSync(folder).includes('certificate.pem')) {
    await manager.createSelfSignedCertificate({
      outputFile,
      applicationUri,
      dns: ['localhost', hostname()],
      ip: [host],
      subject: '/CN=Virtual Shop',
      startDate: new Date(Date.now() - 86_400_000),
      validity: 3_650,
    });
  }
  for (const file of [outputFile, manager.privateKey]) chmodSync(file, 0o600);
  return outputFile;
}
