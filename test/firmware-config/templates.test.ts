import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { drivers } from '../../devices/index.ts';
import { readMessages } from '../../devices/kit/llrp/message.ts';
import { readRoSpec } from '../../devices/kit/llrp/ro-spec.ts';
import type { ProvisionInput } from '../../firmware-config/template.ts';
import { templateFor, templates } from '../../firmware-config/templates.ts';

const PASSWORD = 'kmv7-bc6z-nq61-z6z9';
const input = (driver: string, more: Partial<ProvisionInput> = {}): ProvisionInput => ({
  device: {
    id: 'gate-1',
    address: 'Gate One',
    driver,
    topics: ['impinj/Gate One/events'],
    url: 'https://192.0.2.7',
    antennas: [1, 2],
    settings: {},
  },
  children: [
    { id: 'lamp-1', address: 'lamp one', zone: 'coffee' },
    { id: 'lamp-2', address: 'lamp two', zone: 'tea' },
  ],
  store: { id: 'corner', timezone: 'Asia/Taipei' },
  broker: { host: '192.0.2.1', port: 1_883 },
  gateway: { url: 'http://192.0.2.1:8080' },
  credential: { user: 'gate-1', password: PASSWORD },
  line: null,
  ...more,
});
const named = (name: string) => {
  const template = templates.find((known) => known.name === name);
  if (!template) throw new Error(`no template ${name}`);
  return template;
};
const fileOf = (name: string, file: string, more: Partial<ProvisionInput> = {}): string => {
  const step = named(name)
    .render(input(name, more))
    .find((each) => each.file === file);
  if (!step) throw new Error(`${name} writes no ${file}`);
  return step.text;
};

describe('the templates', () => {
  it('are named once, and name drivers that exist', () => {
    expect(new Set(templates.map(({ name }) => name)).size).toBe(templates.length);
    const named = templates.flatMap((template) => template.drivers);
    expect(new Set(named).size).toBe(named.length);
    const known = new Set(drivers.map(({ driver }) => driver));
    expect(named.filter((driver) => !known.has(driver))).toEqual([]);
  });

  it.each(drivers)('say something useful for $driver', ({ driver, stream }) => {
    const steps = templateFor(driver, stream !== undefined).render(input(driver));
    expect(steps.length).toBeGreaterThan(0);
    for (const { title, how, text } of steps) for (const part of [title, how, text]) expect(part.trim()).not.toBe('');
    expect(new Set(steps.map(({ file }) => file).filter((file) => file !== null)).size).toBe(
      steps.filter(({ file }) => file !== null).length,
    );
  });

  it('put no secret where other users of a machine could read it: no command line holds it', () => {
    for (const template of templates)
      for (const { how, text, file } of template.render(input(template.drivers[0] ?? 'canonical-json'))) {
        expect(how).not.toContain(PASSWORD);
        if (file === null)
          for (const line of text.split('\n').filter((each) => /^(curl|mosquitto|mkdir)/.test(each))) expect(line).not.toContain(PASSWORD);
      }
  });
});

describe('the settings of', () => {
  it('an Impinj reader: its own client id, topics that its driver reads, every antenna', () => {
    expect(JSON.parse(fileOf('impinj', 'mqtt.json'))).toMatchObject({
      brokerHostname: '192.0.2.1',
      clientId: 'gate-1',
      username: 'gate-1',
      password: PASSWORD,
      eventTopic: 'impinj/Gate One/events',
      eventQualityOfService: 1,
      willMessage: 'connection lost',
    });
    const preset = JSON.parse(fileOf('impinj', 'preset.json')) as { antennaConfigs: { antennaPort: number }[] };
    expect(preset.antennaConfigs.map(({ antennaPort }) => antennaPort)).toEqual([1, 2]);
  });

  it('a Zebra reader: a client id for each interface that belongs to the device', () => {
    const text = fileOf('zebra', 'config.json');
    expect(text.match(/"clientId": "gate-1_[a-z]+"/g)).toHaveLength(3);
    expect(JSON.parse(fileOf('zebra', 'mode.json'))).toMatchObject({ type: 'CUSTOM', antennas: [1, 2] });
  });

  it('a Tasmota node: grams, its own topic, one command a line', () => {
    const lines = fileOf('tasmota', 'console.txt').split('\n');
    expect(lines).toContain('WeightRes 3');
    expect(lines).toContain('Topic Gate One');
    expect(lines).toContain(`MqttPassword ${PASSWORD}`);
    for (const line of lines) expect(line).toMatch(/^[A-Z][A-Za-z0-9]+ \S.*$/);
  });

  it('a Shelly and a WLED controller: JSON that they take', () => {
    expect(JSON.parse(fileOf('shelly', 'mqtt.json'))).toMatchObject({
      method: 'MQTT.SetConfig',
      params: { config: { server: '192.0.2.1:1883', client_id: 'gate-1', topic_prefix: 'Gate One' } },
    });
    expect(JSON.parse(fileOf('wled', 'mqtt.json'))).toMatchObject({ if: { mqtt: { topics: { device: 'Gate One' } } } });
  });

  it('an ESPHome node: YAML that parses', () => {
    const node = parse(fileOf('esphome', 'Gate One.yaml')) as { mqtt: Record<string, unknown>; sensor: unknown[] };
    expect(node.mqtt).toMatchObject({ broker: '192.0.2.1', username: 'gate-1', password: PASSWORD, discovery: false });
    expect(node.sensor.length).toBeGreaterThan(0);
  });

  it('a Zigbee bridge: a group per zone of what comes by it', () => {
    const bridge = parse(fileOf('zigbee2mqtt', 'configuration.yaml')) as Record<string, unknown>;
    expect(bridge).toMatchObject({
      mqtt: { base_topic: 'Gate One', server: 'mqtt://192.0.2.1:1883' },
      groups: { 1: { friendly_name: 'zone-coffee' }, 2: { friendly_name: 'zone-tea' } },
    });
  });

  it('an LLRP reader: an ADD_ROSPEC that says what store.yaml says', () => {
    const line = {
      kind: 'llrp',
      host: '192.0.2.7',
      port: 5_084,
      session: 2,
      population: 100,
      powerDbm: null,
      mode: null,
      keepaliveS: 5,
    } as const;
    const hex = fileOf('llrp', 'add-rospec.hex', { line }).replaceAll('\n', '');
    const messages = readMessages(Buffer.from(hex, 'hex'));
    if (typeof messages === 'string') throw new Error(messages);
    const [message] = messages;
    expect(readRoSpec(message?.body ?? new Uint8Array())).toMatchObject({ session: 2, population: 100, antennas: [1, 2] });
  });

  it('a serial device: its line, and a rule that keeps its name', () => {
    const line = { kind: 'serial', path: '/dev/ttyUSB0', baud: 9_600, dataBits: 7, parity: 'even', stopBits: 1 } as const;
    const [settings, rule] = named('serial-line').render(input('mt-sics', { line }));
    expect(settings?.text).toBe('/dev/ttyUSB0: 9600 baud, 7 data bits, parity even, 1 stop bit');
    expect(rule?.text).toContain('SYMLINK+="aisle-gate-1"');
  });
});
