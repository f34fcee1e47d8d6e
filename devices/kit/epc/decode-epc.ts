import { BINARY_SCHEMES } from './binary-schemes.ts';
import { type BitReader, createBitReader } from './bits.ts';
import { type BinaryCode, decodeBinary, readField } from './decode-binary.ts';
import { decodePlus, PLUS_SCHEMES } from './decode-plus.ts';
import { decodeAdiVar, decodeCpiVar, decodeItip, decodeUsDod, type ForeignCode } from './decode-variable.ts';
import { isFactoryEpc } from './factory-epc.ts';
import { type Gs1Key, toDigitalLinkPath, toElementString } from './gs1-key.ts';

/** Everything that an EPC says of itself. What it does not say is null. */
export interface EpcFacts {
  /** `sgtin-96`, `sscc+` ...; null when it is not a GS1 code, or a damaged one. */
  readonly scheme: string | null;
  /** The first byte: `0x30`. */
  readonly header: string;
  readonly filter: number | null;
  /** Only of codes that know their company prefix, i.e. not of the `+` schemes; so is `pureUri`. */
  readonly tagUri: string | null;
  readonly pureUri: string | null;
  readonly elementString: string | null;
  readonly digitalLinkPath: string | null;
  /** At id.gs1.org; null for `++` schemes, whose domain stands in the code. */
  readonly digitalLink: string | null;
  readonly gtin14: string | null;
  readonly serial: string | null;
  /** Of a location; `0` means none. */
  readonly extension: string | null;
  readonly sscc18: string | null;
  /** Of a recipient (8018) or provider (8017) of services. */
  readonly gsrn18: string | null;
  readonly gln13: string | null;
  /** `gs1`: names one thing. `factory`: never encoded, shared by many tags. `other`: anything else. */
  readonly identity: 'gs1' | 'factory' | 'other';
  /** True for the number of a recipient of services: such a tag may be a customer's card. */
  readonly loyaltyCandidate: boolean;
}

/** Decodes hex digits of any case. Never throws: what is no valid code comes back with scheme null. @see GS1 EPC Tag Data Standard 2.3 */
export function decodeEpc(hex: string): EpcFacts {
  const header = hex.slice(0, 2).toUpperCase();
  const unknown = { ...NOTHING, header: `0x${header}`, identity: isFactoryEpc(hex.toUpperCase()) ? 'factory' : 'other' } as const;
  const bits = createBitReader(hex);
  const byte = Number(bits?.take(8) ?? -1n);
  if (bits === null || byte < 0) return unknown;
  if (byte === 0x35) return { ...unknown, ...decodeGid(bits.take(28), bits.take(24), bits.take(36)) };
  const foreign = FOREIGN.get(byte);
  if (foreign !== undefined) return { ...unknown, ...factsOfForeign(foreign(bits)) };
  const binary = BINARY_SCHEMES.get(byte);
  const read = binary === undefined ? OTHER_BINARY.get(byte) : ([binary.scheme, (rest: BitReader) => decodeBinary(binary, rest)] as const);
  if (read !== undefined) {
    const [scheme, decode] = read;
    const code = decode(bits);
    if (code === null) return unknown;
    return {
      ...unknown,
      ...factsOfKey(code.key, code.serial),
      scheme,
      filter: code.filter,
      tagUri: `urn:epc:tag:${scheme}:${code.filter}.${code.uriBody}`,
      pureUri: `urn:epc:id:${code.key.kind}:${code.uriBody}`,
      identity: unknown.identity === 'factory' ? 'factory' : 'gs1',
    };
  }
  const plus = PLUS_SCHEMES.get(byte);
  const code = plus === undefined ? null : decodePlus(plus, bits);
  if (plus === undefined || code === null) return unknown;
  const facts = factsOfKey(code.key, code.serial);
  const digitalLink = plus.scheme.endsWith('++') ? null : facts.digitalLink;
  return { ...unknown, ...facts, digitalLink, scheme: plus.scheme, filter: code.filter, identity: 'gs1' };
}

/** Schemes of GS1 keys without a partition table of the usual form, by header byte. */
const OTHER_BINARY: ReadonlyMap<number, readonly [scheme: string, decode: (bits: BitReader) => BinaryCode | null]> = new Map([
  [0x3d, ['cpi-var', decodeCpiVar]],
  [0x40, ['itip-110', (bits: BitReader) => decodeItip(bits, (rest) => readField(rest, 'number', 38, 12))]],
  [0x41, ['itip-212', (bits: BitReader) => decodeItip(bits, (rest) => readField(rest, 'text', 140, 20))]],
]);
/** Schemes whose numbers others than GS1 give out, by header byte. */
const FOREIGN: ReadonlyMap<number, (bits: BitReader) => ForeignCode | null> = new Map([
  [0x2f, decodeUsDod],
  [0x3b, decodeAdiVar],
]);

function factsOfForeign(code: ForeignCode | null): Partial<EpcFacts> {
  if (code === null) return {};
  const { scheme, filter, uriBody, serial } = code;
  const kind = scheme.slice(0, scheme.indexOf('-'));
  return { scheme, filter, serial, tagUri: `urn:epc:tag:${scheme}:${filter}.${uriBody}`, pureUri: `urn:epc:id:${kind}:${uriBody}` };
}

const NOTHING: EpcFacts = {
  scheme: null,
  header: '',
  filter: null,
  tagUri: null,
  pureUri: null,
  elementString: null,
  digitalLinkPath: null,
  digitalLink: null,
  gtin14: null,
  serial: null,
  extension: null,
  sscc18: null,
  gsrn18: null,
  gln13: null,
  identity: 'other',
  loyaltyCandidate: false,
};

function factsOfKey(key: Gs1Key, serial: string | null) {
  const digitalLinkPath = toDigitalLinkPath(key);
  return {
    elementString: toElementString(key),
    digitalLinkPath,
    digitalLink: `https://id.gs1.org${digitalLinkPath}`,
    gtin14: key.kind === 'sgtin' ? key.value : null,
    serial: key.kind === 'sgln' ? null : serial,
    extension: key.kind === 'sgln' ? serial : null,
    sscc18: key.kind === 'sscc' ? key.value : null,
    gsrn18: key.kind === 'gsrn' || key.kind === 'gsrnp' ? key.value : null,
    gln13: key.kind === 'sgln' ? key.value : null,
    loyaltyCandidate: key.kind === 'gsrn',
  };
}

/** General identifiers are numbers without a GS1 key. @see TDS 14.6.9 */
function decodeGid(manager: bigint | null, objectClass: bigint | null, serial: bigint | null): Partial<EpcFacts> {
  if (manager === null || objectClass === null || serial === null) return {};
  const body = `${manager}.${objectClass}.${serial}`;
  return { scheme: 'gid-96', tagUri: `urn:epc:tag:gid-96:${body}`, pureUri: `urn:epc:id:gid:${body}`, serial: `${serial}` };
}
