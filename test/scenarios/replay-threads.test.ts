import { appendFileSync, copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { replayRecording } from '../../gateway/replay.ts';
import { makeStrangeShop } from '../support/strange-shop.ts';
import { temporaryFolder } from '../support/temporary.ts';

function recorded() {
  const folder = temporaryFolder();
  const shop = makeStrangeShop(folder, {
    seed: 5,
    restS: 300,
    stories: ['put-home', 'bought', 'taken'],
    radio: { repeated: 0.05 },
    fittings: { items: 30 },
  });
  return { folder, recording: shop.recording, loaded: loadConfig({ file: shop.config, env: {} }) };
}

it('a second thread changes nothing but the time that a replay takes', async () => {
  const { loaded, recording } = recorded();
  const bytes: number[] = [];
  const onProgress = (read: number): void => {
    bytes.push(read);
  };
  const one = await replayRecording(loaded, recording, { onProgress });
  const two = await replayRecording(loaded, recording, { onProgress, inTwoThreads: true });
  expect(one.reads).toBeGreaterThan(1_000);
  expect(one.report['items.ndjson'].length).toBeGreaterThan(30);
  expect(two).toEqual(one);
  const half = bytes.length / 2;
  expect(bytes.slice(half)).toEqual(bytes.slice(0, half));
});

it('a line that is none ends the replay with its number, whichever thread reads it', async () => {
  const { folder, loaded, recording } = recorded();
  const broken = join(folder, 'broken.ndjson');
  copyFileSync(recording, broken);
  appendFileSync(broken, '{"receivedAt":\n');
  const failures = await Promise.all(
    [false, true].map((inTwoThreads) => replayRecording(loaded, broken, { inTwoThreads }).then(String, (error: unknown) => error)),
  );
  expect(failures).toMatchObject([{ code: 'RECORDING_INVALID' }, { code: 'RECORDING_INVALID' }]);
  expect(String(failures[1])).toBe(String(failures[0]));
});
