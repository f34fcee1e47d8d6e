import { describe, expect, it } from 'vitest';
import { en } from '../../dashboards/web/i18n/en.ts';
import type { AlertType } from '../../gateway/domain/events.ts';
import { readDoc } from './read-docs.ts';

/** Every alert there is; a new one is a compile error here until it has been put on its side. */
const IS_ABOUT_A_DEVICE: Readonly<Record<AlertType, boolean>> = {
  'unsold-exit': false,
  'exit-suspected': false,
  bulk: false,
  'bulk-muted': false,
  clone: false,
  flood: false,
  'device-silent': true,
  'reader-blind': true,
  'antenna-quiet': true,
  'reference-tag-missing': true,
  'clock-skew': true,
  'battery-low': true,
  'counter-stuck': true,
  'display-unconfirmed': true,
  'actuator-unproved': true,
  'stock-disagrees': false,
};
const types = Object.entries(IS_ABOUT_A_DEVICE);

describe('alerts', () => {
  it.each([
    { heading: 'Device health', about: true },
    { heading: 'Alarms about goods', about: false },
  ])('stand in docs/operating.md, $heading, and no others', ({ heading, about }) => {
    const section = readDoc('docs/operating.md').split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const told = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, type = '']) => type);
    expect(told.toSorted()).toEqual(types.flatMap(([type, isDevice]) => (isDevice === about ? [type] : [])).toSorted());
  });

  it('all have words on the dashboard', () => {
    const texts: Readonly<Record<string, string>> = en;
    expect(types.filter(([type]) => texts[`alert.${type}`] === undefined)).toEqual([]);
  });
});
