/**
 * The words of OPC UA for AutoID (OPC 30010 1.01) that transport, driver and simulator share. Nodes are numbers within the
 * namespace; its index differs from server to server and is looked up by the URI.
 * @see Opc.Ua.AutoID.NodeSet2.xml
 */
export const AUTO_ID_NAMESPACE = 'http://opcfoundation.org/UA/AutoID/';

export const AUTO_ID_NODES = {
  AutoIdDeviceType: 1001,
  RfidReaderDeviceType: 1003,
  RfidScanEventType: 1006,
  RfidScanResult: 3007,
  ScanSettings: 3010,
  ScanData: 3020,
} as const;

/** Which member of the union ScanData is there. 0 would be none. */
export const SCAN_DATA = { byteString: 1, string: 2, epc: 3, custom: 4 } as const;

/** OPC UA counts from 1601 and says the beginning where there is no time. */
export const NO_TIME = -11_644_473_600_000;

/** One `RfidScanResult` as we write it in JSON: names as in the standard, byte strings in base64, times in RFC 3339. */
export interface ScanResultJson {
  readonly CodeType: string;
  readonly ScanData: {
    readonly switchField: number;
    readonly ByteString?: string;
    readonly String?: string;
    readonly Epc?: { readonly PC: number; readonly UId: string; readonly XPC_W1?: number; readonly XPC_W2?: number };
  };
  readonly Timestamp?: string;
  readonly Sighting?: readonly SightingJson[];
}

interface SightingJson {
  readonly Antenna?: number;
  readonly Strength?: number;
  readonly Timestamp?: string;
  readonly CurrentPowerLevel?: number;
}

/** One frame: the scan results of one event. */
export interface ScanJson {
  readonly ScanResult: readonly ScanResultJson[];
}
