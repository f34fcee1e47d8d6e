import { expect, test } from 'vitest';
import { causesOf, type Raised } from '../../gateway/ledger/queries/alert-causes.ts';
import { MINUTE, NINE } from './events.ts';

const alert = (id: string, type: string, minute: number, more: Partial<Raised> = {}): Raised => ({
  ...{ id, type, severity: 'minor', at: NINE + minute * MINUTE, clearedAt: null, zone: null, epc: null, visit: null, device: null },
  ...more,
});
const causes = (...alerts: readonly Raised[]) => Object.fromEntries(causesOf(alerts));

test('what a silent reader leaves unsaid follows from it, as long as it is silent', () => {
  const tea = { device: 'tea-reader', zone: 'tea' };
  const silent = alert('silent', 'device-silent', 10, { ...tea, clearedAt: NINE + 40 * MINUTE });
  const told = causes(
    silent,
    alert('quiet', 'antenna-quiet', 4, tea),
    alert('tag', 'reference-tag-missing', 20, tea),
    alert('stock', 'stock-disagrees', 30, { device: null, zone: 'tea' }),
    alert('elsewhere', 'stock-disagrees', 30, { zone: 'coffee' }),
    alert('exit', 'unsold-exit', 30, { zone: 'tea', epc: 'E1' }),
    alert('other', 'antenna-quiet', 20, { device: 'coffee-reader' }),
    alert('long-before', 'antenna-quiet', -70, tea),
    alert('after', 'reference-tag-missing', 110, tea),
  );
  expect(told).toEqual({ quiet: 'silent', tag: 'silent', stock: 'silent' });
});

test('items that leave together are one thing to look at, under the gravest', () => {
  const told = causes(
    alert('soft', 'exit-suspected', 0, { severity: 'warning', epc: 'E1', visit: 'v1', zone: 'door' }),
    alert('first', 'unsold-exit', 2, { severity: 'critical', epc: 'E1', visit: 'v1', zone: 'door' }),
    alert('second', 'unsold-exit', 2, { severity: 'critical', epc: 'E2', visit: 'v1', zone: 'door' }),
    alert('same-door', 'unsold-exit', 2.25, { severity: 'critical', epc: 'E3', zone: 'door' }),
    alert('later', 'unsold-exit', 5, { severity: 'critical', epc: 'E4', visit: 'v2', zone: 'door' }),
  );
  expect(told).toEqual({ soft: 'first', second: 'first', 'same-door': 'first' });
});

test('a complaint that comes and goes is rolled up under its newest, and with that under its cause', () => {
  const quiet = (id: string, minute: number) =>
    alert(id, 'antenna-quiet', minute, { device: 'd', clearedAt: NINE + (minute + 5) * MINUTE });
  expect(causes(quiet('a', 0), quiet('b', 30), quiet('c', 80), quiet('d', 300))).toEqual({ a: 'c', b: 'c' });
  expect(causes(quiet('a', 0), quiet('b', 30), alert('silent', 'device-silent', 35, { device: 'd' }))).toEqual({
    a: 'silent',
    b: 'silent',
  });
});

test('the order in which they are given does not matter', () => {
  const all = Array.from({ length: 40 }, (_, i) =>
    alert(`a${i}`, i % 7 === 0 ? 'device-silent' : 'antenna-quiet', i * 3, { device: `d${i % 3}` }),
  );
  expect(causes(...all.toReversed())).toEqual(causes(...all));
});
