import { join } from 'node:path';
import { findDriver } from '../../devices/index.ts';
import type { DeviceOutput } from '../../simulators/devices/message.ts';
import type { Layout } from '../../simulators/layout/layout.ts';
import { readLayout } from '../../simulators/layout/read-layout.ts';
import { presets, type RadioPreset } from '../../simulators/scenarios/presets.ts';
import { type Scenario, scenarios } from '../../simulators/scenarios/scenarios.ts';
import { createSimulation, type Simulation } from '../../simulators/simulation.ts';

export const START = Date.parse('2026-05-01T10:00:00+08:00');

export const demoLayout = (): Layout => readLayout(join(import.meta.dirname, '../../simulators/shops/demo'));

export function preset(name: string, change: Partial<RadioPreset> = {}): RadioPreset {
  const found = presets[name];
  if (!found) throw new Error(`no preset ${name}`);
  return { ...found, ...change };
}

export function scenario(name: string, change: Partial<Scenario> = {}): Scenario {
  const found = scenarios[name];
  if (!found) throw new Error(`no scenario ${name}`);
  return { ...found, ...change };
}

export interface Asked {
  readonly seed?: number;
  readonly scenario?: Scenario;
  readonly preset?: RadioPreset;
  readonly layout?: Layout;
  readonly startAt?: number;
}

export const simulate = (asked: Asked = {}): Simulation =>
  createSimulation({
    layout: asked.layout ?? demoLayout(),
    scenario: asked.scenario ?? scenario('rush-hour', { durationMs: 5 * 60_000 }),
    preset: asked.preset ?? preset('realistic'),
    seed: asked.seed ?? 7,
    startAt: asked.startAt ?? START,
    findDriver,
  });

export const runAll = (simulation: Simulation): DeviceOutput[] => [...simulation.next(simulation.endAt)];
