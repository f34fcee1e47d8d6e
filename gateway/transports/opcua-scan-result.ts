import { SCAN_DATA, type ScanResultJson } from '../../devices/kit/opcua/auto-id.ts';

type Fields = Readonly<Record<string, unknown>>;
type ScanData = ScanResultJson['ScanData'];

/** node-opcua names the fields of a structure with a small first letter, but leaves capitals like `PC` alone. */
function fieldsOf(value: unknown): Fields | null {
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toLowerCase(), inner]));
}

const numbers = (fields: Fields, names: readonly string[]): Record<string, number> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = fields[name.toLowerCase()];
      return typeof value === 'number' && Number.isFinite(value) ? [[name, value]] : [];
    }),
  );

const timeOf = (value: unknown): { readonly Timestamp?: string } =>
  value instanceof Date && Number.isFinite(value.getTime()) ? { Timestamp: value.toISOString() } : {};

/** A decoded `RfidScanResult` in JSON; null for something else. Locations and what makers add are left out. */
export function toScanResult(value: unknown): ScanResultJson | null {
  const fields = fieldsOf(value);
  const data = toScanData(fields?.scandata);
  if (fields === null || data === null || typeof fields.codetype !== 'string') return null;
  const sightings = Array.isArray(fields.sighting) ? fields.sighting : [];
  return {
    CodeType: fields.codetype,
    ScanData: data.json,
    ...timeOf(fields.timestamp),
    Sighting: sightings.map((sighting: unknown) => {
      const own = fieldsOf(sighting) ?? {};
      return { ...numbers(own, ['Antenna', 'Strength']), ...timeOf(own.timestamp), ...numbers(own, ['CurrentPowerLevel']) };
    }),
  };
}

/** The union, or plain bytes or text where a server leaves the union out; `codeType` is what it most likely is. */
export function toScanData(value: unknown): { readonly json: ScanData; readonly codeType: string } | null {
  const bytes = (bare: Uint8Array) => ({
    codeType: 'RAW:BYTES',
    json: { switchField: SCAN_DATA.byteString, ByteString: Buffer.from(bare).toString('base64') },
  });
  const text = (bare: string) => ({ codeType: 'RAW:STRING', json: { switchField: SCAN_DATA.string, String: bare } });
  if (value instanceof Uint8Array) return bytes(value);
  if (typeof value === 'string') return text(value);
  const fields = fieldsOf(value);
  if (fields === null) return null;
  if (fields.bytestring instanceof Uint8Array) return bytes(fields.bytestring);
  if (typeof fields.string === 'string') return text(fields.string);
  const epc = fieldsOf(fields.epc);
  if (epc !== null && epc.uid instanceof Uint8Array && typeof epc.pc === 'number') {
    const words = numbers(epc, ['XPC_W1', 'XPC_W2']);
    const json = { switchField: SCAN_DATA.epc, Epc: { PC: epc.pc, UId: Buffer.from(epc.uid).toString('base64'), ...words } };
    return { codeType: 'EPC', json };
  }
  return fields.custom === undefined ? null : { codeType: 'CUSTOM', json: { switchField: SCAN_DATA.custom } };
}
