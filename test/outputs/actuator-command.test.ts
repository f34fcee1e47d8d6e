import { describe, expect, test } from 'vitest';
import type { Action } from '../../gateway/domain/actuators/action.ts';
import type { EventOf } from '../../gateway/domain/events.ts';
import { actuatorRow } from '../../gateway/outputs/actuator-command.ts';
import { events, MINUTE, NINE } from '../ledger/events.ts';

const commanded = (more: Readonly<Record<string, unknown>>) => events([['actuator.commanded', more]])[0] as EventOf<'actuator.commanded'>;

describe('a command to an actuator', () => {
  test.each<{ action: Action; command: object }>([
    { action: { do: 'switch', on: true, channel: 2 }, command: { kind: 'switch', on: true, channel: 2, forMs: null } },
    {
      action: { do: 'light', on: true, brightness: 0.5, color: '#00FF00' },
      command: { kind: 'light', on: true, brightness: 0.5, color: '#00FF00', forMs: null },
    },
    { action: { do: 'write', name: 'setPoint', value: 21 }, command: { kind: 'write', name: 'setPoint', value: 21 } },
    { action: { do: 'call', name: 'open', arguments: [1] }, command: { kind: 'call', name: 'open', arguments: [1] } },
  ])('of $action.do is said in the words of all commands', ({ action, command }) => {
    const { sink, key, expires, body } = actuatorRow(commanded({ action }));
    expect([sink, key, expires]).toEqual(['display', 'u-1', NINE + 5_000]);
    expect(body).toEqual({ device: 'lamp-1', command: { id: 'u-1', deadline: NINE + 5_000, ...command } });
  });

  test('is not sent late when it opens something, and is when it closes', () => {
    expect(actuatorRow(commanded({ at: NINE + MINUTE })).isLiveOnly).toBe(true);
    expect(actuatorRow(commanded({ toward: 'safe' })).isLiveOnly).toBe(false);
  });
});
