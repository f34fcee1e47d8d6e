import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { drivers } from '../../devices/index.ts';
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
