import { expect, it } from 'vitest';
import { preset, runAll, scenario, simulate } from './support.ts';

const states = (outagesTold: number): string[] =>
  runAll(
    simulate({
      scenario: scenario('nobody', { durationMs: 15 * 60_000 }),
      preset: preset('realistic', { outagesPerHour: 20, outageSeconds: 20, outagesTold, readsPerSecond: 2, counterRebootsPerHour: 0 }),
    }),
  )
    .filter(({ topic }) => topic.endsWith('/status'))
    .map(({ payloadBytes }) => (JSON.parse(Buffer.from(payloadBytes).toString()) as { state: string }).state);

it('says offline when a reader falls out, where outages are told, and nothing where they are not', () => {
  expect(states(1).filter((state) => state === 'offline').length).toBeGreaterThan(5);
  expect(states(0)).not.toContain('offline');
});
