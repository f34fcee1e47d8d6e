import { describe, expect, it } from 'vitest';
import { figureDigest, recordingDigest, rivalDigest } from '../../../tools/accuracy/digest.ts';

describe('the digest of sources', () => {
  it('is the same each time, and another one for each set of sources', () => {
    expect(figureDigest()).toMatch(/^[0-9a-f]{16}$/);
    expect(figureDigest()).toBe(figureDigest());
    expect(new Set([figureDigest(), recordingDigest(), rivalDigest()]).size).toBe(3);
  });
});
