import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerCheckConfig } from '../../gateway/commands/check-config.ts';
import { configText, registerConfigPrint } from '../../gateway/commands/config-print.ts';
import { loadShop } from '../config/shop-folder.ts';
import { temporaryFolder } from '../support/temporary.ts';

/** Runs `aisle …` in this process and gives back what it wrote and its exit code. */
async function aisle(...words: string[]): Promise<{ out: string; code: number }> {
  const written: string[] = [];
  const { log, error } = console;
  console.log = console.error = (text: string) => void written.push(text);
  process.exitCode = 0;
  try {
    const program = new Command('aisle').exitOverride();
    registerCheckConfig(program);
    registerConfigPrint(program);
    await program.parseAsync(['node', 'aisle', ...words]);
    return { out: written.join('\n'), code: Number(process.exitCode) };
  } finally {
    Object.assign(console, { log, error });
  }
}

let before: typeof process.exitCode;
beforeEach(() => {
  before = process.exitCode;
});
afterEach(() => {
  process.exitCode = before;
});

function shopFile(yaml: string): string {
  const file = join(temporaryFolder(), 'store.yaml');
  writeFileSync(file, yaml);
  return file;
}

describe('aisle check-config', () => {
  it('sums up a shop that is in order and ends with 0', async () => {
    const file = shopFile('zones: [{ id: a, kind: aisle }]\ndevices: [{ id: d, driver: impinj-iot, zone: a }]\n');
    const { out, code } = await aisle('check-config', file);
    expect(out).toBe(`${file} is in order: 1 zone, 1 device, 0 antennas, 0 shelves, 0 products, 0 items, 0 members, 0 offers.`);
    expect(code).toBe(0);
  });

  it('prints every error and ends with 1', async () => {
    const file = shopFile('zones: [{ id: a, kind: asile }]\ndevices: [{ id: d, driver: impinj-iott }]\n');
    const { out, code } = await aisle('check-config', file);
    expect(out.split('\n').slice(0, 2)).toEqual([
      expect.stringContaining(`${file}:1:24 zones.0.kind: must be one of`),
      `${file}:2:28 devices.0.driver: no driver of that name - did you mean "impinj-iot"? (got "impinj-iott")`,
    ]);
    expect(out).toContain('2 errors.');
    expect(code).toBe(1);
  });

  it('ends with 1 when the file is not there', async () => {
    const { out, code } = await aisle('check-config', 'no/store.yaml');
    expect(out).toContain('no/store.yaml cannot be read: no such file');
    expect(code).toBe(1);
  });
});

describe('--set', () => {
  it('refuses what is not path=value', async () => {
    const file = shopFile('zones: [{ id: a, kind: aisle }]\n');
    for (const pair of ['http.port', '=9000'])
      await expect(aisle('check-config', file, '--set', pair)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
    expect((await aisle('check-config', file, '--set', 'store.id=a=b')).out).toContain('a=b');
  });
});

describe('aisle config print', () => {
  const plain = { effective: false, origin: false, json: false };
  const YAML = `http: { port: 8081 }
staff: { cards: [ABC123] }
outputs: { influx: { url: http://user:hunter2@influx:8086, tokenFile: /secret/token } }
broker: { external: { url: mqtt://shop:hunter2@broker:1883, passwordFile: /secret/password } }
`;

  it('prints what was given, and with --effective the defaults too', async () => {
    const file = shopFile('http: { port: 8081 }\n');
    expect((await aisle('config', 'print', '--config', file)).out).toBe('http:\n  port: 8081');
    const { out } = await aisle('config', 'print', '--config', file, '--effective', '--json', '--set', 'broker.port=1');
    expect(JSON.parse(out)).toMatchObject({ http: { host: '127.0.0.1', port: 8_081 }, broker: { port: 1 } });
  });

  it('says where each value came from', async () => {
    const file = shopFile('plan:\n  width: 9\nzones:\n  - { id: a, kind: aisle, polygon: [[0, 0], [1, 0], [1, 1]] }\n');
    const { out } = await aisle('config', 'print', '--config', file, '--origin', '--set', 'http.port=1');
    expect(out.split('\n')).toEqual([
      'plan:',
      `  width: 9 # ${file}:2`,
      'zones:',
      `  - id: a # ${file}:4`,
      `    kind: aisle # ${file}:4`,
      '    polygon:',
      ...['[0, 0]', '[1, 0]', '[1, 1]'].map((corner) => `      - ${corner} # ${file}:4`),
      'http:',
      '  port: 1 # flag',
    ]);
    const json = JSON.parse((await aisle('config', 'print', '--config', file, '--origin', '--json')).out);
    expect(json['plan.width']).toEqual({ value: 9, origin: `${file}:2` });
  });

  it.each([
    plain,
    { ...plain, effective: true },
    { ...plain, origin: true },
    { ...plain, json: true },
    { effective: true, origin: true, json: true },
  ])('shows no secret with %o', (options) => {
    const env = { AISLE_INFLUX_TOKEN: 'tok3n', AISLE_BROKER_PASSWORD: 'passw0rd' };
    const text = configText(loadShop({ 'store.yaml': YAML }, { env }), env, options);
    expect(text).not.toMatch(/hunter2|secret|tok3n|passw0rd|ABC123/);
    expect(text).toContain('‹redacted›');
  });

  it('names the secrets that the environment holds', () => {
    const text = configText(loadShop({ 'store.yaml': '' }), { AISLE_INFLUX_TOKEN: 'tok3n' }, plain);
    expect(text.split('\n').at(-1)).toBe('# AISLE_INFLUX_TOKEN=‹redacted›');
  });
});
