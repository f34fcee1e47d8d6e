import type { ClientMonitoredItem, ClientSubscription, DataValue } from 'node-opcua';
import type { NodeValueJson } from '../../devices/kit/opcua/node-value.ts';
import type { OpcuaLibrary } from './opcua-library.ts';
import type { NodeFinder } from './opcua-nodes.ts';
import { toNodeValue, type WatchedNode } from './opcua-values.ts';

/** No connection is mended for longer. */
export const MENDING_MS = 30_000;

/** Values between two publications that the server keeps for us. */
const QUEUE = 16;

/** Watches the variables; gives back what could not be watched, in words. */
export async function watchNodes(options: {
  readonly opcua: OpcuaLibrary;
  readonly subscription: ClientSubscription;
  readonly finder: NodeFinder;
  readonly nodes: readonly WatchedNode[];
  readonly intervalMs: number;
  readonly onFrame: (json: unknown) => void;
}): Promise<readonly string[]> {
  const { opcua, subscription, finder, nodes, intervalMs, onFrame } = options;
  const problems: string[] = [];
  for (const node of nodes) {
    const nodeId = finder.find(node.node);
    if (nodeId === null) {
      problems.push(`${node.node}: the server has no such namespace`);
      continue;
    }
    const isNews = createNewsFilter();
    let isInitial = true;
    const item = await monitor(opcua, subscription, { nodeId, attributeId: opcua.AttributeIds.Value }, intervalMs);
    if (typeof item === 'string') {
      problems.push(`${node.node}: ${item}`);
      continue;
    }
    item.on('changed', (value: DataValue) => {
      const frame = toNodeValue(node, value, isInitial, opcua);
      isInitial = false;
      if (isNews(frame)) onFrame(frame);
    });
  }
  return problems;
}

/**
 * When a connection was mended, servers say their last value again, some before the older ones that they kept: a running total
 * must not step back for that. What was said already is no news, nor what is older by less than a connection may be broken; a
 * step of more is a clock that was set back.
 */
export function createNewsFilter(): (frame: NodeValueJson) => boolean {
  let last = '';
  let newest = 0;
  return (frame) => {
    const said = JSON.stringify({ ...frame, initial: true });
    const at = frame.sourceTime === undefined ? null : Date.parse(frame.sourceTime);
    if (said === last || (at !== null && at < newest && newest - at < MENDING_MS)) return false;
    last = said;
    if (at !== null) newest = at;
    return true;
  };
}

/** A monitored item, or why the server will not have it. */
export async function monitor(
  opcua: OpcuaLibrary,
  subscription: ClientSubscription,
  item: Parameters<ClientSubscription['monitor']>[0],
  samplingInterval: number,
  filter?: NonNullable<Parameters<ClientSubscription['monitor']>[1]['filter']>,
  queueSize = QUEUE,
): Promise<ClientMonitoredItem | string> {
  const parameters = { samplingInterval, queueSize, discardOldest: true, ...(filter ? { filter } : {}) };
  try {
    const made = await subscription.monitor(item, parameters, opcua.TimestampsToReturn.Both);
    if (!made.statusCode || made.statusCode.isGood()) return made as ClientMonitoredItem;
    return made.statusCode.name;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 120) : 'refused';
  }
}
