import { expect, it } from 'vitest';
import { isFilter, isUnder, isWellFormed } from '../../gateway/transports/mqtt-topic.ts';

it.each([
  ['a/b', 'a/b', true],
  ['a/b', 'a/+', true],
  ['a/b', '+/+', true],
  ['a/b', '#', true],
  ['a', 'a/#', true],
  ['a/b/c', 'a/#', true],
  ['a/b/c', 'a/+', false],
  ['a', 'a/+', false],
  ['a/', 'a/+', true],
  ['/a', '+/a', true],
  ['/a', '+', false],
  ['a/b', 'a', false],
  ['a', 'a/b', false],
  ['A', 'a', false],
  ['$SYS/x', '#', false],
  ['$SYS/x', '+/x', false],
  ['$SYS/x', '$SYS/#', true],
])('%s under %s: %s', (topic, filter, is) => {
  expect(isUnder(topic, filter)).toBe(is);
});

it.each([
  ['a/+/b', true],
  ['+', true],
  ['#', true],
  ['a/#', true],
  ['/', true],
  ['', false],
  ['a+', false],
  ['+a/b', false],
  ['a#', false],
  ['#/a', false],
  ['a/##', false],
])('%s is a filter: %s', (filter, is) => {
  expect(isFilter(filter)).toBe(is);
});

it.each([
  ['gate-1', true],
  ['標籤/1', true],
  ['🛒', true],
  ['', true],
  ['a\u0000', false],
  ['a\nb', false],
  ['\u009b', false],
  ['\ufffd', false],
  ['\ud800', false],
])('%j is well-formed: %s', (text, is) => {
  expect(isWellFormed(text)).toBe(is);
});
