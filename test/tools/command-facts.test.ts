import { describe, expect, it } from 'vitest';
import { drivers, findDriver } from '../../devices/index.ts';
import { listensOf } from '../../devices/kit/define-device.ts';
import { fillTopic, topicMatches } from '../../devices/kit/topics.ts';
import { commandFacts, printable } from '../../tools/command-facts.ts';

const obeying = drivers.filter(({ command }) => command !== undefined);
const facts = (name: string) => {
  const driver = findDriver(name);
  return driver ? commandFacts(driver) : [];
};

describe('what drivers obey', () => {
  it.each(obeying)('$driver obeys something', (driver) => {
    expect(commandFacts(driver).length).toBeGreaterThan(0);
  });

  it.each(obeying.filter(({ transports }) => transports.includes('mqtt')))('$driver is told where it may listen', (driver) => {
    const filters = listensOf(driver, driver.settings?.parse({}) ?? {}).map((filter) =>
      fillTopic(filter, { store: 'shop', device: 'device-1' }),
    );
    for (const { words } of commandFacts(driver)) {
      for (const said of words) {
        const [topic = ''] = said.split(' ', 1);
        expect(
          filters.some((filter) => topicMatches(filter, topic)),
          topic,
        ).toBe(true);
      }
    }
  });

  it('is found by asking, not by what somebody wrote', () => {
    expect(facts('shelly-gen2')).toMatchObject([
      { kind: 'switch', channels: true, forTime: true, proof: 'its own state', proofKeys: ['switch0'] },
      { kind: 'light', forTime: true },
    ]);
    expect(facts('esphome')).toMatchObject([
      { kind: 'switch', channels: true, forTime: false },
      { kind: 'light', forTime: true },
    ]);
    expect(facts('wled')).toMatchObject([
      { kind: 'switch', channels: false, words: ['device-1 ON'], proofKeys: ['on'] },
      { kind: 'light' },
    ]);
    expect(facts('cd5220')).toMatchObject([{ kind: 'show', proof: 'nothing but that it was sent', proofKeys: [] }]);
    expect(facts('openepaperlink')).toMatchObject([{ kind: 'show', words: ['POST /jsonupload'], proofKeys: ['delivered'] }]);
    expect(facts('opcua-nodes').map(({ kind, proof }) => `${kind}: ${proof}`)).toEqual([
      'switch: the answer of the server',
      'write: the answer of the server',
      'call: the answer of the server',
    ]);
    expect(facts('sparkplug-b').map(({ kind }) => kind)).toEqual(['write', 'call']);
    expect(facts('impinj-iot')).toEqual([]);
  });

  it('shows bytes so that a page can hold them', () => {
    expect(printable(Buffer.from('\x1bQAtea\r'))).toBe('\\x1bQAtea\\x0d');
    expect(printable(Uint8Array.of(0xa0, 0x04, 0x01, 0x89, 0x01))).toBe('a0 04 01 89 01');
    expect(printable(Buffer.from('x'.repeat(300)))).toHaveLength(203);
  });
});
