import type { Rule } from '../domain/actuators/rule.ts';
import { asId } from '../domain/ids.ts';
import { seconds } from '../domain/units.ts';
import { createDriveCompiler } from './compile-drives.ts';
import { compileSchedule, minutesOf } from './compile-schedule.ts';
import { compileCondition } from './condition.ts';
import type { Config } from './schema.ts';

/** Rules as the domain knows them. They have been checked, so nothing here can fail on what an operator wrote. */
export function compileRules({ devices, rules }: Config): readonly Rule[] {
  const drivesOf = createDriveCompiler({ devices });
  return rules.map((rule) => {
    const compiled = compileCondition(rule.when, 'rule');
    return {
      id: asId(rule.id),
      on: rule.on,
      dwell: seconds(rule.dwellS),
      minutes: minutesOf(rule),
      condition: compiled.ok ? compiled.condition.evaluate : () => ({ ok: false, detail: compiled.message }),
      isPersonal: compiled.ok && compiled.condition.parts.has('visitor'),
      drives: drivesOf(rule.actuators, rule.forS),
      priority: rule.priority,
      pause: seconds(rule.pauseS),
      schedule: compileSchedule(rule.schedule),
    };
  });
}
