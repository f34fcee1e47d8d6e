import { bytesOf, i16, u16, u32 } from './message.ts';
import { IMPINJ, PARAMETER } from './numbers.ts';
import { type Parameter, readParameters, tlv } from './parameters.ts';
import { printable } from './status.ts';

/** What a reader can, as far as it matters here. */
export interface Capabilities {
  /** Ports for antennas. */
  readonly antennas: number;
  /** Private enterprise number of the maker. */
  readonly maker: number;
  /** The maker's number of the model. */
  readonly model: number;
  readonly firmware: string;
  /** Transmit powers by the index that commands name, dBm. */
  readonly powers: readonly { readonly index: number; readonly dbm: number }[];
  /** Id of the first hop table where the rules of the country ask for hopping; null where channels are fixed. */
  readonly hopTable: number | null;
  /** Channel 1, 2, 3 ... in kHz: of that hop table, or the fixed ones. */
  readonly channelsKhz: readonly number[];
}

/** Channels that are believed; regions have 4 to 52. */
const MOST_CHANNELS = 256;

/** The content of a GET_READER_CAPABILITIES_RESPONSE; a text says why it cannot be read. Absent parts are 0 and empty. */
export function readCapabilities(body: Uint8Array): Capabilities | string {
  const top = readParameters(body, 0, body.length);
  if (typeof top === 'string') return top;
  const general = top.find(({ type }) => type === PARAMETER.GENERAL_DEVICE_CAPABILITIES);
  const regulatory = top.find(({ type }) => type === PARAMETER.REGULATORY_CAPABILITIES);
  const device = general ? readGeneral(body, general) : { antennas: 0, maker: 0, model: 0, firmware: '' };
  if (typeof device === 'string') return device;
  const band = regulatory ? readBand(body, regulatory) : { powers: [], hopTable: null, channelsKhz: [] };
  return typeof band === 'string' ? band : { ...device, ...band };
}

function readGeneral(body: Uint8Array, { from, to }: Parameter): Pick<Capabilities, 'antennas' | 'maker' | 'model' | 'firmware'> | string {
  if (to - from < 14) return 'general capabilities are cut short';
  const length = u16(body, from + 12);
  if (from + 14 + length > to) return 'the firmware version runs past its end';
  return {
    antennas: u16(body, from),
    maker: u32(body, from + 4),
    model: u32(body, from + 8),
    firmware: printable(body.subarray(from + 14, from + 14 + length)),
  };
}

function readBand(body: Uint8Array, regulatory: Parameter): Pick<Capabilities, 'powers' | 'hopTable' | 'channelsKhz'> | string {
  // Country and standard stand before the parameters.
  const parts = readParameters(body, Math.min(regulatory.from + 4, regulatory.to), regulatory.to);
  if (typeof parts === 'string') return parts;
  const band = parts.find(({ type }) => type === PARAMETER.UHF_BAND_CAPABILITIES);
  const inBand = band ? readParameters(body, band.from, band.to) : [];
  if (typeof inBand === 'string') return inBand;
  const powers = inBand
    .filter(({ type, from, to }) => type === PARAMETER.TRANSMIT_POWER_LEVEL && to - from >= 4)
    .map(({ from }) => ({ index: u16(body, from), dbm: i16(body, from + 2) / 100 }));
  const information = inBand.find(({ type }) => type === PARAMETER.FREQUENCY_INFORMATION);
  // One byte says whether the reader hops.
  const tables = information ? readParameters(body, Math.min(information.from + 1, information.to), information.to) : [];
  if (typeof tables === 'string') return tables;
  const hop = tables.find(({ type, from, to }) => type === PARAMETER.FREQUENCY_HOP_TABLE && to - from >= 4);
  if (hop) return { powers, hopTable: body[hop.from] ?? 0, channelsKhz: readChannels(body, hop.from + 2, hop.to) };
  const fixed = tables.find(({ type, from, to }) => type === PARAMETER.FIXED_FREQUENCY_TABLE && to - from >= 2);
  return { powers, hopTable: null, channelsKhz: fixed ? readChannels(body, fixed.from, fixed.to) : [] };
}

function readChannels(body: Uint8Array, from: number, to: number): number[] {
  const count = Math.min(u16(body, from), Math.floor((to - from - 2) / 4), MOST_CHANNELS);
  return Array.from({ length: count }, (_, channel) => u32(body, from + 2 + channel * 4));
}

/** Impinj's numbers of its models. */
const IMPINJ_MODELS: Readonly<Record<number, string>> = {
  2001001: 'Speedway R220',
  2001002: 'Speedway R420',
  2001003: 'xPortal',
  2001004: 'xArray WM',
  2001006: 'xArray EAP',
  2001007: 'xArray',
  2001008: 'xSpan',
  2001009: 'Speedway R120',
  2001052: 'R700',
};
const MAKERS: Readonly<Record<number, string>> = { [IMPINJ]: 'Impinj', 161: 'Zebra (Motorola)', 10642: 'Zebra', 17996: 'Alien' };

/** Maker and model in words, as far as they are known; the number of the model always stands with it. */
export function modelName({ maker, model }: Capabilities): string {
  const name = maker === IMPINJ ? IMPINJ_MODELS[model] : undefined;
  return `${MAKERS[maker] ?? `maker ${maker}`} ${name === undefined ? model : `${name} (${model})`}`;
}

/** The entry for at most so many dBm; the weakest one when all are stronger, the strongest without a wish, null without a table. */
export function choosePower(powers: Capabilities['powers'], dbm?: number): Capabilities['powers'][number] | null {
  const sorted = powers.toSorted((a, b) => a.dbm - b.dbm);
  return sorted.findLast((entry) => dbm === undefined || entry.dbm <= dbm) ?? sorted[0] ?? null;
}

/** The answer's parameters after its status, as a reader of the same kind would give them. */
export function writeCapabilities(capabilities: Capabilities): Buffer {
  const { antennas, maker, model, firmware, powers, hopTable, channelsKhz } = capabilities;
  const name = Buffer.from(firmware);
  const channels = [bytesOf(2, channelsKhz.length), ...channelsKhz.map((khz) => bytesOf(4, khz))];
  const table =
    hopTable === null
      ? tlv(PARAMETER.FIXED_FREQUENCY_TABLE, ...channels)
      : tlv(PARAMETER.FREQUENCY_HOP_TABLE, bytesOf(1, hopTable), bytesOf(1, 0), ...channels);
  return Buffer.concat([
    // 0x4000: it has a clock that tells UTC.
    tlv(
      PARAMETER.GENERAL_DEVICE_CAPABILITIES,
      ...[bytesOf(2, antennas), bytesOf(2, 0x4000), bytesOf(4, maker), bytesOf(4, model), bytesOf(2, name.length), name],
    ),
    tlv(
      PARAMETER.REGULATORY_CAPABILITIES,
      bytesOf(4, 0),
      tlv(
        PARAMETER.UHF_BAND_CAPABILITIES,
        ...powers.map(({ index, dbm }) => tlv(PARAMETER.TRANSMIT_POWER_LEVEL, bytesOf(2, index), bytesOf(2, Math.round(dbm * 100)))),
        tlv(PARAMETER.FREQUENCY_INFORMATION, bytesOf(1, hopTable === null ? 0 : 0x80), table),
      ),
    ),
  ]);
}
