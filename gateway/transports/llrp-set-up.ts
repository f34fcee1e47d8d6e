import { type Capabilities, choosePower, readCapabilities } from '../../devices/kit/llrp/capabilities.ts';
import { bytesOf } from '../../devices/kit/llrp/message.ts';
import { IMPINJ, IMPINJ_SUBTYPE, MESSAGE } from '../../devices/kit/llrp/numbers.ts';
import { writeReaderConfig } from '../../devices/kit/llrp/reader-config.ts';
import { type RoSpec, writeRoSpec } from '../../devices/kit/llrp/ro-spec.ts';
import { readStatus } from '../../devices/kit/llrp/status.ts';
import type { LlrpConnection } from './llrp-connection.ts';

/** How the reader shall read; the words of store.yaml. */
export interface LlrpReading {
  /** 1-based ports; empty = all. */
  readonly antennas: readonly number[];
  /** Gen2 session, 0 to 3. */
  readonly session: number;
  /** Tags in view that the reader should expect. */
  readonly population: number;
  /** Transmit power at most, dBm; without it the most that the reader offers. */
  readonly powerDbm?: number | undefined;
  /** Index of the RF mode; without it the reader's own choice. */
  readonly mode?: number | undefined;
  readonly keepaliveS: number;
}

/** Ours; every other one on the reader is deleted, since a reader runs one at a time. */
const RO_SPEC = 1;
/** DELETE_ROSPEC for all of them. */
const ALL = bytesOf(4, 0);
/** GET_READER_CAPABILITIES for everything. */
const EVERYTHING = bytesOf(1, 0);
/** Vendor and subtype stand before the status of a custom answer, bytes. */
const CUSTOM_HEAD = 5;

/**
 * Makes the reader read as store.yaml says, whatever was set up in it before. Rejects with the step and the reader's reason
 * when it does not obey; nothing but the deletion of what may not be there is allowed to fail.
 */
export async function setUpReader(connection: LlrpConnection, reading: LlrpReading): Promise<Capabilities> {
  const ask = async (step: string, type: number, ...parts: readonly Uint8Array[]): Promise<Uint8Array> => {
    const body = await connection.ask(type, ...parts);
    const status = readStatus(body);
    if (status === null) throw new Error(`${step}: the reader's answer has no status`);
    if (status.code !== 0) throw new Error(`the reader refused ${step}: ${status.name} ${status.text}`.trim());
    return body;
  };
  const answer = await ask('GET_READER_CAPABILITIES', MESSAGE.GET_READER_CAPABILITIES, EVERYTHING);
  const capabilities = readCapabilities(answer);
  if (typeof capabilities === 'string') throw new Error(`GET_READER_CAPABILITIES: ${capabilities}`);
  const missing = reading.antennas.find((port) => capabilities.antennas > 0 && port > capabilities.antennas);
  if (missing !== undefined) throw new Error(`antenna ${missing} of store.yaml is not on this reader: it has ${capabilities.antennas}`);
  const isImpinj = capabilities.maker === IMPINJ && (await enableImpinj(connection));
  await connection.ask(MESSAGE.DELETE_ROSPEC, ALL);
  await ask('SET_READER_CONFIG', MESSAGE.SET_READER_CONFIG, writeReaderConfig(Math.round(reading.keepaliveS * 1_000)));
  await ask('ADD_ROSPEC', MESSAGE.ADD_ROSPEC, writeRoSpec(roSpecFor(reading, capabilities, isImpinj)));
  await ask('ENABLE_ROSPEC', MESSAGE.ENABLE_ROSPEC, bytesOf(4, RO_SPEC));
  // A reader that another client told to hold its reports back would stay silent; it gives no answer to this.
  connection.say(MESSAGE.ENABLE_EVENTS_AND_REPORTS);
  return capabilities;
}

/** True when the reader understood; its finer values are welcome, not needed. */
async function enableImpinj(connection: LlrpConnection): Promise<boolean> {
  const subtype = bytesOf(1, IMPINJ_SUBTYPE.ENABLE_EXTENSIONS);
  try {
    const body = await connection.ask(MESSAGE.CUSTOM_MESSAGE, bytesOf(4, IMPINJ), subtype, bytesOf(4, 0));
    return readStatus(body, CUSTOM_HEAD)?.code === 0;
  } catch {
    // Refused with ERROR_MESSAGE, or not answered at all: the standard is enough.
    return false;
  }
}

function roSpecFor(reading: LlrpReading, capabilities: Capabilities, isImpinj: boolean): RoSpec {
  const { hopTable, powers } = capabilities;
  const power = choosePower(powers, reading.powerDbm);
  return {
    id: RO_SPEC,
    start: 'immediate',
    stopAfterMs: null,
    antennas: reading.antennas,
    inventoryId: 1,
    session: reading.session,
    population: reading.population,
    mode: reading.mode ?? null,
    // The first channel of the table; where the reader hops it is not looked at.
    transmitter: power === null ? null : { hopTable: hopTable ?? 0, channel: 1, power: power.index },
    report: isImpinj ? 'each-tag-impinj' : 'each-tag',
  };
}
