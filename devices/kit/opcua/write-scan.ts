import type { TagRead } from '../../../gateway/domain/readings.ts';
import { SCAN_DATA, type ScanJson, type ScanResultJson } from './auto-id.ts';

/** Results per event, as readers bundle them. */
const RESULTS_PER_EVENT = 50;

/** A read as a scan result with one sighting; without a PC word it is raw bytes. TID, counts and phases have no place there. */
function toResult(read: TagRead): ScanResultJson {
  const Timestamp = new Date(read.reportedAt ?? read.at).toISOString();
  const { epc, detail, rssi, antenna } = read;
  const strength = rssi === null ? detail?.rssiRaw : Math.round(rssi);
  const bytes = Buffer.from(epc, 'hex').toString('base64');
  const sighting = { ...(antenna === 0 ? {} : { Antenna: antenna }), ...(strength === undefined ? {} : { Strength: strength }) };
  return {
    CodeType: detail?.pcHex === undefined ? 'RAW:BYTES' : 'EPC',
    ScanData:
      detail?.pcHex === undefined
        ? { switchField: SCAN_DATA.byteString, ByteString: bytes }
        : { switchField: SCAN_DATA.epc, Epc: { PC: Number.parseInt(detail.pcHex, 16), UId: bytes } },
    Timestamp,
    ...(Object.keys(sighting).length === 0 ? {} : { Sighting: [{ ...sighting, Timestamp }] }),
  };
}

export function writeScan(reads: readonly TagRead[]): readonly ScanJson[] {
  return Array.from({ length: Math.ceil(reads.length / RESULTS_PER_EVENT) }, (_, index) => ({
    ScanResult: reads.slice(index * RESULTS_PER_EVENT, (index + 1) * RESULTS_PER_EVENT).map(toResult),
  }));
}
