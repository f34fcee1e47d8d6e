import type { ClientSession, NodeId } from 'node-opcua';
import { AUTO_ID_NAMESPACE } from '../../devices/kit/opcua/auto-id.ts';
import type { OpcuaLibrary } from './opcua-library.ts';
import type { NodeFinder } from './opcua-nodes.ts';
import { toPlain } from './opcua-values.ts';

const DI_NAMESPACE = 'http://opcfoundation.org/UA/DI/';
/** Parts of Server.ServerStatus.BuildInfo. @see OPC 10000-5, 12.4 */
const BUILD_INFO = { product: 'i=2261', maker: 'i=2263', version: 'i=2264' } as const;

/** What the canonical info message says of a device. */
export interface ServerInfo {
  readonly model?: string;
  readonly serial?: string;
  readonly firmware?: string;
}

/** Model, serial number and version: of the reader itself (OPC 10000-100, 4.5.2), else of the server. */
export async function readInfo(
  session: ClientSession,
  finder: NodeFinder,
  scan: string | undefined,
  opcua: OpcuaLibrary,
): Promise<ServerInfo> {
  const reader = scan === undefined ? null : finder.find(scan);
  const di = finder.indexOf(DI_NAMESPACE);
  const autoId = finder.indexOf(AUTO_ID_NAMESPACE);
  const read = async (nodeId: NodeId | null): Promise<string | undefined> => {
    if (nodeId === null) return undefined;
    const { value, statusCode } = await session.read({ nodeId, attributeId: opcua.AttributeIds.Value });
    const plain = statusCode.isGood() && value ? toPlain(value, opcua) : null;
    const text = plain === null ? '' : String(plain).trim().slice(0, 128);
    return text === '' ? undefined : text;
  };
  const own = async (namespace: number | null, name: string): Promise<string | undefined> =>
    reader === null || namespace === null ? undefined : read(await finder.childOf(reader, namespace, name));
  const server = (node: string): Promise<string | undefined> => read(opcua.resolveNodeId(node));
  const product = [await server(BUILD_INFO.maker), await server(BUILD_INFO.product)].filter((part) => part !== undefined).join(' ');
  const model = (await own(di, 'Model')) ?? (await own(autoId, 'DeviceInfo')) ?? (product === '' ? undefined : product.slice(0, 128));
  const serial = await own(di, 'SerialNumber');
  const firmware = (await own(di, 'SoftwareRevision')) ?? (await server(BUILD_INFO.version));
  return {
    ...(model === undefined ? {} : { model }),
    ...(serial === undefined ? {} : { serial }),
    ...(firmware === undefined ? {} : { firmware }),
  };
}
