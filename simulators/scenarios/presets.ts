/**
 * How kind the radio world and the hardware are. Own values of the simulator, chosen for plausibility; the gateway never sees them.
 * Every seed draws its world around them, see `drawWorld`: an estimator cannot be fitted to one.
 *
 * Where plausibility comes from. Link: EIRP 36 dBm, a tag that turns on at -18 dBm and free space at 915 MHz give about 22 dB in hand at 1 m
 * for a tag that hangs freely; goods, angles and turned-down antennas take some of it. Backscatter falls twice as fast as the power
 * that comes (d^-4 in free space). Fading: Kuester 2010 saw up to 8 dB two way within 2 m. Capacity: vendors say 200 to 1,500 reads/s, usable
 * 200 to 700 of a reader whose antennas all see the same tags; one that turns between shelves and keeps sessions gets less. Never-read
 * tags: 1.2 % technology failures. Counters: 96 % on single people, 78 % on groups in one vendor-side test.
 */
export interface RadioPreset {
  readonly name: string;
  /** RSSI of a well-placed tag 1 m from the antenna, dBm. */
  readonly rssiAtOneMetre: number;
  /** Power in hand over the tag's turn-on at 1 m, dB, one way. */
  readonly marginAtOneMetre: number;
  /** One-way path loss is 10 times this times log10 of the metres; 2 is free space. */
  readonly pathExponent: number;
  /** Deviation of what an antenna, its cable and its place give or take, dB one way. */
  readonly antennaSpread: number;
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
  /** Share of reads that are answers from far away by some reflection; a tag's reflections favour one antenna. */
  readonly strays: number;
  /** Share of tags that never answer. */
  readonly deadTags: number;
  /** Reader outages per reader and hour, their length, and the share that the reader or its broker tells of. */
  readonly outagesPerHour: number;
  readonly outageSeconds: number;
  readonly outagesTold: number;
  /** Deviation of the devices' clocks, ms, and of their drift, ms per hour. */
  readonly clockOffsetMs: number;
  readonly clockDriftMsPerHour: number;
  /** Chance that the door counter misses a person, alone and in a group; counts one twice; takes the wrong direction. */
  readonly counterMiss: number;
  readonly counterMissInGroup: number;
  readonly counterDouble: number;
  readonly counterFlip: number;
  /** Share of counters that tell running totals, and how often one starts again at 0. */
  readonly counterTotals: number;
  readonly counterRebootsPerHour: number;
  /** Deviation of a scale at rest, grams, and how far its zero wanders in an hour. */
  readonly scaleNoise: number;
  readonly scaleDriftPerHour: number;
  /** Metres per second that people walk, about. */
  readonly walkingSpeed: number;
  /** Multiplies the scenario's arrivals. */
  readonly arrivals: number;
  /** Multiplies how often people split, loiter, abandon, hide, pay late. */
  readonly unruly: number;
}

const realistic: RadioPreset = {
  name: 'realistic',
  rssiAtOneMetre: -47,
  marginAtOneMetre: 14,
  pathExponent: 2.1,
  antennaSpread: 0.8,
  shadow: 2.2,
  fading: 1.2,
  fadingSeconds: 6,
  noise: 0.9,
  handLoss: 4,
  walletLoss: 6,
  bodyLoss: 3,
  readerFloor: -83,
  readsPerSecond: 105,
  gateFactor: 3,
  shelfRate: 0.5,
  gateRate: 6,
  strays: 0.004,
  deadTags: 0.012,
  outagesPerHour: 0.08,
  outageSeconds: 40,
  outagesTold: 0.5,
  clockOffsetMs: 300,
  clockDriftMsPerHour: 40,
  counterMiss: 0.02,
  counterMissInGroup: 0.1,
  counterDouble: 0.01,
  counterFlip: 0.005,
  counterTotals: 0.3,
  counterRebootsPerHour: 0.15,
  scaleNoise: 1.5,
  scaleDriftPerHour: 6,
  walkingSpeed: 1.05,
  arrivals: 1,
  unruly: 1,
};

export const presets: Readonly<Record<string, RadioPreset>> = {
  easy: {
    ...realistic,
    name: 'easy',
    pathExponent: 2,
    antennaSpread: 0.4,
    shadow: 1.2,
    fading: 0.6,
    noise: 0.5,
    handLoss: 2.5,
    walletLoss: 3,
    bodyLoss: 1.5,
    readsPerSecond: 140,
    shelfRate: 0.8,
    strays: 0.0005,
    deadTags: 0,
    outagesPerHour: 0,
    clockOffsetMs: 20,
    clockDriftMsPerHour: 2,
    counterMiss: 0,
    counterMissInGroup: 0.02,
    counterDouble: 0,
    counterFlip: 0,
    counterRebootsPerHour: 0,
    scaleNoise: 0.8,
    scaleDriftPerHour: 2,
    unruly: 0.3,
  },
  realistic,
  hard: {
    ...realistic,
    name: 'hard',
    pathExponent: 2.3,
    antennaSpread: 1.3,
    shadow: 3.5,
    fading: 2.2,
    noise: 1.5,
    handLoss: 6.5,
    walletLoss: 9,
    bodyLoss: 5,
    readsPerSecond: 70,
    shelfRate: 0.3,
    strays: 0.02,
    deadTags: 0.02,
    outagesPerHour: 0.4,
    outagesTold: 0.3,
    clockOffsetMs: 1_500,
    clockDriftMsPerHour: 300,
    counterMiss: 0.05,
    counterMissInGroup: 0.2,
    counterDouble: 0.03,
    counterFlip: 0.02,
    counterRebootsPerHour: 0.4,
    scaleNoise: 3,
    scaleDriftPerHour: 20,
    unruly: 1.4,
  },
  crowded: { ...realistic, name: 'crowded', readsPerSecond: 100, arrivals: 3, counterMissInGroup: 0.14, unruly: 1.8 },
};
