/** How kind the radio world is. Own values of the simulator, chosen for plausibility; the gateway never sees them. */
export interface RadioPreset {
  readonly name: string;
  /** RSSI of a well-placed tag 1 m from the antenna, dBm. */
  readonly rssiAtOneMetre: number;
  /** Power in hand over the tag's turn-on at 1 m, dB, one way. */
  readonly marginAtOneMetre: number;
  /** Deviation of the one-way shadow that belongs to a tag's place and an antenna, dB. */
  readonly shadow: number;
  /** Deviation of the slow one-way fading, dB, and how long it lasts. */
  readonly fading: number;
  readonly fadingSeconds: number;
  /** Deviation from read to read, dB. */
  readonly noise: number;
  /** One-way loss of a tag in the hand or the bag, and of a card in a wallet, dB. */
  readonly handLoss: number;
  readonly walletLoss: number;
  /** One-way loss of goods behind a standing person, dB. */
  readonly bodyLoss: number;
  /** Weakest answer that a reader hears, dBm. */
  readonly readerFloor: number;
  /** Reads per second of one reader that watches shelves; a gate reader is this much faster. */
  readonly readsPerSecond: number;
  readonly gateFactor: number;
  /** Most reads per second of one tag: sessions S2 at shelves, S0 at gates. */
  readonly shelfRate: number;
  readonly gateRate: number;
  /** Share of reads that are answers from far away by some reflection. */
  readonly strays: number;
  /** Share of tags that never answer. */
  readonly deadTags: number;
  /** Reader outages per reader and hour, and their length. */
  readonly outagesPerHour: number;
  readonly outageSeconds: number;
  /** Deviation of the readers' clocks, ms, and of their drift, ms per hour. */
  readonly clockOffsetMs: number;
  readonly clockDriftMsPerHour: number;
  /** Chance that the door counter misses a person, alone and in a group. */
  readonly counterMiss: number;
  readonly counterMissInGroup: number;
  /** Multiplies the scenario's arrivals. */
  readonly arrivals: number;
}

const realistic: RadioPreset = {
  name: 'realistic',
  rssiAtOneMetre: -47,
  marginAtOneMetre: 14,
  shadow: 2.2,
  fading: 1.2,
  fadingSeconds: 6,
  noise: 0.9,
  handLoss: 4,
  walletLoss: 6,
  bodyLoss: 3,
  readerFloor: -83,
  readsPerSecond: 70,
  gateFactor: 3,
  shelfRate: 0.5,
  gateRate: 6,
  strays: 0.004,
  deadTags: 0.008,
  outagesPerHour: 0.05,
  outageSeconds: 40,
  clockOffsetMs: 300,
  clockDriftMsPerHour: 40,
  counterMiss: 0.02,
  counterMissInGroup: 0.1,
  arrivals: 1,
};

export const presets: Readonly<Record<string, RadioPreset>> = {
  easy: {
    ...realistic,
    name: 'easy',
    shadow: 1.2,
    fading: 0.6,
    noise: 0.5,
    handLoss: 2.5,
    walletLoss: 3,
    bodyLoss: 1.5,
    readsPerSecond: 120,
    shelfRate: 0.8,
    strays: 0.0005,
    deadTags: 0,
    outagesPerHour: 0,
    clockOffsetMs: 20,
    clockDriftMsPerHour: 2,
    counterMiss: 0,
    counterMissInGroup: 0.02,
  },
  realistic,
  hard: {
    ...realistic,
    name: 'hard',
    shadow: 3.5,
    fading: 2.2,
    noise: 1.5,
    handLoss: 6.5,
    walletLoss: 9,
    bodyLoss: 5,
    readsPerSecond: 40,
    shelfRate: 0.3,
    strays: 0.02,
    deadTags: 0.02,
    outagesPerHour: 0.4,
    clockOffsetMs: 1_500,
    clockDriftMsPerHour: 300,
    counterMiss: 0.05,
    counterMissInGroup: 0.2,
  },
  crowded: { ...realistic, name: 'crowded', readsPerSecond: 60, arrivals: 3 },
};
