import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { findDriver } from '../../../devices/index.ts';
import { RIVALS } from '../../../simulators/baselines/rival.ts';
import { runRivals } from '../../../simulators/baselines/run-rivals.ts';
import { writeRecording } from '../../../simulators/recording.ts';
import { scoreOutput } from '../../../simulators/score/score.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { preset, scenario, simulate } from '../support.ts';
import { antennaIn, itemOf, layout } from './support.ts';

const names = Object.keys(RIVALS);
const linesOf = async (lines: readonly string[]) => {
  const recording = join(temporaryFolder(), 'recording.ndjson');
  writeFileSync(recording, `${lines.join('\n')}\n`);
  return await runRivals({ layout, recording, findDriver, names });
};
const line = (second: number, device: string, channel: string, payload: unknown): string =>
  JSON.stringify({ receivedAt: 1_000_000 + second * 1_000, topic: `aisle/v1/${layout.store}/${device}/${channel}`, payload });

describe('the rivals on a simulated half hour', async () => {
  const simulation = simulate({
    scenario: scenario('rush-hour', { durationMs: 30 * 60_000 }),
    preset: preset('easy', { readsPerSecond: 20 }),
  });
  const folder = mkdtempSync(join(tmpdir(), 'aisle-rivals-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const recording = join(folder, 'recording.ndjson');
  await writeRecording(simulation, recording, () => undefined);
  const truth = simulation.truth();
  const outputs = await runRivals({ layout, recording, findDriver, names });
  const scores = Object.fromEntries(Object.entries(outputs).map(([name, output]) => [name, scoreOutput(truth, output)]));

  it('understand what every kind of device of the shop says', () => {
    expect(names.length).toBeGreaterThanOrEqual(6);
    for (const name of names.filter((one) => one !== 'null')) {
      const score = scores[name];
      expect(score?.visits.visits.f1, `${name} visits`).toBeGreaterThan(0.3);
      expect(score?.items.byType.moved?.matched, `${name} moves`).toBeGreaterThan(0);
      expect(score?.items.byType.exited?.f1, `${name} exits`).toBeGreaterThan(0.3);
      expect(score?.visits.tookHome.matched, `${name} taken home`).toBeGreaterThan(0);
      expect(score?.visits.cardRecall, `${name} cards`).toBeGreaterThan(0);
    }
  });

  it('differ: strays move items for the last reader, and for the mobility profile hardly', () => {
    const falseMoves = (name: string): number =>
      (scores[name]?.items.byType.moved?.claimed ?? 0) - (scores[name]?.items.byType.moved?.matched ?? 0);
    expect(falseMoves('last-reader')).toBeGreaterThan(falseMoves('profile-garment'));
  });

  it('have the planogram for ever as the null: all arrived, nothing moves, the door is watched', () => {
    const output = outputs.null;
    expect(new Set(output?.items.map(({ type }) => type))).toEqual(new Set(['arrived']));
    expect(output?.alerts).toEqual([]);
    expect(scores.null?.visits.visits.f1).toBe(scores.smurf?.visits.visits.f1);
    expect(scores.null?.stockExact).toBeGreaterThan(0.5);
  });

  it('say the same each time', async () => {
    expect(await runRivals({ layout, recording, findDriver, names })).toEqual(outputs);
  });
});

describe('what a rival reads', () => {
  const item = itemOf('tea');
  const gate = antennaIn('entrance', 'portal-outer').device;
  const exitOf = (reads: unknown) => [
    line(0, gate, 'status', { state: 'online', boot: 1 }),
    line(5, 'door-counter', 'count', { totalIn: 100, totalOut: 90 }),
    line(20, 'door-counter', 'count', { totalIn: 101, totalOut: 90 }),
    line(60, 'till', 'reads', reads),
    line(120, 'door-counter', 'count', { totalIn: 101, totalOut: 91 }),
    line(180, 'till', 'status', { state: 'online', boot: 1 }),
  ];

  it('are running totals as well as increments', async () => {
    const outputs = await linesOf(exitOf({ epc: item.epc, ant: 1, rssi: -50 }));
    expect(outputs.smurf?.visits).toMatchObject([{ start: 1_020_000, end: 1_120_000 }]);
  });

  it('is nothing of strangers, and nothing that a driver refuses', async () => {
    const strange = [line(1, 'nobody', 'reads', { epc: item.epc, ant: 1, rssi: -50 }), line(2, 'till', 'sale', { id: 5 })];
    expect((await linesOf([...strange, ...exitOf([])])).smurf?.visits).toHaveLength(1);
  });

  it('stops at a line that is none, and names it', async () => {
    await expect(linesOf(['{"topic":"x"}'])).rejects.toThrow('recording.ndjson:1');
    await expect(runRivals({ layout, recording: '', findDriver, names: ['best-of-all'] })).rejects.toThrow('no baseline best-of-all');
  });
});
