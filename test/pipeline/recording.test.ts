import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isGatewayError } from '../../gateway/errors.ts';
import type { Frame } from '../../gateway/pipeline/frame.ts';
import { readRecording, recordingLine } from '../../gateway/pipeline/recording.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { frameOf } from './support.ts';

async function read(text: string): Promise<Frame[]> {
  const file = join(temporaryFolder(), 'recording.ndjson');
  writeFileSync(file, text);
  const frames: Frame[] = [];
  await readRecording(file, (frame) => frames.push(frame));
  return frames;
}

const seen = (frames: readonly Frame[]) => frames.map(({ receivedAt, topic, bytes }) => [receivedAt, topic, Buffer.from(bytes).toString()]);

test('what was recorded is read back to the byte, whatever it is', async () => {
  const anyBytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.json().map((json) => new Uint8Array(Buffer.from(json))),
  );
  const arbitrary = fc.array(fc.tuple(fc.string({ unit: 'grapheme', maxLength: 30 }), anyBytes), { maxLength: 20 });
  for (const messages of fc.sample(arbitrary, { numRuns: 60, seed: 3 })) {
    const frames = messages.map(([topic, bytes], i) => ({ ...frameOf(i + 1, 1_000 + i, '', ''), topic, bytes }));
    const back = await read(frames.map(recordingLine).join(''));
    expect(back.map(({ topic, bytes, receivedAt }) => [receivedAt, topic, [...bytes]])).toEqual(
      frames.map(({ topic, bytes, receivedAt }) => [receivedAt, topic, [...bytes]]),
    );
  }
});

test('lines of other writers are understood: other order of keys, more keys, spaces, CR LF, no last line end', async () => {
  const frames = await read(
    '{"topic":"a/b","receivedAt":5,"payload":{"x":1}}\r\n' +
      '{ "receivedAt": 6, "topic": "a/b", "payload": [1, 2], "qos": 1 }\n\n' +
      '{"receivedAt":7,"topic":"a/\\u00fc","payload":"base64:AAE="}',
  );
  expect(seen(frames)).toEqual([
    [5, 'a/b', '{"x":1}'],
    [6, 'a/b', '[1,2]'],
    [7, 'a/ü', '\u0000\u0001'],
  ]);
});

test('the usual form is cut out without being changed', async () => {
  const frames = await read('{"receivedAt":5,"topic":"a","payload":{"at": 1.50}}\n{"receivedAt":6,"topic":"a","payload":"base64:/w=="}\n');
  expect(Buffer.from(frames[0]?.bytes ?? []).toString()).toBe('{"at": 1.50}');
  expect([...(frames[1]?.bytes ?? [])]).toEqual([255]);
});

test('time that runs backwards stands still', async () => {
  const frames = await read('{"receivedAt":9,"topic":"a","payload":1}\n{"receivedAt":4,"topic":"a","payload":2}\n');
  expect(frames.map(({ receivedAt }) => receivedAt)).toEqual([9, 9]);
});

test.each([
  ['no JSON', '{"receivedAt":1,"topic":"a","payload":1}\nnonsense\n', ':2: not JSON'],
  ['a missing key', '{"receivedAt":1,"topic":"a"}\n', ':1: needs receivedAt'],
  ['a time that is none', '{"receivedAt":"now","topic":"a","payload":1}\n', ':1: needs receivedAt'],
])('%s is named with its line', async (_, text, message) => {
  const error = await read(text).catch((caught: unknown) => caught);
  expect(isGatewayError(error, 'RECORDING_INVALID') && error.message).toContain(message);
});
