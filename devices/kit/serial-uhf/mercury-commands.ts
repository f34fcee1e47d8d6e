import { pair } from './frames.ts';
import { mercuryCommand } from './mercury-frame.ts';

export const OPCODE = {
  version: 0x03,
  boot: 0x04,
  readSingle: 0x21,
  readMultiple: 0x22,
  continuous: 0x2f,
  setAntennas: 0x91,
  setReadPower: 0x92,
  setProtocol: 0x93,
  setRegion: 0x97,
} as const;

const GEN2 = 0x05;
const REGION_CODES = {
  'north-america': 0x01,
  japan: 0x05,
  china: 0x06,
  europe: 0x08,
  korea: 0x09,
  australia: 0x0b,
  'new-zealand': 0x0c,
  'north-america-2': 0x0d,
} as const;
export type MercuryRegion = keyof typeof REGION_CODES;
export const MERCURY_REGIONS = Object.keys(REGION_CODES) as [MercuryRegion, ...MercuryRegion[]];

/** Our side of the talk, a frame each. */
export const mercuryCommands = {
  version: (): Uint8Array => mercuryCommand(OPCODE.version),
  /** Leaves the boot loader. */
  boot: (): Uint8Array => mercuryCommand(OPCODE.boot),
  readSingle: (timeoutMs: number): Uint8Array => mercuryCommand(OPCODE.readSingle, pair(timeoutMs)),
  /**
   * Every read of all antennas of the list, without end. Inside: continue for ever (1), read multiple (22) with Gen2 (05),
   * streamed over the list of antennas (001B), 1000 ms a round, all that the module knows of a read (01FF).
   */
  readContinuously: (): Uint8Array =>
    mercuryCommand(OPCODE.continuous, [
      0,
      0,
      1,
      OPCODE.readMultiple,
      0,
      0,
      GEN2,
      7,
      OPCODE.readMultiple,
      0x10,
      0,
      0x1b,
      0x03,
      0xe8,
      1,
      0xff,
    ]),
  stop: (): Uint8Array => mercuryCommand(OPCODE.continuous, [0, 0, 2]),
  /** 1-based ports, each for sending and hearing; one port is set as such, several as a list (2). */
  setAntennas: (antennas: readonly number[]): Uint8Array => {
    const ports = antennas.flatMap((antenna) => [antenna, antenna]);
    return mercuryCommand(OPCODE.setAntennas, antennas.length === 1 ? ports : [2, ...ports]);
  },
  setReadPower: (dbm: number): Uint8Array => mercuryCommand(OPCODE.setReadPower, pair(Math.round(dbm * 100))),
  useGen2: (): Uint8Array => mercuryCommand(OPCODE.setProtocol, [0, GEN2]),
  setRegion: (region: MercuryRegion): Uint8Array => mercuryCommand(OPCODE.setRegion, [REGION_CODES[region]]),
};
