import { describe, expect, it } from 'vitest';
import { figureDigest } from '../../tools/accuracy/digest.ts';
import { stampLine } from '../../tools/accuracy/document.ts';
import { readDoc } from './read-docs.ts';

const stamp = /^Measured on (\d{4}-\d\d-\d\d), sources ([0-9a-f]{16})\.$/m.exec(readDoc('docs/accuracy.md'));

describe('docs/accuracy.md', () => {
  it('says when and with which sources it was measured', () => {
    expect(stamp?.[0]).toBe(stampLine({ date: stamp?.[1] ?? '', digest: stamp?.[2] ?? '' }));
  });

  it('holds figures of the sources as they are: else run `npm run accuracy -- --write`', () => {
    expect(stamp?.[2], 'run `npm run accuracy -- --write`').toBe(figureDigest());
  });
});
