import { describe, expect, it } from 'vitest';
import type { DeviceCommand, Outgoing } from '../../devices/kit/command.ts';
import { asId } from '../../gateway/domain/ids.ts';
import { instant } from '../../gateway/domain/units.ts';
import { GatewayError } from '../../gateway/errors.ts';
import { type CommanderOptions, createCommander, type HardwareVoice } from '../../gateway/outputs/commander.ts';
import { createDrain, type WaitingRow } from '../../gateway/outputs/drain.ts';
import { createOutboxFake } from '../support/fakes/outbox.fake.ts';
import { until } from '../support/until.ts';

const NOW = 1_768_467_600_000;
const on = (id: string, more: Partial<DeviceCommand> = {}): DeviceCommand =>
  ({ id, deadline: NOW + 10_000, kind: 'switch', on: true, channel: 0, forMs: null, ...more }) as DeviceCommand;
let rows = 0;
const row = (device: string, command: DeviceCommand): WaitingRow => ({
  id: ++rows,
  attempts: 0,
  sink: 'display',
  key: command.id,
  at: instant(NOW),
  since: instant(NOW),
  expires: instant(command.deadline),
  body: { device: asId(device), command },
});

function open(voices: Readonly<Record<string, HardwareVoice>>, more: Partial<CommanderOptions> = {}) {
  const said: string[] = [];
  const clock = { now: NOW };
  const commander = createCommander({
    voiceOf: (device) => voices[device] ?? null,
    commandTopic: (device) => `cmd/${device}`,
    publish: async (topic, payload) => void said.push(`${topic} ${Buffer.from(payload)}`),
    stream: async (device, bytes) => void said.push(`stream ${device} ${Buffer.from(bytes)}`),
    http: async (device, request) => void said.push(`http ${device} ${request.path}`),
    opcua: async (device) => void said.push(`opcua ${device}`),
    acknowledge: async (device, id, result) => void said.push(`ack ${device} ${id} ${result}`),
    clock: () => clock.now,
    log: () => undefined,
    retryMs: 1,
    lookMs: 1,
    ...more,
  });
  return { commander, said, clock };
}

const mqtt: Outgoing = { via: 'mqtt', topic: 'relay/set', bytes: Buffer.from('on') };
const relay: HardwareVoice = {
  command: (command) => (command.kind === 'switch' ? [mqtt] : []),
  confirms: (command, values) => command.kind === 'switch' && values.on === command.on,
};
const pole: HardwareVoice = { command: () => [{ via: 'stream', bytes: Buffer.from('hello') }], confirms: null };

describe('commands to devices', () => {
  it('go as canonical JSON to hardware that speaks it, which acknowledges by itself', async () => {
    const { commander, said } = open({});
    const one = row('screen', on('c1'));
    expect(await commander.deliver([one])).toEqual({ delivered: [one.id], failed: [] });
    expect(said).toEqual([`cmd/screen ${JSON.stringify(on('c1'))}`]);
  });

  it('are done when a state of the device proves it, and only then', async () => {
    const { commander, said, clock } = open({ relay });
    await commander.deliver([row('relay', on('c1'))]);
    expect(said).toEqual(['relay/set on']);
    commander.stated('relay', { on: false });
    commander.stated('other', { on: true });
    expect(said).toHaveLength(1);
    commander.stated('relay', { on: true });
    commander.stated('relay', { on: true });
    expect(said.slice(1)).toEqual(['ack relay c1 done']);
    await commander.deliver([row('relay', on('c2'))]);
    clock.now = NOW + 10_000;
    commander.stated('relay', { on: true });
    expect(said.filter((text) => text.startsWith('ack'))).toEqual(['ack relay c1 done']);
  });

  it('are refused at once when the hardware cannot obey', async () => {
    const { commander, said } = open({ relay });
    await commander.deliver([row('relay', on('c1', { kind: 'call', name: 'x', arguments: [] }))]);
    expect(said).toEqual(['ack relay c1 refused']);
  });

  it('are done when they were handed over to hardware that never answers', async () => {
    const { commander, said } = open({ pole });
    const show = { id: 'c1', deadline: NOW + 1_000, kind: 'show', showForMs: 1_000, content: {} } as const;
    await commander.deliver([row('pole', show)]);
    await until(() => said.length === 2, 'the pole was told');
    expect(said).toEqual(['stream pole hello', 'ack pole c1 shown']);
  });

  it('do not wait for another device that does not answer', async () => {
    const dead = Promise.withResolvers<void>();
    const { commander, said } = open({ pole, relay }, { stream: () => dead.promise });
    await commander.deliver([row('pole', on('c1')), row('relay', on('c2'))]);
    expect(said).toEqual(['relay/set on']);
    dead.resolve();
    await commander.stop();
  });

  it.each([
    ['told as expired', on('c1'), ['ack pole c1 expired']],
    ['an offer left unconfirmed', { id: 'c1', deadline: NOW + 10_000, kind: 'show', showForMs: 1_000, content: {} } as const, []],
  ])('are tried again until the deadline, and then %s', async (_how, command, ends) => {
    let tries = 0;
    const { commander, said, clock } = open(
      { pole },
      {
        async stream() {
          tries++;
          if (tries === 3) clock.now = NOW + 10_000;
          throw new Error('unplugged');
        },
      },
    );
    const only = row('pole', command);
    const { underWay } = await commander.deliver([only]);
    await underWay?.get(only.id);
    expect(tries).toBe(3);
    expect(said).toEqual(ends);
    await commander.stop();
  });

  it('wait in the outbox while the broker is away, in order', async () => {
    let away = true;
    const { commander } = open(
      { relay },
      {
        async publish() {
          if (away) throw new Error('away');
        },
      },
    );
    const both = [row('relay', on('c1')), row('screen', on('c2'))];
    expect((await commander.deliver(both)).delivered).toEqual([]);
    away = false;
    expect((await commander.deliver(both)).delivered).toEqual(both.map(({ id }) => id));
  });

  it('wait and are told of when something else than the broker stands in their way', async () => {
    const told: string[] = [];
    const { commander } = open(
      { relay },
      {
        async publish() {
          throw new TypeError('a mistake');
        },
        log: (text) => void told.push(text),
      },
    );
    expect((await commander.deliver([row('relay', on('c1'))])).delivered).toEqual([]);
    expect(told).toEqual(['commands could not be handed over; they wait']);
  });

  it('are refused when a device has too many waiting', async () => {
    const dead = Promise.withResolvers<void>();
    const { commander, said } = open({ pole }, { stream: () => dead.promise });
    await commander.deliver(Array.from({ length: 40 }, (_, index) => row('pole', on(`c${index}`))));
    expect(said.filter((text) => text.endsWith('refused'))).toHaveLength(8);
    dead.resolve();
    await commander.stop();
  });

  it('are refused at once when asking again would not help', async () => {
    let tries = 0;
    const { commander, said } = open(
      { pole },
      {
        async stream() {
          tries++;
          throw new GatewayError('DEVICE_REFUSED', 'store.yaml allows no such write');
        },
      },
    );
    await commander.deliver([row('pole', on('c1'))]);
    await until(() => said.length === 1, 'a refusal');
    expect([said, tries]).toEqual([['ack pole c1 refused'], 1]);
    await commander.stop();
  });

  it('expire when nothing has proved them by their deadline; what a display did not prove, the shop finds by itself', async () => {
    const silent: HardwareVoice = { command: () => [mqtt], confirms: () => false };
    const { commander, said, clock } = open({ silent });
    const show = { id: 'c2', deadline: NOW + 10_000, kind: 'show', showForMs: 1_000, content: {} } as const;
    await commander.deliver([row('silent', on('c1')), row('silent', show), row('silent', on('c3', { deadline: NOW + 20_000 }))]);
    clock.now = NOW + 10_000;
    await until(() => said.length > 3, 'an expiry');
    clock.now = NOW + 20_000;
    await until(() => said.length > 4, 'the other expiry');
    expect(said.slice(3)).toEqual(['ack silent c1 expired', 'ack silent c3 expired']);
    await commander.stop();
  });

  it('expire too when the device could not be reached until then', async () => {
    const away = async (): Promise<void> => {
      throw new Error('unplugged');
    };
    const { commander, said, clock } = open({ pole }, { stream: away });
    await commander.deliver([row('pole', on('c1'))]);
    clock.now = NOW + 10_000;
    await until(() => said.length === 1, 'an expiry');
    expect(said).toEqual(['ack pole c1 expired']);
    await commander.stop();
  });

  it('are refused when a device leaves too many unproved', async () => {
    const { commander, said } = open({ relay });
    await commander.deliver(Array.from({ length: 40 }, (_, index) => row('relay', on(`c${index}`))));
    expect(said.filter((text) => text.endsWith('refused'))).toHaveLength(8);
    commander.stated('relay', { on: true });
    expect(said.filter((text) => text.endsWith('done'))).toHaveLength(32);
    await commander.stop();
  });

  it('stay in the outbox until they were carried out, and for the next start when the gateway stops before', async () => {
    const clock = { now: NOW };
    const box = createOutboxFake();
    const line = { isOpen: false };
    const { commander, said } = open(
      { pole },
      {
        async stream(device) {
          if (!line.isOpen) throw new Error('unplugged');
          said.push(`stream ${device}`);
        },
      },
    );
    const drain = createDrain({ sink: 'display', outbox: box.outbox, batch: 2, clock: () => clock.now, deliver: commander.deliver });
    box.outbox.add([row('pole', on('c1')), row('pole', on('c2')), row('screen', on('c3'))]);
    drain.start();
    await until(() => said.length > 0, 'the screen was told');
    expect(said).toEqual([`cmd/screen ${JSON.stringify(on('c3'))}`]);
    expect(box.rows.map(({ key }) => key)).toEqual(['c1', 'c2']);
    line.isOpen = true;
    await until(() => box.rows.length === 0, 'an empty outbox');
    expect(said.slice(1)).toEqual(['stream pole', 'ack pole c1 done', 'stream pole', 'ack pole c2 done']);

    line.isOpen = false;
    box.outbox.add([row('pole', on('c4'))]);
    await drain.stop();
    await commander.stop();
    expect(box.rows.map(({ key }) => key)).toEqual(['c4']);
  });
});
