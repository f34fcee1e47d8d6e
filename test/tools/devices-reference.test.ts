import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drivers } from '../../devices/index.ts';
import { listensOf } from '../../devices/kit/define-device.ts';
import { commandFacts } from '../../tools/command-facts.ts';
import { devicesReference } from '../../tools/devices-reference.ts';

it('docs/devices.md says what the drivers say: run `node tools/write-references.ts`', () => {
  expect(readFileSync('docs/devices.md', 'utf8')).toBe(devicesReference());
});

it('the reference names every driver with its topics, models and ranges', () => {
  const page = devicesReference();
  for (const driver of drivers) {
    for (const text of [`## ${driver.driver}`, ...driver.topics, ...driver.models]) expect(page).toContain(text);
    for (const [name, { min, max }] of Object.entries(driver.quantities))
      expect(page).toMatch(new RegExp(`\`${name}\`.*${min} \\| ${max}`));
  }
});

it('the reference names every setting, filter and command of a driver, and shows no bytes as numbers', () => {
  const page = devicesReference();
  const sections = new Map(page.split(/^## /m).map((part) => [part.split('\n', 1)[0] ?? '', part]));
  for (const driver of drivers) {
    const section = sections.get(driver.driver) ?? '';
    const defaults = driver.settings?.parse({}) ?? {};
    for (const name of Object.keys(defaults as object)) expect(section, driver.driver).toContain(`| \`${name}\` |`);
    for (const filter of listensOf(driver, defaults)) expect(section).toContain(`- \`${filter}\``);
    for (const { kind } of commandFacts(driver)) expect(section).toMatch(new RegExp(`^\\| ${kind} \\| \``, 'm'));
    if (driver.stream) expect(section).toContain(`As delivered: ${driver.stream.line.baud} baud`);
    expect(section).toContain(`Role \`${driver.role}\`, family \`${driver.family}\``);
  }
  expect(page).not.toMatch(/\{"0":\d/);
  expect(page).toContain('## Commands');
});
