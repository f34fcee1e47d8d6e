import { z } from 'zod';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { accepted, isRefusal, nothing, startDecoding } from '../kit/decoding.ts';
import { type Decoded, type DeviceMessage, type DriverContext, defineDevice } from '../kit/define-device.ts';
import { EXAMPLE_RECEIVED_AT } from '../kit/example-time.ts';
import { isObject, readJson, refuse } from '../kit/json.ts';
import { SCAN_DATA } from '../kit/opcua/auto-id.ts';
import { commandNodes } from '../kit/opcua/command-nodes.ts';
import { readNodeValue } from '../kit/opcua/read-node-value.ts';
import { readScanResult } from '../kit/opcua/read-scan.ts';
import { writeScan } from '../kit/opcua/write-scan.ts';
import { pickQuantities } from '../kit/quantities.ts';

const MAX_RESULTS = 1_000;
const settings = z.strictObject({
  strength: z
    .enum(['auto', 'dbm', 'cdbm', 'raw'])
    .default('auto')
    .describe('Unit of the signal strength, which the standard leaves open; `auto` takes -120 to -1 as dBm and all else as a raw level'),
  pcInBytes: z.boolean().default(false).describe('Byte strings begin with the PC word, as some readers send them'),
});
type Settings = z.output<typeof settings>;

/** The results of one scan event; variables of the reader that store.yaml also watches come as values of their own. */
function decode(message: DeviceMessage, { settings: told, memory }: DriverContext<Settings>): Decoded {
  const json = readJson(message.bytes);
  if (!json.ok) return json;
  if (!isObject(json.value)) return refuse('wrong-type', 'expected an object');
  const decoding = startDecoding(message);
  const { ScanResult: results, ...rest } = json.value;
  if (results === undefined && rest.as !== undefined) return readNodeValue(json.value, decoding, { memory, oneWay: false });
  if (!Array.isArray(results)) return refuse('unknown-shape', 'ScanResult: expected a list');
  if (results.length > MAX_RESULTS) return refuse('too-many', `more than ${MAX_RESULTS} results`);
  decoding.unknownKeys += Object.keys(rest).length;
  const reads: TagRead[] = [];
  for (const result of results) {
    const found = isObject(result) ? readScanResult(result, decoding, told) : refuse('wrong-type', 'ScanResult: expected objects');
    if (isRefusal(found)) return found;
    if (found !== null) reads.push(...found);
    if (reads.length > MAX_RESULTS) return refuse('too-many', `more than ${MAX_RESULTS} sightings`);
  }
  if (reads.length > 0) return accepted(decoding, reads);
  return nothing(decoding, results.length === 0 ? 'no-tag' : 'other-code');
}

const at = EXAMPLE_RECEIVED_AT - 1_000;
const Timestamp = '2026-01-15T09:00:00.000Z';
const epc = '30340242201D884000000001';
const UId = 'MDQCQiAdiEAAAAAB';
const read = { at, reportedAt: at, kind: 'tag', epc, antenna: 0, rssi: null, tid: null, count: 1, detail: null };
const detail = { pcHex: '3000' };
const bytes = (ByteString: string) => ({ switchField: SCAN_DATA.byteString, ByteString });
const union = (PC: number, id = UId) => ({ switchField: SCAN_DATA.epc, Epc: { PC, UId: id } });
const text = (said: string) => ({ switchField: SCAN_DATA.string, String: said });
const scan = (CodeType: string, ScanData: object, rest: object = {}) => ({ ScanResult: [{ CodeType, ScanData, Timestamp, ...rest }] });

/**
 * RFID readers with OPC UA for AutoID: the gateway's OPC UA client starts the scanning and makes a frame of each scan event,
 * names as in the standard, byte strings in base64.
 * @see OPC 30010 (AutoID) 1.01, 9.3.12 RfidScanResult, 9.4.2 ScanData
 */
export const opcuaAutoid = defineDevice({
  driver: 'opcua-autoid',
  family: 'opcua-autoid',
  role: 'reader',
  vendor: 'OPC Foundation',
  models: ['RFID readers with OPC UA for AutoID (OPC 30010)'],
  description: 'OPC UA for AutoID: scan events of RFID readers',
  transports: ['opcua'],
  topics: [],
  quantities: pickQuantities('antenna', 'rssi'),
  isPersonal: true,
  settings,
  decode,
  encode: (readings) =>
    writeScan(readings.filter((reading) => reading.kind === 'tag')).map((json) => ({
      topic: '',
      bytes: Buffer.from(JSON.stringify(json)),
    })),
  command: commandNodes,
  examples: [
    {
      name: 'an EPC with its PC word, seen by two antennas',
      payload: scan('EPC', union(0x3000), {
        Sighting: [
          { Antenna: 1, Strength: -57, Timestamp, CurrentPowerLevel: 3_000 },
          { Antenna: 2, Strength: -63, Timestamp: '2026-01-15T09:00:00.500Z', CurrentPowerLevel: 3_000 },
        ],
      }),
      readings: [
        { ...read, antenna: 1, rssi: -57, detail },
        { ...read, at: at + 500, reportedAt: at + 500, antenna: 2, rssi: -63, detail },
      ],
    },
    {
      name: 'a byte string without a sighting; the time is that of the scan',
      payload: scan('RAW:BYTES', bytes(UId)),
      readings: [read],
    },
    {
      name: 'the PC word glued to the bytes',
      settings: { pcInBytes: true },
      payload: scan('UII', bytes('MAAwNAJCIB2IQAAAAAE=')),
      readings: [{ ...read, detail }],
    },
    { name: 'hex text', payload: scan('EPC', text(epc.toLowerCase()), { Sighting: [] }), readings: [read] },
    {
      name: 'a level that is no dBm, and a time that is none',
      payload: scan('EPC', union(0), { Sighting: [{ Antenna: 3, Strength: 178, Timestamp: '1601-01-01T00:00:00.000Z' }] }),
      readings: [{ ...read, antenna: 3, detail: { rssiRaw: 178 } }],
    },
    {
      name: 'the checksum behind the identity is cut off',
      payload: scan('EPC', union(0x3000, 'MDQCQiAdiEAAAAABq80=')),
      readings: [{ ...read, detail }],
    },
    { name: 'a barcode', payload: scan('CODE128', text('4006381333931')), readings: [] },
    { name: 'raw text that is no identity', payload: scan('RAW:STRING', text('shelf 4')), readings: [] },
    { name: 'nothing in the field', payload: { ScanResult: [] }, readings: [] },
    { name: 'an identity of half a word', payload: scan('EPC', union(0x3000, 'MDQC')), readings: [], rejected: 'bad-epc' },
    {
      name: 'stronger than any tag',
      settings: { strength: 'cdbm' },
      payload: scan('EPC', union(0x3000), { Sighting: [{ Antenna: 1, Strength: 5_750 }] }),
      readings: [],
      rejected: 'out-of-range',
    },
    { name: 'JSON of something else', payload: { temperature: 21 }, readings: [], rejected: 'unknown-shape' },
  ],
});
