import { describe, expect, it } from 'vitest';
import { createVirtualDisplay } from '../../../simulators/devices/virtual-display.ts';

const bytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));

describe('a virtual display', () => {
  it('shows nearly all commands after a moment, refuses a few, and now and then says nothing', () => {
    const display = createVirtualDisplay('screen', 1);
    const results = Array.from({ length: 2_000 }, (_, n) => display.command(bytes({ id: `c${n}` }), 1_000));
    const shown = results.filter((answer) => answer?.reading.kind === 'ack' && answer.reading.result === 'shown').length;
    const refused = results.filter((answer) => answer?.reading.kind === 'ack' && answer.reading.result === 'refused').length;
    const silent = results.filter((answer) => answer === null).length;
    expect(shown).toBeGreaterThan(1_900);
    expect(refused).toBeGreaterThan(0);
    expect(silent).toBeGreaterThan(0);
    for (const answer of results) if (answer) expect(answer.afterMs).toBeGreaterThanOrEqual(80);
  });

  it('names the command it answers and says expired after the deadline', () => {
    const answer = createVirtualDisplay('screen', 3).command(bytes({ id: 'late', deadline: 500 }), 1_000);
    expect(answer?.reading).toMatchObject({ kind: 'ack', command: 'late', result: 'expired', device: 'screen' });
  });

  it('ignores what is no command', () => {
    const display = createVirtualDisplay('screen', 1);
    for (const value of [null, [], {}, { id: 5 }, 'show']) expect(display.command(bytes(value), 0)).toBeNull();
    expect(display.command(Buffer.from('{'), 0)).toBeNull();
  });
});
