import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../dashboards/player/player-settings.ts';

function createStorage(initial?: string) {
  const values = new Map(initial === undefined ? [] : [['aisle.player', initial]]);
  return { getItem: (key: string) => values.get(key) ?? null, setItem: (key: string, value: string) => void values.set(key, value) };
}

describe('the settings of a display', () => {
  it('come from the address and are known again without it', () => {
    const storage = createStorage();
    const given = readSettings('#display=screen-tea&key=K1&store=river&lang=en&idle=Hello%20there', storage);
    expect(given).toEqual({ store: 'river', display: 'screen-tea', key: 'K1', language: 'en', idle: 'Hello there' });
    expect(readSettings('', storage)).toEqual(given);
  });

  it('take a new key and keep the rest', () => {
    const storage = createStorage();
    readSettings('#display=screen-tea&key=K1&store=river', storage);
    expect(readSettings('#key=K2', storage)).toMatchObject({ store: 'river', display: 'screen-tea', key: 'K2' });
  });

  it.each([
    ['', undefined],
    ['#display=screen-tea', undefined],
    ['', 'not json'],
  ])('are missing for %j with %j stored', (fragment, stored) => {
    expect(readSettings(fragment, createStorage(stored))).toBeNull();
  });
});
