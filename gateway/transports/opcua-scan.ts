import type { ClientMonitoredItem, ClientSession, ClientSubscription, DataValue, NodeId, Variant } from 'node-opcua';
import { AUTO_ID_NAMESPACE, AUTO_ID_NODES } from '../../devices/kit/opcua/auto-id.ts';
import type { OpcuaLibrary } from './opcua-library.ts';
import type { NodeFinder } from './opcua-nodes.ts';
import { toScanData, toScanResult } from './opcua-scan-result.ts';
import { monitor } from './opcua-watch.ts';

/** Scan results per frame: a frame holds at most 64 KiB. */
const RESULTS_PER_FRAME = 50;
/** Events that the server keeps for us between two publications. */
const EVENT_QUEUE = 1_000;

export interface ScanOptions {
  readonly opcua: OpcuaLibrary;
  readonly session: ClientSession;
  readonly subscription: ClientSubscription;
  readonly finder: NodeFinder;
  /** Node id of the reader. */
  readonly scan: string;
  readonly scanFrom: 'auto' | 'events' | 'last-scan';
  readonly onFrame: (json: unknown) => void;
  /** Scan results that could not be read. */
  readonly onStrange: (what: string) => void;
}

export interface Scanning {
  /** What is not as it should be, in words. */
  readonly problems: readonly string[];
  /** Ends the scanning at the reader. */
  stop(): Promise<void>;
}

/**
 * Subscribes to the scan events of an AutoID reader, then starts the scanning. A reader that raises no events of its own is
 * read by its variable LastScanData, and one without that by the events of its server.
 * @see OPC 30010 1.01, 7.2 (AutoIdDeviceType) and 8.3 (RfidScanEventType)
 */
export async function startScanning(options: ScanOptions): Promise<Scanning> {
  const { opcua, session, finder, scan } = options;
  const nothing = { stop: async () => undefined };
  const reader = finder.find(scan);
  const autoId = finder.indexOf(AUTO_ID_NAMESPACE);
  if (reader === null) return { ...nothing, problems: [`${scan}: the server has no such namespace`] };
  if (autoId === null) return { ...nothing, problems: [`the server does not know AutoID (${AUTO_ID_NAMESPACE})`] };
  const problems: string[] = [];
  const problem = await subscribe(options, reader, autoId);
  if (problem !== '') problems.push(problem);
  const scanStart = await finder.childOf(reader, autoId, 'ScanStart');
  const scanStop = await finder.childOf(reader, autoId, 'ScanStop');
  // Readers without the method scan all the time.
  if (scanStart !== null) problems.push(...(await callScanStart(reader, autoId, scanStart)));
  return {
    problems,
    async stop() {
      if (scanStop !== null) await session.call({ objectId: reader, methodId: scanStop, inputArguments: [] });
    },
  };

  async function callScanStart(objectId: NodeId, namespace: number, methodId: NodeId): Promise<readonly string[]> {
    const type = opcua.makeNodeId(AUTO_ID_NODES.ScanSettings, namespace);
    // Zero means without end; every result is wanted.
    const value = await session.constructExtensionObject(type, { duration: 0, cycles: 0, dataAvailable: false });
    const result = await session.call({ objectId, methodId, inputArguments: [{ dataType: opcua.DataType.ExtensionObject, value }] });
    if (result.statusCode.isNotGood()) return [`ScanStart: ${result.statusCode.name}`];
    const status: unknown = result.outputArguments?.[0]?.value;
    return status === undefined || status === 0 ? [] : [`ScanStart: operation status ${String(status)}`];
  }
}

/** '' or what went wrong. */
async function subscribe(options: ScanOptions, reader: NodeId, autoId: number): Promise<string> {
  const { opcua, session, finder, scanFrom } = options;
  const read = await session.read({ nodeId: reader, attributeId: opcua.AttributeIds.EventNotifier });
  if (read.statusCode.isNotGood()) return `${options.scan}: ${read.statusCode.name}`;
  const raisesEvents = typeof read.value.value === 'number' && (read.value.value & 1) === 1;
  const lastScan = await finder.childOf(reader, autoId, 'LastScanData');
  if (scanFrom === 'events' || (scanFrom === 'auto' && raisesEvents)) return subscribeEvents(options, reader, reader, autoId);
  if (lastScan !== null) return watchLastScan(options, reader, lastScan, autoId);
  return subscribeEvents(options, opcua.resolveNodeId('i=2253'), reader, autoId);
}

/** Scan events of `notifier`; of those, the ones that come from the reader. */
async function subscribeEvents(options: ScanOptions, notifier: NodeId, reader: NodeId, autoId: number): Promise<string> {
  const { opcua, subscription } = options;
  const scanType = opcua.makeNodeId(AUTO_ID_NODES.RfidScanEventType, autoId);
  const operand = (typeDefinitionId: NodeId, namespaceIndex: number, name: string) =>
    new opcua.SimpleAttributeOperand({ typeDefinitionId, browsePath: [{ namespaceIndex, name }], attributeId: opcua.AttributeIds.Value });
  const selectClauses = [operand(opcua.resolveNodeId('i=2041'), 0, 'SourceNode'), operand(scanType, autoId, 'ScanResult')];
  const item = { nodeId: notifier, attributeId: opcua.AttributeIds.EventNotifier };
  // OfType also takes the types that makers derive. Servers that cannot filter send all, and other events have no ScanResult.
  const filters = [
    new opcua.EventFilter({ selectClauses, whereClause: new opcua.ContentFilter({ elements: [opcua.ofType(scanType)] }) }),
    new opcua.EventFilter({ selectClauses }),
  ];
  let problem = '';
  for (const filter of filters) {
    const made = await monitor(opcua, subscription, item, 0, filter, EVENT_QUEUE);
    if (typeof made === 'string') {
      problem = `scan events: ${made}`;
      continue;
    }
    listen(made, options, notifier === reader ? null : reader);
    return '';
  }
  return problem;
}

function listen(item: ClientMonitoredItem, { onFrame, onStrange, opcua }: ScanOptions, from: NodeId | null): void {
  // Of an item with an event filter the library gives the selected fields.
  item.on('changed', ((fields: readonly Variant[]) => {
    const [source, scanResult] = fields.map((field) => field?.value as unknown);
    if (from !== null && !(source instanceof opcua.NodeId && opcua.sameNodeId(source, from))) return;
    if (!Array.isArray(scanResult)) return;
    const results = scanResult.map(toScanResult);
    if (results.includes(null)) onStrange('a scan result of unknown structure');
    const known = results.filter((result) => result !== null);
    for (let first = 0; first < known.length; first += RESULTS_PER_FRAME)
      onFrame({ ScanResult: known.slice(first, first + RESULTS_PER_FRAME) });
  }) as unknown as (value: DataValue) => void);
}

/** Each new value of LastScanData with the antenna, strength and time that stand beside it. */
async function watchLastScan(options: ScanOptions, reader: NodeId, lastScan: NodeId, autoId: number): Promise<string> {
  const { opcua, session, subscription, finder, onFrame, onStrange } = options;
  const beside: (NodeId | null)[] = [];
  for (const name of ['LastScanAntenna', 'LastScanRSSI', 'LastScanTimestamp']) beside.push(await finder.childOf(reader, autoId, name));
  // The same tag again is news: every new time stamp is a change. @see OPC 10000-4, 7.22.2
  const filter = new opcua.DataChangeFilter({ trigger: opcua.DataChangeTrigger.StatusValueTimestamp });
  const made = await monitor(opcua, subscription, { nodeId: lastScan, attributeId: opcua.AttributeIds.Value }, 0, filter, EVENT_QUEUE);
  if (typeof made === 'string') return `LastScanData: ${made}`;
  let last = '';
  made.on('changed', (value: DataValue) => {
    const said = JSON.stringify([value.value?.value ?? null, value.sourceTimestamp, value.sourcePicoseconds]);
    // What stood there before the gateway came was not read now, nor what is said again when a connection was mended.
    const isNews = last !== '' && said !== last;
    last = said;
    if (isNews && value.statusCode.isGood()) void tell(value);
  });
  return '';

  async function tell(value: DataValue): Promise<void> {
    const data = toScanData(value.value?.value as unknown);
    if (data === null) return onStrange('LastScanData of unknown structure');
    const known = beside.filter((node) => node !== null);
    const read = await session.read(known.map((nodeId) => ({ nodeId, attributeId: opcua.AttributeIds.Value }))).catch(() => []);
    const [antenna, strength, time] = beside.map((node) =>
      node === null ? undefined : (read[known.indexOf(node)]?.value.value as unknown),
    );
    const at = time instanceof Date ? time : value.sourceTimestamp;
    const Timestamp = at ? { Timestamp: at.toISOString() } : {};
    const sighting = {
      ...(typeof antenna === 'number' ? { Antenna: antenna } : {}),
      ...(typeof strength === 'number' ? { Strength: strength } : {}),
    };
    onFrame({ ScanResult: [{ CodeType: data.codeType, ScanData: data.json, ...Timestamp, Sighting: [{ ...sighting, ...Timestamp }] }] });
  }
}
