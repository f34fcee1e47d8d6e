import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { DeviceReading } from '../../devices/kit/define-device.ts';
import type { TagRead } from '../../gateway/domain/readings.ts';
import { instant } from '../../gateway/domain/units.ts';
import { corpusFamilies, describeCorpus, type Sample } from '../support/corpus.ts';
import { type Outcome, type RealFamily, readSample } from '../support/real-messages.ts';

type Kind<K extends DeviceReading['kind']> = Extract<DeviceReading, { kind: K }>;
const ofKind = <K extends DeviceReading['kind']>({ readings }: Outcome, kind: K): Kind<K>[] =>
  readings.filter((reading): reading is Kind<K> => reading.kind === kind);

/** Where a fact of the corpus stands in a tag read. */
const READ_FACTS: Readonly<Record<string, (read: TagRead) => unknown>> = {
  epc: ({ epc }) => epc,
  antenna: ({ antenna }) => antenna,
  rssi_dbm: ({ rssi }) => rssi,
  rssi_raw: ({ detail }) => detail?.rssiRaw,
  timestamp_ms: ({ reportedAt }) => reportedAt,
  tid: ({ tid }) => tid,
  count: ({ count }) => count,
  pc_hex: ({ detail }) => detail?.pcHex,
  frequency_khz: ({ detail }) => detail?.frequencyKhz,
  phase_deg: ({ detail }) => detail?.phaseDeg,
  tx_power_dbm: ({ detail }) => detail?.txPowerDbm,
  antenna_name: ({ detail }) => detail?.antennaName,
};
/** Readers' running numbers and check values; `access` may hold memory content, which nobody keeps. */
const READ_LEFT_OUT = new Set([
  'event_num',
  'last_seen_ms',
  'tag_crc_hex',
  'timestamp_us',
  'access',
  'local_time',
  'channel_index',
  'ms_since_keepalive',
  'identity_is_unique',
  'reader',
]);

function checkReads(outcome: Outcome, sample: Sample): void {
  const reads = ofKind(outcome, 'tag');
  const wanted = sample.expected.reads ?? [];
  expect(reads).toHaveLength(wanted.length);
  for (const [index, facts] of wanted.entries()) {
    const read = reads[index];
    if (read === undefined) continue;
    for (const [name, value] of Object.entries(facts)) {
      if (READ_LEFT_OUT.has(name)) continue;
      expect(READ_FACTS[name], `no place for ${name}`).toBeDefined();
      expect(READ_FACTS[name]?.(read), name).toBe(value);
    }
    // What the message does not say is not made up.
    if (facts.antenna === undefined) expect(read.antenna).toBe(0);
    if (facts.rssi_dbm === undefined) expect(read.rssi).toBeNull();
    if (facts.tid === undefined) expect(read.tid).toBeNull();
  }
}

interface Line {
  readonly line: number;
  readonly in?: number;
  readonly out?: number;
  readonly total_in?: number;
  readonly total_out?: number;
}

function checkCounts(outcome: Outcome, sample: Sample): void {
  const counts = ofKind(outcome, 'count');
  const { lines, cumulative } = sample.expected as unknown as { lines: readonly Line[]; cumulative?: boolean };
  for (const line of lines) {
    const own = counts.filter((count) => count.line === String(line.line) || (count.line === '' && lines.length === 1));
    const totals = own.filter(({ form }) => form === 'total');
    const increments = own.filter(({ form }) => form === 'increment');
    // Running totals and window counts of one line are the same people: only one of them may count.
    expect(Math.min(totals.length, increments.length), `line ${line.line} is counted twice`).toBe(0);
    const [first] = own;
    expect(own, `line ${line.line}`).toHaveLength(1);
    if (first?.form === 'total' && line.total_in !== undefined) expect([first.in, first.out]).toEqual([line.total_in, line.total_out]);
    else expect([first?.in, first?.out]).toEqual([line.in, line.out]);
    if (cumulative !== undefined && line.total_in === undefined) expect(first?.form).toBe(cumulative ? 'total' : 'increment');
  }
}

/** Where a value of a sensor stands among the readings; everything else is looked up in the states. */
const SENSOR_FACTS: Readonly<Record<string, (outcome: Outcome) => unknown>> = {
  temperature_c: (outcome) => ofKind(outcome, 'climate').find(({ temperature }) => temperature !== undefined)?.temperature,
  humidity_pct: (outcome) => ofKind(outcome, 'climate').find(({ humidity }) => humidity !== undefined)?.humidity,
  illuminance_lux: (outcome) => ofKind(outcome, 'climate').find(({ illuminanceLux }) => illuminanceLux !== undefined)?.illuminanceLux,
  contact_open: (outcome) => ofKind(outcome, 'climate').find(({ doorOpen }) => doorOpen !== undefined)?.doorOpen,
  occupied: (outcome) => ofKind(outcome, 'presence').map(({ people }) => people > 0)[0],
};
/** `battery_pct` → `batteryPct`. */
const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
const stated = (outcome: Outcome, name: string): unknown =>
  ofKind(outcome, 'state')
    .map(({ values }) => values[camel(name)] ?? values[name])
    .find((value) => value !== undefined);

function checkSensor(outcome: Outcome, sample: Sample): void {
  const { values } = sample.expected as unknown as { values: Readonly<Record<string, unknown>> };
  for (const [name, value] of Object.entries(values)) expect(SENSOR_FACTS[name]?.(outcome) ?? stated(outcome, name), name).toBe(value);
}

/** Nothing that moves the shop: no tag, card, weight, count, presence, climate, button or sale. */
function checkNothing({ readings, none, refused }: Outcome): void {
  expect(refused).toEqual([]);
  expect(readings.filter(({ kind }) => kind !== 'status' && kind !== 'state' && kind !== 'info')).toEqual([]);
  if (readings.length === 0) expect(none.length).toBeGreaterThan(0);
}

const CHECKS: Readonly<Record<string, (outcome: Outcome, sample: Sample) => void>> = {
  tag_reads: checkReads,
  people_count: checkCounts,
  sensor: checkSensor,
  card_read: (outcome, { expected }) => expect(ofKind(outcome, 'card').map(({ card }) => card)).toEqual([expected.uid_hex]),
  weight(outcome, { expected }) {
    const [weight, more] = ofKind(outcome, 'weight');
    expect(more).toBeUndefined();
    expect(weight?.grams).toBeCloseTo(Number(expected.grams), 6);
    if (expected.stable !== undefined) expect(weight?.stable).toBe(expected.stable);
  },
  occupancy(outcome, { expected }) {
    const regions = expected.regions as readonly number[];
    expect(ofKind(outcome, 'presence')[0]).toMatchObject({ counted: true, people: regions.reduce((sum, each) => sum + each, 0) });
  },
  availability(outcome, { expected }) {
    const isOnline = expected.online ?? ['ready', 'init', 'alert'].includes(String(expected.state));
    expect(ofKind(outcome, 'status')).toMatchObject([{ online: isOnline }]);
  },
  button: (outcome) => expect(ofKind(outcome, 'button')).toHaveLength(1),
  actuator_state: (outcome, { expected }) => expect(Object.values(ofKind(outcome, 'state')[0]?.values ?? {})).toContain(expected.on),
  tag_events(outcome, { expected }) {
    const events = expected.events as readonly { event: string; epc: string; zone: string; timestamp_ms: number }[];
    expect(outcome.readings).toHaveLength(events.length);
    for (const [index, { event, epc, zone, timestamp_ms }] of events.entries()) {
      const reading = outcome.readings[index];
      expect(reading?.reportedAt).toBe(timestamp_ms);
      // A tag that has gone was not read.
      if (event === 'departed') expect(reading).toMatchObject({ kind: 'state', values: { event, epc, zone } });
      else expect(reading).toMatchObject({ kind: 'tag', epc, detail: { antennaName: zone } });
    }
  },
  reject(outcome) {
    expect(outcome.readings).toEqual([]);
    expect(outcome.refused).toContain('bad-checksum');
  },
};
for (const kind of ['no_tag', 'reader_event', 'log', 'alert', 'command_reply', 'weight_status', 'ignore', 'ble_beacon']) {
  (CHECKS as Record<string, unknown>)[kind] = checkNothing;
}

/** Hex texts of the message that stand under keys of memory, access and authentication. */
function secretsOf(node: unknown, secret = false): string[] {
  if (typeof node === 'string') return secret && /^[0-9a-f]{8,}$/i.test(node) ? [node] : [];
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, inner]) =>
    secretsOf(inner, secret || /memory|access|password|authentication|response|^USER$|^RESERVED$/i.test(key)),
  );
}

const table: { readonly family: string; readonly samples: number; passed: number; readonly kinds: Record<string, number> }[] = [];

function describeFamily(family: RealFamily): void {
  describeCorpus(family.family, (samples) => {
    const row = { family: family.family, samples: samples.length, passed: 0, kinds: {} as Record<string, number> };
    table.push(row);
    it.each(samples.map((sample) => [sample.id, sample] as const))('%s', (_id, sample) => {
      checkSample(family, sample);
      row.passed++;
      row.kinds[sample.expected.kind] = (row.kinds[sample.expected.kind] ?? 0) + 1;
    });
  });
}

function checkSample(family: RealFamily, sample: Sample): void {
  const { expected } = sample;
  if (family.check) {
    family.check(sample);
    return;
  }
  if (expected.kind === 'outgoing') {
    expect(family.outgoing, 'the family encodes what it sends').toBeDefined();
    const made = family.outgoing?.(sample);
    if (made instanceof Uint8Array)
      expect(Buffer.from(made).toString('hex')).toBe(sample.bytes_hex ?? Buffer.from(String(sample.payload)).toString('hex'));
    else expect(made).toEqual(sample.payload);
    return;
  }
  const told = Number(expected.reads?.[0]?.timestamp_ms ?? expected.timestamp_ms ?? 1_789_380_000_000);
  const outcome = readSample(family, sample, instant(told + 1_000));
  expect(CHECKS[expected.kind], `no check for ${expected.kind}`).toBeDefined();
  CHECKS[expected.kind]?.(outcome, sample);
  for (const [name, of] of Object.entries(family.factOf ?? {})) {
    if (expected[name] !== undefined) expect(of(outcome.readings, sample), name).toEqual(expected[name]);
  }
  const said = JSON.stringify(outcome);
  for (const secret of secretsOf(sample.payload)) expect(said).not.toContain(secret);
}

const files = globSync('test/devices/real/*.ts');
const families = await Promise.all(files.map(async (file) => ((await import(resolve(file))) as { readonly family: RealFamily }).family));
families.sort((a, b) => (a.family < b.family ? -1 : 1));
for (const family of families) describeFamily(family);

describe('the corpus', () => {
  it.skipIf(process.env.AISLE_CORPUS === undefined)('has no family that nobody reads', () => {
    expect(families.map(({ family }) => family)).toEqual(corpusFamilies());
  });
});

afterAll(() => {
  if (table.length === 0) return;
  const lines = table.map(({ family, samples, passed, kinds }) => {
    const what = Object.entries(kinds).map(([kind, count]) => `${count} ${kind}`);
    return `${family.padEnd(24)} ${String(passed).padStart(3)} of ${String(samples).padStart(3)}   ${what.join(', ')}`;
  });
  const sum = (of: 'passed' | 'samples'): number => table.reduce((all, row) => all + row[of], 0);
  console.log(
    [
      'real messages by family',
      ...lines,
      `${'all'.padEnd(24)} ${String(sum('passed')).padStart(3)} of ${String(sum('samples')).padStart(3)}`,
    ].join('\n'),
  );
});
