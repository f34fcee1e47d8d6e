import { bytesOf, u16, u32 } from './message.ts';
import { IMPINJ, IMPINJ_SUBTYPE, PARAMETER } from './numbers.ts';
import { custom, type Parameter, readCustom, readParameters, tlv } from './parameters.ts';

/** What a reader shall do: its radio settings, when it begins and ends, and what it reports. */
export interface RoSpec {
  readonly id: number;
  /** `immediate`: as soon as it is enabled; `when-told`: at START_ROSPEC. */
  readonly start: 'immediate' | 'when-told';
  /** Ends by itself after this time, ms; null = runs until it is stopped. */
  readonly stopAfterMs: number | null;
  /** 1-based ports; empty = all that the reader has. */
  readonly antennas: readonly number[];
  /** A name for the radio settings that reports could refer to. */
  readonly inventoryId: number;
  /** Gen2 session 0 to 3. */
  readonly session: number;
  /** Tags in view that the reader should expect. */
  readonly population: number;
  /** Index of the RF mode; null = the reader's own choice. */
  readonly mode: number | null;
  /** Null = as the reader stands. */
  readonly transmitter: { readonly hopTable: number; readonly channel: number; readonly power: number } | null;
  /** `each-tag`: a report per tag read, with antenna, channel, signal, time and count. Null = as the reader stands. */
  readonly report: 'each-tag' | 'each-tag-impinj' | null;
}

const GEN2 = 1;
/** A report after so many tags or at the end of the inventory. */
const AFTER_TAGS = 1;
/** Antenna, channel, signal, first seen, count. @see LLRP 1.0.1, 13.2.2 (bits from the left: ROSpecID ... AccessSpecID) */
const CONTENT = 0x1000 | 0x0800 | 0x0400 | 0x0200 | 0x0080;
const ON = bytesOf(2, 1);

/** The parameter that ADD_ROSPEC carries. */
export function writeRoSpec(spec: RoSpec): Buffer {
  const { stopAfterMs, antennas } = spec;
  const ports = antennas.length === 0 ? [0] : antennas;
  return tlv(
    PARAMETER.RO_SPEC,
    // Priority 0, the highest; disabled until it is enabled.
    ...[bytesOf(4, spec.id), bytesOf(1, 0), bytesOf(1, 0)],
    tlv(
      PARAMETER.RO_BOUNDARY_SPEC,
      tlv(PARAMETER.RO_SPEC_START_TRIGGER, bytesOf(1, spec.start === 'immediate' ? 1 : 0)),
      tlv(PARAMETER.RO_SPEC_STOP_TRIGGER, bytesOf(1, stopAfterMs === null ? 0 : 1), bytesOf(4, stopAfterMs ?? 0)),
    ),
    tlv(
      PARAMETER.AI_SPEC,
      ...[bytesOf(2, ports.length), ...ports.map((port) => bytesOf(2, port))],
      tlv(PARAMETER.AI_SPEC_STOP_TRIGGER, bytesOf(1, 0), bytesOf(4, 0)),
      tlv(
        PARAMETER.INVENTORY_PARAMETER_SPEC,
        ...[bytesOf(2, spec.inventoryId), bytesOf(1, GEN2)],
        ...ports.map((port) => writeAntenna(port, spec)),
      ),
    ),
    ...(spec.report === null ? [] : [writeReportSpec(spec.report)]),
  );
}

const writeAntenna = (port: number, { session, population, mode, transmitter }: RoSpec): Buffer =>
  tlv(
    PARAMETER.ANTENNA_CONFIGURATION,
    bytesOf(2, port),
    ...(transmitter === null
      ? []
      : [tlv(PARAMETER.RF_TRANSMITTER, bytesOf(2, transmitter.hopTable), bytesOf(2, transmitter.channel), bytesOf(2, transmitter.power))]),
    tlv(
      PARAMETER.C1G2_INVENTORY_COMMAND,
      bytesOf(1, 0),
      // Tari 0: the one of the mode.
      ...(mode === null ? [] : [tlv(PARAMETER.C1G2_RF_CONTROL, bytesOf(2, mode), bytesOf(2, 0))]),
      tlv(PARAMETER.C1G2_SINGULATION_CONTROL, bytesOf(1, session << 6), bytesOf(2, population), bytesOf(4, 0)),
    ),
  );

const writeReportSpec = (report: 'each-tag' | 'each-tag-impinj'): Buffer =>
  tlv(
    PARAMETER.RO_REPORT_SPEC,
    ...[bytesOf(1, AFTER_TAGS), bytesOf(2, 1)],
    tlv(PARAMETER.TAG_REPORT_CONTENT_SELECTOR, bytesOf(2, CONTENT)),
    ...(report === 'each-tag-impinj'
      ? [
          custom(
            IMPINJ,
            IMPINJ_SUBTYPE.TAG_REPORT_CONTENT_SELECTOR,
            custom(IMPINJ, IMPINJ_SUBTYPE.ENABLE_PHASE, ON),
            custom(IMPINJ, IMPINJ_SUBTYPE.ENABLE_PEAK_RSSI, ON),
          ),
        ]
      : []),
  );

/** Reads back what `writeRoSpec` wrote, as far as a reader of one kind of inventory needs it; null for anything else. */
export function readRoSpec(bytes: Uint8Array): RoSpec | null {
  const [spec] = inside(bytes, { type: 0, from: 0, to: bytes.length }, 0);
  if (spec?.type !== PARAMETER.RO_SPEC) return null;
  const [boundary, inventory, reporting] = [PARAMETER.RO_BOUNDARY_SPEC, PARAMETER.AI_SPEC, PARAMETER.RO_REPORT_SPEC].map((wanted) =>
    inside(bytes, spec, 6).find(({ type }) => type === wanted),
  );
  if (!boundary || !inventory) return null;
  const [start, stop] = inside(bytes, boundary, 0);
  const count = u16(bytes, inventory.from);
  const ports = Array.from({ length: count }, (_, port) => u16(bytes, inventory.from + 2 + port * 2));
  const parameters = inside(bytes, inventory, 2 + count * 2).find(({ type }) => type === PARAMETER.INVENTORY_PARAMETER_SPEC);
  const antenna = parameters && inside(bytes, parameters, 3)[0];
  if (!start || !stop || !parameters || !antenna) return null;
  return {
    id: u32(bytes, spec.from),
    start: bytes[start.from] === 1 ? 'immediate' : 'when-told',
    stopAfterMs: bytes[stop.from] === 1 ? u32(bytes, stop.from + 1) : null,
    antennas: ports.filter((port) => port !== 0),
    inventoryId: u16(bytes, parameters.from),
    ...readAntenna(bytes, antenna),
    report: reporting ? (asksImpinj(bytes, reporting) ? 'each-tag-impinj' : 'each-tag') : null,
  };
}

function readAntenna(bytes: Uint8Array, antenna: Parameter): Pick<RoSpec, 'session' | 'population' | 'mode' | 'transmitter'> {
  const parts = inside(bytes, antenna, 2);
  const radio = parts.find(({ type }) => type === PARAMETER.RF_TRANSMITTER);
  const command = parts.find(({ type }) => type === PARAMETER.C1G2_INVENTORY_COMMAND);
  const controls = command ? inside(bytes, command, 1) : [];
  const mode = controls.find(({ type }) => type === PARAMETER.C1G2_RF_CONTROL);
  const singulation = controls.find(({ type }) => type === PARAMETER.C1G2_SINGULATION_CONTROL);
  return {
    session: singulation ? (bytes[singulation.from] ?? 0) >> 6 : 0,
    population: singulation ? u16(bytes, singulation.from + 1) : 0,
    mode: mode ? u16(bytes, mode.from) : null,
    transmitter: radio
      ? { hopTable: u16(bytes, radio.from), channel: u16(bytes, radio.from + 2), power: u16(bytes, radio.from + 4) }
      : null,
  };
}

const asksImpinj = (bytes: Uint8Array, reporting: Parameter): boolean =>
  inside(bytes, reporting, 3).some((part) => part.type === PARAMETER.CUSTOM && readCustom(bytes, part)?.vendor === IMPINJ);

/** The parameters inside another one, after its fixed fields; none when they cannot be read. */
function inside(bytes: Uint8Array, { from, to }: Parameter, fields: number): readonly Parameter[] {
  const parameters = readParameters(bytes, Math.min(from + fields, to), to);
  return typeof parameters === 'string' ? [] : parameters;
}
