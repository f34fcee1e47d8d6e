import type { ExtensionObject, Namespace, UAMethod, UAObject, UAVariable } from 'node-opcua';
import type { DeviceReading } from '../../devices/kit/define-device.ts';
import { AUTO_ID_NAMESPACE, AUTO_ID_NODES } from '../../devices/kit/opcua/auto-id.ts';
import { writeScan } from '../../devices/kit/opcua/write-scan.ts';
import type { Opcua } from './opcua-load.ts';

type TagReading = Extract<DeviceReading, { kind: 'tag' }>;

/** Reads of each tick of `play` share an event, as readers bundle them. */
const TICK_MS = 100;

export interface VirtualReader {
  /** True between ScanStart and ScanStop. */
  isScanning(): boolean;
  /** Raises the scan events of these reads when it is scanning; says how many reads went out. */
  scan(reads: readonly TagReading[]): number;
  /** Raises reads at a rate until `pause`; `next` is asked for each. */
  play(readsPerSecond: number, next: () => TagReading): void;
  pause(): void;
}

/** An `RfidReaderDeviceType` named `Reader` below the objects, with ScanStart and ScanStop. Without events LastScanData tells the reads. */
export function addVirtualReader(opcua: Opcua, namespace: Namespace, hasEvents: boolean): VirtualReader {
  const { addressSpace } = namespace;
  const autoId = addressSpace.getNamespaceIndex(AUTO_ID_NAMESPACE);
  const type = addressSpace.findObjectType(opcua.makeNodeId(AUTO_ID_NODES.RfidReaderDeviceType, autoId));
  const eventType = addressSpace.findEventType(opcua.makeNodeId(AUTO_ID_NODES.RfidScanEventType, autoId));
  const server = addressSpace.rootFolder.objects.server;
  if (!type || !eventType) throw new Error('the AutoID node set is not loaded');
  const reader = type.instantiate({
    browseName: { name: 'Reader', namespaceIndex: namespace.index },
    nodeId: `ns=${namespace.index};s=Reader`,
    namespace,
    organizedBy: addressSpace.rootFolder.objects,
    optionals: [
      'ScanStart',
      'ScanStop',
      'ScanActive',
      'LastScanData',
      'LastScanTimestamp',
      'LastScanAntenna',
      'LastScanRSSI',
      'DeviceInfo',
    ],
    ...(hasEvents ? { eventSourceOf: server } : {}),
  }) as UAObject;
  // The type of the standard is abstract: makers raise events of a type of their own.
  const scanEvent = namespace.addEventType({ browseName: 'ShopScanEventType', subtypeOf: eventType });
  if (hasEvents) reader.setEventNotifier(1);
  const component = (name: string) => reader.getComponentByName(name, autoId) ?? reader.getPropertyByName(name, autoId);
  const text = { dataType: opcua.DataType.String };
  (component('DeviceInfo') as UAVariable | null)?.setValueFromSource({ ...text, value: 'Virtual AutoID reader' });
  (component('DeviceName') as UAVariable | null)?.setValueFromSource({ ...text, value: 'Reader' });
  let isScanning = false;
  const bind = (name: string, to: boolean): void => {
    (reader.getMethodByName(name, autoId) as UAMethod).bindMethod(async (_inputs: unknown, _context: unknown) => {
      isScanning = to;
      const outputArguments = to ? [{ dataType: opcua.DataType.Int32, value: 0 }] : [];
      return { statusCode: opcua.StatusCodes.Good, outputArguments };
    });
  };
  bind('ScanStart', true);
  bind('ScanStop', false);
  const say = createVoice(opcua, autoId, reader, scanEvent);
  let timer: NodeJS.Timeout | undefined;

  const scan = (reads: readonly TagReading[]): number => {
    if (!isScanning) return 0;
    for (const { ScanResult } of writeScan(reads)) {
      if (hasEvents) say.event(ScanResult.map(say.result));
      else for (const result of ScanResult) say.last(result);
    }
    return reads.length;
  };
  const pause = (): void => clearInterval(timer);
  return {
    isScanning: () => isScanning,
    scan,
    play(readsPerSecond, next) {
      pause();
      let owed = 0;
      timer = setInterval(() => {
        owed += (readsPerSecond * TICK_MS) / 1_000;
        const reads = Array.from({ length: Math.floor(owed) }, next);
        owed -= reads.length;
        if (reads.length > 0) scan(reads);
      }, TICK_MS);
    },
    pause,
  };
}

type Result = ReturnType<typeof writeScan>[number]['ScanResult'][number];

/** Scan results in the structures of the standard. */
function createVoice(opcua: Opcua, autoId: number, reader: UAObject, scanEvent: Parameters<UAObject['raiseEvent']>[0]) {
  const { addressSpace } = reader;
  const { DataType, VariantArrayType } = opcua;
  const construct = (node: number, fields: Record<string, unknown>): ExtensionObject => {
    const dataType = addressSpace.findDataType(opcua.makeNodeId(node, autoId));
    if (!dataType) throw new Error('the AutoID node set is not loaded');
    return addressSpace.constructExtensionObject(dataType, fields);
  };
  const bytesOf = ({ ScanData }: Result): Buffer => Buffer.from(ScanData.Epc?.UId ?? ScanData.ByteString ?? '', 'base64');
  const dataOf = ({ ScanData }: Result): Record<string, unknown> =>
    ScanData.Epc
      ? { epc: { PC: ScanData.Epc.PC, uId: Buffer.from(ScanData.Epc.UId, 'base64'), XPC_W1: 0, XPC_W2: 0 } }
      : { byteString: Buffer.from(ScanData.ByteString ?? '', 'base64') };
  const set = (name: string, value: object): void => {
    const node = (reader.getComponentByName(name, autoId) ?? reader.getPropertyByName(name, autoId)) as UAVariable | null;
    node?.setValueFromSource(value);
  };
  return {
    result: (result: Result): ExtensionObject =>
      construct(AUTO_ID_NODES.RfidScanResult, {
        codeType: result.CodeType,
        scanData: dataOf(result),
        timestamp: new Date(result.Timestamp ?? 0),
        sighting: (result.Sighting ?? []).map(({ Antenna = 0, Strength = 0, Timestamp }) => ({
          antenna: Antenna,
          strength: Strength,
          timestamp: new Date(Timestamp ?? result.Timestamp ?? 0),
          currentPowerLevel: 3_000,
        })),
      }),
    event(results: ExtensionObject[]): void {
      reader.raiseEvent(scanEvent, {
        deviceName: { dataType: DataType.String, value: 'Reader' },
        scanResult: { dataType: DataType.ExtensionObject, arrayType: VariantArrayType.Array, value: results },
        message: { dataType: DataType.LocalizedText, value: { text: 'scan' } },
        severity: { dataType: DataType.UInt16, value: 100 },
      });
    },
    last(result: Result): void {
      const [sighting] = result.Sighting ?? [];
      set('LastScanAntenna', { dataType: DataType.Int32, value: sighting?.Antenna ?? 0 });
      set('LastScanRSSI', { dataType: DataType.Int32, value: sighting?.Strength ?? 0 });
      set('LastScanTimestamp', { dataType: DataType.DateTime, value: new Date(result.Timestamp ?? 0) });
      // Plain bytes, as most readers without events have it: the PC word has no place there.
      set('LastScanData', { dataType: DataType.ByteString, value: bytesOf(result) });
    },
  };
}
