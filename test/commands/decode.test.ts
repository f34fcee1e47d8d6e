import { describe, expect, it } from 'vitest';
import { drivers } from '../../devices/index.ts';
import { describeReading } from '../../devices/kit/canonical/describe-reading.ts';
import { readingsIn } from '../../devices/understand.ts';
import { decodeMessage } from '../../gateway/decode-message.ts';
import { instant } from '../../gateway/domain/units.ts';
import { runAisle, runAisleWith } from '../support/aisle-command.ts';
import { corpusFamilies, describeCorpus, sampleBytes } from '../support/corpus.ts';

const EPC = '30340242201D884000000001';
const event = (fields: object): string => JSON.stringify({ tagInventoryEvent: { epcHex: EPC, ...fields } });
const jsonLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

/** What a card reader of the EM4100 kind sends: STX, ten hex digits, their XOR, ETX. */
function cardFrame(id: string): string {
  const sum = (id.match(/../g) ?? []).reduce((xor, pair) => xor ^ Number.parseInt(pair, 16), 0);
  const text = `${id}${sum.toString(16).padStart(2, '0').toUpperCase()}`;
  return `02${Buffer.from(text).toString('hex')}03`;
}

describe('aisle decode', () => {
  it('prints a line of canonical names for each reading, with what the canonical form leaves out', async () => {
    const { code, out, err } = await runAisleWith(
      `[${event({ antennaPort: 2, peakRssiCdbm: -5_750, frequency: 922_250, transmitPowerCdbm: 3_000, phaseAngle: 12.5, pc: 'NAA=' })},
        {"timestamp":"2026-01-15T09:00:00.5Z","tagInventoryEvent":{"epcHex":"${EPC}","tidHex":"e28011602000000000000001","antennaName":"door"}}]\n`,
      'decode',
      'impinj-iot',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.trimEnd().split('\n')).toHaveLength(2);
    expect(jsonLines(out)).toEqual([
      { kind: 'tag', epc: EPC, ant: 2, rssi: -57.5, count: 1, phase: 12.5, pc: '3400', frequencyKhz: 922_250, txPowerDbm: 30 },
      { kind: 'tag', epc: EPC, at: 1_768_467_600_500, tid: 'E28011602000000000000001', count: 1, antennaName: 'door' },
    ]);
  });

  it('says why a message means nothing', async () => {
    expect(await runAisleWith('[]', 'decode', 'impinj-iot')).toEqual({ code: 0, out: 'none: keep-alive\n', err: '' });
  });

  it('rejects with code 2 and the reason, and prints what was good all the same', async () => {
    const input = `${event({ antennaPort: 1 })}\r\n${event({ peakRssiCdbm: 5_750 })}\n\n${event({ antennaPort: 3 })}`;
    const { code, out, err } = await runAisleWith(input, 'decode', 'impinj-iot', '--each-line');
    expect(code).toBe(2);
    expect(jsonLines(out).map(({ ant }) => ant)).toEqual([1, 3]);
    expect(err).toMatch(/^rejected: out-of-range: .+ bytes\)\n$/);
  });

  it('takes events one behind the other, as readers stream them over HTTP', async () => {
    const input = `${event({ antennaPort: 1 })}\r\n\r\n${event({ antennaPort: 2 })}${event({ antennaPort: 3 })}\r\n{"tagInv`;
    const { code, out, err } = await runAisleWith(input, 'decode', 'impinj-iot');
    expect(code).toBe(2);
    expect(jsonLines(out).map(({ ant }) => ant)).toEqual([1, 2, 3]);
    expect(err).toMatch(/^rejected: not-json: [^\n]+\n$/);
  });

  it('takes a line that stands in an argument as a whole one', async () => {
    expect(jsonLines((await runAisle('decode', 'hex-wedge', EPC)).out)).toMatchObject([{ epc: EPC }]);
    expect(await runAisleWith(EPC, 'decode', 'hex-wedge')).toMatchObject({ code: 2, out: '' });
  });

  it('leaves out the newline that a shell adds to the bytes of a stream', async () => {
    const bytes = Buffer.concat([Buffer.from(cardFrame('0A00C0FFEE'), 'hex'), Buffer.from('\n')]);
    expect(await runAisleWith(bytes, 'decode', 'rdm6300')).toMatchObject({ code: 0, err: '' });
  });

  it('looks at the beginning of a long capture to say whose it is, and reads all of it', async () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => event({ antennaPort: (index % 4) + 1 })).join('\n');
    const { code, out, err } = await runAisleWith(lines, 'decode', 'auto');
    expect(code).toBe(0);
    expect(err).toMatch(/^driver: impinj-iot\n/);
    expect(jsonLines(out)).toHaveLength(5_000);
    expect(await runAisleWith(Buffer.alloc(1_000_000, 0xa0), 'decode', 'uhf-serial-r2000')).toMatchObject({ code: 2, out: '' });
  });

  it.each([
    ['card-125khz', cardFrame('0A00C0FFEE').replace(/03$/, '02')],
    ['uhf-serial-m100', 'bb02220011c6300030340242201d884000000001c35b0f7e'],
    ['scale-serial', Buffer.from('S S    312.40 g\r\n').toString('hex')],
    ['uhf-serial-ascii', Buffer.from('Q300030340242201D884000000001C35C\r\n').toString('hex')],
  ])('never takes damaged bytes of %s for the words of others', async (family, bytes) => {
    expect(await runAisle('decode', family, '--hex', bytes)).toMatchObject({ code: 2, out: '' });
  });

  it('takes hex as an argument and says what is wrong with it', async () => {
    const pairs =
      Buffer.from(event({ antennaPort: 7 }))
        .toString('hex')
        .match(/../g) ?? [];
    expect(jsonLines((await runAisle('decode', 'impinj-iot', '--hex', ...pairs)).out)).toMatchObject([{ ant: 7 }]);
    expect(await runAisle('decode', 'impinj-iot', '--hex', 'AA BBC')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('odd'),
    });
  });

  it('says which option reads bytes that somebody wrote out', async () => {
    const frame = 'BB 01 FF 00 01 15 16 7E';
    expect((await runAisle('decode', 'uhf-serial-m100', frame)).err).toContain('--hex');
    const base64 = Buffer.from(frame.replaceAll(' ', ''), 'hex').toString('base64');
    expect((await runAisle('decode', 'uhf-serial-m100', base64)).err).toContain('--base64');
  });

  it.each([
    ['zebra', 'zebra-iotc'],
    ['M100', 'uhf-serial-m100'],
    ['impinj-itt', 'impinj-iot'],
  ])('knows what is meant by the driver %s', async (name, meant) => {
    expect(await runAisle('decode', name, '{}')).toMatchObject({
      code: 1,
      err: expect.stringContaining(`did you mean ${name.includes('itt') ? `"${meant}"` : meant}?`),
    });
  });

  it('takes texts with the byte order mark of an editor', async () => {
    expect(jsonLines((await runAisleWith(`\ufeff${EPC}\r\n`, 'decode', 'epc')).out)).toMatchObject([{ epc: EPC }]);
    expect(await runAisleWith('\ufeffBB 01 FF 00 01 15 16 7E', 'decode', 'yrm100', '--hex')).toMatchObject({
      code: 0,
      out: 'none: no-tag\n',
    });
  });

  it('leaves out the newline that a shell adds to a text', async () => {
    const { out, err } = await runAisleWith('connection lost\n', 'decode', 'auto');
    expect(jsonLines(out)).toEqual([{ kind: 'status', state: 'offline' }]);
    expect(err).toMatch(/^driver: impinj-iot\n/);
  });

  it('tries the topics of a driver whose shape stands in the topic, and takes the one that is named', async () => {
    const weight = '{"channel":"1","grams":250,"at":1770000000000}';
    const first = await runAisle('decode', 'canonical-json', weight);
    expect(jsonLines(first.out)).toEqual([{ kind: 'weight', channel: '1', grams: 250, stable: true, at: 1_770_000_000_000 }]);
    const named = await runAisle('decode', 'canonical-json', weight, '--topic', 'aisle/v1/shop/x/card');
    expect(named.code).toBe(2);
  });

  it('reads a recording with its topics and times', async () => {
    const line = (topic: string, payload: unknown) => JSON.stringify({ receivedAt: 1_770_000_000_000, topic, payload });
    const input = [
      line('aisle/v1/shop/scale/weight', { channel: '1', grams: 5 }),
      line('aisle/v1/shop/door/count', `base64:${Buffer.from('{"totalIn":3,"totalOut":2}').toString('base64')}`),
    ].join('\n');
    const { out } = await runAisleWith(input, 'decode', 'auto', '--recording');
    expect(jsonLines(out)).toEqual([
      { kind: 'weight', channel: '1', grams: 5, stable: true },
      { kind: 'count', totalIn: 3, totalOut: 2 },
    ]);
  });

  it('prints what is good of a stream and tells each damaged piece', async () => {
    const frame = (id: string): Buffer => Buffer.from(cardFrame(id), 'hex');
    const damaged = frame('0102030405');
    damaged[3] = 0x39;
    const input = Buffer.concat([frame('0A0B0C0D0E'), damaged, frame('1112131415').subarray(0, 9)]);
    const { code, out, err } = await runAisleWith(input, 'decode', 'rdm6300');
    expect(code).toBe(2);
    expect(jsonLines(out)).toEqual([{ kind: 'card', card: '0A0B0C0D0E' }]);
    expect(err.match(/^rejected: bad-checksum: .+/gm)?.length).toBeGreaterThan(0);
  });

  it('understands a card reader behind a bridge by the family of its cards, and says who did', async () => {
    const { out, err } = await runAisle('decode', 'card-125khz', '{"Time":"2026-01-15T09:00:00","PN532":{"UID":"0A0B0C0D"}}');
    expect(jsonLines(out)).toContainEqual({ kind: 'card', card: '0A0B0C0D' });
    expect(err).toContain('driver: tasmota');
  });

  it('says on which topic a message was read when the topic would have told more', async () => {
    const { out, err } = await runAisle('decode', 'homie', 'ready', '--address', 'lift');
    expect(jsonLines(out)).toEqual([{ kind: 'status', state: 'online' }]);
    expect(err).toMatch(/note: read as if it came on homie\/\S*lift\/\$state; --topic names the real one/);
    expect((await runAisle('decode', 'homie', 'ready', '--topic', 'homie/5/lift/$state', '--address', 'lift')).err).toBe('');
  });

  it('names what there is when a driver, a setting or everything is missing', async () => {
    const misspelt = await runAisle('decode', 'impinj-oit', '{}');
    expect(misspelt.code).toBe(1);
    expect(misspelt.err).toContain('did you mean "impinj-iot"?');
    expect(misspelt.err).toContain('zebra-iotc');
    expect((await runAisle('decode', 'impinj-iot', '{}', '--set', 'x=1')).err).toContain('settings of impinj-iot');
    const facts = { address: 'device-1', settings: { noSuchSetting: '1' } };
    expect(() => decodeMessage('auto', [], facts)).toThrow('no driver of auto');
  });

  it('lists every driver', async () => {
    const { out } = await runAisle('decode', '--list');
    const listed = out.split('\n').map((row) => row.split(/ +/)[0]);
    expect(drivers.filter(({ driver }) => !listed.includes(driver))).toEqual([]);
  });
});

describe('aisle decode epc', () => {
  it('explains a code, whatever stands between its digits', async () => {
    const { code, out } = await runAisle('decode', 'epc', '3034257B F7194E40 00001A85');
    expect(code).toBe(0);
    expect(jsonLines(out)).toEqual([
      {
        epc: '3034257BF7194E4000001A85',
        scheme: 'sgtin-96',
        header: '0x30',
        filter: 1,
        tagUri: 'urn:epc:tag:sgtin-96:1.0614141.812345.6789',
        pureUri: 'urn:epc:id:sgtin:0614141.812345.6789',
        elementString: '(01)80614141123458(21)6789',
        digitalLinkPath: '/01/80614141123458/21/6789',
        digitalLink: 'https://id.gs1.org/01/80614141123458/21/6789',
        gtin14: '80614141123458',
        serial: '6789',
        identity: 'gs1',
        loyaltyCandidate: false,
      },
    ]);
  });

  it('takes several, from the command line or from standard input, and says which are none', async () => {
    const codes = ['E28011700000020000000001', '2D00000000000000000000', 'not-a-code-at-all'];
    const { code, out, err } = await runAisleWith(codes.join('\n'), 'decode', 'epc');
    expect(jsonLines(out)).toMatchObject([
      { scheme: null, identity: 'factory' },
      { scheme: null, identity: 'other' },
    ]);
    expect(code).toBe(2);
    expect(err).toContain('rejected: bad-epc');
    expect((await runAisle('decode', 'epc', '30', '34', '25', '7B', '--pretty')).out).toContain('{\n  "epc": "3034257B"');
  });
});

describe('a reading for people', () => {
  it('keeps keys of a state that would hide its kind apart', () => {
    const base = { device: 'x', at: 5, reportedAt: 5, receivedAt: 6, kind: 'state' };
    const state = (values: object) => describeReading({ ...base, values } as unknown as Parameters<typeof describeReading>[0]);
    expect(state({ on: true })).toEqual({ kind: 'state', on: true, at: 5 });
    expect(state({ kind: 'x' })).toEqual({ kind: 'state', values: { kind: 'x' }, at: 5 });
  });
});

/** Families whose samples are no messages of a device, or that are read with other tools. */
const NOT_DECODED = new Set(['gs1-epc', 'epcis', 'display-actuator', 'opcua-autoid']);
const MEANS_NOTHING = new Set(['no_tag', 'reader_event', 'log', 'alert', 'command_reply', 'weight_status', 'ignore', 'reject']);
const KNOWN = new Set(drivers.map(({ family }) => family));

for (const family of [...KNOWN].filter((name) => !NOT_DECODED.has(name) && corpusFamilies().includes(name))) {
  describeCorpus(family, (samples) => {
    const facts = { address: 'device-1', settings: {} };
    const messages = samples.filter(({ expected }) => expected.kind !== 'outgoing');

    it.each(messages.map((sample) => [sample.id, sample] as const))('by the name of the family: %s', (_id, sample) => {
      const { expected } = sample;
      const told = Number(expected.reads?.[0]?.timestamp_ms ?? expected.timestamp_ms ?? 1_789_380_000_000);
      const captured = { topic: null, bytes: sampleBytes(sample), receivedAt: instant(told + 1_000) };
      const understanding = decodeMessage(family, [captured], facts);
      const readings = readingsIn(understanding).map(describeReading);
      const of = (kind: string) => readings.filter((reading) => reading.kind === kind);
      if (expected.kind === 'tag_reads') expect(readings.map(({ epc }) => epc)).toEqual(expected.reads?.map(({ epc }) => epc));
      if (expected.kind === 'card_read') expect(of('card')).toMatchObject([{ card: expected.uid_hex }]);
      if (expected.kind === 'weight') expect(of('weight').map(({ grams }) => grams)).toEqual([expect.closeTo(Number(expected.grams), 6)]);
      if (expected.kind === 'people_count') expect(of('count').length).toBeGreaterThan(0);
      if (MEANS_NOTHING.has(expected.kind))
        expect(readings.filter(({ kind }) => !['status', 'state', 'info'].includes(String(kind)))).toEqual([]);
      const refused = understanding.parts.filter(({ decoded }) => !decoded.ok);
      expect(refused.length > 0, JSON.stringify(refused)).toBe(expected.kind === 'reject');
    });
  });
}

describeCorpus('gs1-epc', (samples) => {
  const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const hexOf = ({ bytes_hex, payload }: (typeof samples)[number]): string =>
    bytes_hex ?? String((payload as { readonly epc_hex: string }).epc_hex);

  it('are explained by aisle decode epc under the names of the corpus', async () => {
    const { code, out } = await runAisle('decode', 'epc', ...samples.map(hexOf));
    expect(code).toBe(0);
    for (const [index, told] of jsonLines(out).entries()) {
      for (const [name, value] of Object.entries(samples[index]?.expected ?? {})) {
        // Printed in the standard with domains of its examples; and told as `identity`.
        if (name === 'kind' || name === 'digital_link' || name === 'identity_is_unique') continue;
        expect(told[camel(name)], `${samples[index]?.id}: ${name}`).toBe(value);
      }
    }
  });
});
