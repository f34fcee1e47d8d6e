import { checkCondition, type OfferNames } from './check-conditions.ts';
import { checkDrives } from './check-drives.ts';
import { checkTrigger } from './check-offers.ts';
import { checkSchedule } from './check-schedule.ts';
import type { RuleConfig } from './schema.ts';
import type { Finding } from './schema-problems.ts';

/** Every rule is in order, and no two have one name. */
export function checkRules(rules: readonly { readonly index: number; readonly value: RuleConfig }[], names: OfferNames): Finding[] {
  const ids = new Set<string>();
  return rules.flatMap(({ index, value: rule }) => {
    const path = ['rules', index];
    const twice: Finding[] = ids.has(rule.id) ? [{ path: [...path, 'id'], message: 'another rule has that name', got: rule.id }] : [];
    ids.add(rule.id);
    return [
      ...twice,
      ...checkCondition(rule.when, [...path, 'when'], names, 'rule').findings,
      ...checkTrigger(rule, path),
      ...checkSchedule(rule.schedule, [...path, 'schedule'], names),
      ...checkDrives(rule.actuators, [...path, 'actuators'], names),
    ];
  });
}
