import type { ClientSession, NodeId } from 'node-opcua';
import type { OpcuaLibrary } from './opcua-library.ts';

const WITH_URI = /^nsu=([^;]+);([isgb]=.+)$/;

/** Finds nodes by what store.yaml says of them. Made anew for each session: a server may number its namespaces anew. */
export interface NodeFinder {
  /** Null for a namespace that this server does not have. */
  find(node: string): NodeId | null;
  indexOf(uri: string): number | null;
  /** The component or property `name` of a node; null when there is none. */
  childOf(parent: NodeId, namespace: number, name: string): Promise<NodeId | null>;
}

export async function createNodeFinder(session: ClientSession, opcua: OpcuaLibrary): Promise<NodeFinder> {
  const namespaces = await session.readNamespaceArray();
  const indexOf = (uri: string): number | null => {
    const index = namespaces.indexOf(uri);
    return index < 0 ? null : index;
  };
  return {
    indexOf,
    find(node) {
      const [, uri, identifier] = WITH_URI.exec(node) ?? [];
      if (uri === undefined) return opcua.resolveNodeId(node);
      const index = indexOf(uri);
      return index === null ? null : opcua.resolveNodeId(`ns=${index};${identifier}`);
    },
    async childOf(parent, namespace, name) {
      const relativePath = {
        elements: [
          // References of any kind that lead down: components and properties.
          {
            referenceTypeId: opcua.resolveNodeId('i=33'),
            isInverse: false,
            includeSubtypes: true,
            targetName: { namespaceIndex: namespace, name },
          },
        ],
      };
      const result = await session.translateBrowsePath(new opcua.BrowsePath({ startingNode: parent, relativePath }));
      return result.targets?.[0]?.targetId ?? null;
    },
  };
}
