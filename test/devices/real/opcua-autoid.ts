import { expect } from 'vitest';
import { freshContext } from '../../../devices/kit/define-device.ts';
import { AUTO_ID_NAMESPACE, AUTO_ID_NODES, SCAN_DATA } from '../../../devices/kit/opcua/auto-id.ts';
import { opcuaAutoid } from '../../../devices/opcua/opcua-autoid.ts';
import { asId, type DeviceId } from '../../../gateway/domain/ids.ts';
import { instant } from '../../../gateway/domain/units.ts';
import type { Sample } from '../../support/corpus.ts';
import { defineFamily } from '../../support/real-messages.ts';

const at = '2026-01-15T09:00:00.000Z';
/** Values of our own for the types that stand in the structure. */
const VALUES: Readonly<Record<string, unknown>> = {
  '<UInt16>': 0x3000,
  '<UInt16 optional>': 0,
  '<ByteString>': Buffer.from('30340242201D884000000001', 'hex').toString('base64'),
  '<UtcTime>': at,
  '<Int32>': -57,
};

function fillIn(node: unknown, key = ''): unknown {
  if (Array.isArray(node)) return node.map((inner) => fillIn(inner));
  if (typeof node === 'object' && node !== null)
    return Object.fromEntries(Object.entries(node).map(([name, inner]) => [name, fillIn(inner, name)]));
  if (key === 'Antenna') return 3;
  if (typeof node !== 'string' || !node.startsWith('<')) return node;
  expect(VALUES, key).toHaveProperty(node);
  return VALUES[node];
}

/** The corpus has the structure of the standard and no bytes: what the driver takes has exactly this shape and these numbers. */
function check(sample: Sample): void {
  const { kind, namespace, nodes } = sample.expected as unknown as { kind: string; namespace: string; nodes: Record<string, number> };
  expect(kind).toBe('structure');
  expect(namespace).toBe(AUTO_ID_NAMESPACE);
  expect(AUTO_ID_NODES).toMatchObject(nodes);
  const payload = fillIn(sample.payload) as { ScanResult: readonly { ScanData: { switchField: number } }[] };
  expect(payload.ScanResult[0]?.ScanData.switchField).toBe(SCAN_DATA.epc);
  const bytes = Buffer.from(JSON.stringify(payload));
  const device = asId<DeviceId>('device-1');
  const decoded = opcuaAutoid.decode({ device, topic: '', bytes, receivedAt: instant(Date.parse(at) + 1_000) }, freshContext(opcuaAutoid));
  expect(decoded).toMatchObject({
    ok: true,
    readings: [
      { kind: 'tag', epc: '30340242201D884000000001', antenna: 3, rssi: -57, reportedAt: Date.parse(at), detail: { pcHex: '3000' } },
    ],
  });
  expect(decoded).not.toHaveProperty('unknownKeys');
  expect(decoded).not.toHaveProperty('warnings');
}

export const family = defineFamily({ family: 'opcua-autoid', check });
