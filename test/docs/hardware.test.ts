import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { findDriver } from '../../devices/index.ts';
import { errorsOf } from '../config/shop-folder.ts';
import { readDoc } from './read-docs.ts';

const text = readDoc('docs/hardware.md');
const blocks = [...text.matchAll(/```yaml file=devices\n([\s\S]*?)```/g)].map(([, block = '']) => block);
const ZONES = `zones:
  - { id: entrance, kind: entrance }
  - { id: coffee, kind: shelf }
  - { id: apparel, kind: shelf }
  - { id: fitting, kind: fitting }
  - { id: checkout, kind: checkout }
  - { id: storage, kind: storage }
`;

describe('docs/hardware.md', () => {
  it.each(blocks)('has devices that the gateway takes as they stand: %s', (block) => {
    expect(errorsOf({ 'store.yaml': `${ZONES}${block}` })).toEqual([]);
  });

  it('shows every way to reach a device', () => {
    const devices = blocks.flatMap((block) => (parse(block) as { devices: Record<string, unknown>[] }).devices);
    for (const way of ['serial', 'tcp', 'llrp', 'opcua', 'http', 'via'])
      expect(
        devices.some((device) => way in device),
        way,
      ).toBe(true);
    for (const { driver } of devices) expect(findDriver(String(driver)), String(driver)).toBeDefined();
  });
});
