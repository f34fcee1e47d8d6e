import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findDriver } from '../../devices/index.ts';
import { instant } from '../../gateway/domain/units.ts';
import { createVirtualLlrpReader } from '../../simulators/virtual/llrp-reader.ts';
import { createReadingsMaker } from '../../simulators/virtual/make-readings.ts';
import { runAisle } from '../support/aisle-command.ts';
import { openShop } from '../support/open-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';

const STORE = `# The corner shop
store: { id: corner }
zones: [{ id: door, kind: entrance }] # one door only
devices:
  # the gate
  - { id: gate, zone: door }
`;

function shopFolder(store = STORE): { file: string; words: string[] } {
  const folder = temporaryFolder();
  const file = join(folder, 'store.yaml');
  writeFileSync(file, store);
  return { file, words: ['--config', file, '--data', join(folder, 'data')] };
}

describe('aisle device add', () => {
  it('writes the device into store.yaml and leaves the rest of the file as it was', async () => {
    const { file, words } = shopFolder();
    const { code, out } = await runAisle('device', 'add', 'scale-1', '--driver', 'mt-sics', '--zone', 'door', ...words);
    expect({ code, out }).toMatchObject({ code: 1 });
    // A scale needs its line; a reader over MQTT needs nothing more.
    expect(readFileSync(file, 'utf8')).toBe(STORE);
    const added = await runAisle('device', 'add', 'reader-1', '--driver', 'impinj-iot', '--zone', 'door', '--address', 'R700', ...words);
    expect(added.code).toBe(0);
    const text = readFileSync(file, 'utf8');
    for (const comment of ['# The corner shop', '# one door only', '# the gate']) expect(text).toContain(comment);
    expect(text).toContain('reader-1');
    expect((await runAisle('check-config', file)).code).toBe(0);
  });

  it('makes a secret for one that is still to be recognised, and lists it', async () => {
    const { file, words } = shopFolder();
    const { code, out } = await runAisle('device', 'add', 'dock-reader', ...words);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringMatching(/password {3}\S{20,}/) });
    expect(readFileSync(file, 'utf8')).toBe(STORE);
    const list = await runAisle('device', 'list', ...words);
    expect(list.out).toMatch(/dock-reader +\(not entered\) +has a secret/);
    expect(list.out).toMatch(/gate +canonical-json +no secret yet/);
  });

  it('refuses what makes no good store.yaml, and changes nothing', async () => {
    const { file, words } = shopFolder();
    for (const wrong of [
      ['gate', '--driver', 'impinj-iot'],
      ['Gate 2', '--driver', 'impinj-iot'],
      ['gate-2', '--driver', 'impinj'],
      ['gate-2', '--driver', 'impinj-iot', '--zone', 'dor'],
    ]) {
      expect((await runAisle('device', 'add', ...wrong, ...words)).code, wrong.join(' ')).not.toBe(0);
    }
    expect(readFileSync(file, 'utf8')).toBe(STORE);
  });
});

describe('aisle device test', () => {
  it('watches what a running gateway hears', async () => {
    const shop = await openShop(STORE);
    const gate = await shop.connect('gate');
    const words = ['device', 'test', 'gate', '--config', join(shop.folder, 'store.yaml'), '--data', shop.dataFolder];
    const listening = runAisle(...words, '--for', '20s');
    const speaking = setInterval(() => void gate.publishAsync('aisle/v1/corner/gate/count', '{"in":1,"out":0}', { qos: 1 }), 500);
    const heard = await listening;
    clearInterval(speaking);
    expect(heard.out).toMatch(/gate is (never-seen|online)/);
    expect(heard).toMatchObject({ code: 0, out: expect.stringMatching(/new: [1-9]\d* messages, [1-9]\d* readings, 0 rejected/) });
    const silent = await runAisle(...words, '--for', '1s');
    expect(silent).toMatchObject({ code: 1, out: expect.stringContaining('nothing new came') });
  });

  it('calls a reader itself when no gateway runs, and says what it means', async () => {
    const reader = createVirtualLlrpReader();
    const port = await reader.listen();
    const driver = findDriver('llrp');
    if (!driver) throw new Error('no driver');
    const make = createReadingsMaker({ driver, device: 'reader', seed: 1, tags: 3 });
    const speaking = setInterval(() => void reader.report([make(instant(Date.now()))]), 100);
    try {
      const { words } = shopFolder(`
zones: [{ id: door, kind: entrance }]
devices: [{ id: reader, driver: llrp, zone: door, llrp: { host: 127.0.0.1, port: ${port} } }]
`);
      const { code, out } = await runAisle('device', 'test', 'reader', '--for', '5s', ...words);
      expect(code).toBe(0);
      expect(out).toContain('"kind":"tag"');
      expect(out).toMatch(/reader is connected; \d+ messages/);
      await reader.kill();
      const gone = await runAisle('device', 'test', 'reader', '--for', '2s', ...words);
      expect(gone.code).toBe(1);
      expect(gone.out).toContain('reader is not connected');
    } finally {
      clearInterval(speaking);
      await reader.kill();
    }
  });

  it('says what to do for a device that comes by itself while no gateway runs', async () => {
    const { words } = shopFolder();
    expect(await runAisle('device', 'test', 'gate', ...words)).toMatchObject({
      code: 1,
      out: expect.stringContaining('start it, then test again'),
    });
  });
});
