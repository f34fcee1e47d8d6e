import type { DeviceCommand } from '../../devices/kit/command.ts';
import type { EventOf } from '../domain/events.ts';
import type { OutboxRow } from '../pipeline/ledger-port.ts';
import { commandRow } from './display-command.ts';

/**
 * What is sent to an actuator that is asked for something. The shop itself keeps the time and takes it back. A lock does not open when
 * the gateway comes back and finds that somebody asked for it before.
 */
export const actuatorRow = (event: EventOf<'actuator.commanded'>): OutboxRow => ({
  ...commandRow(event.device, commandOf(event), event.emittedAt),
  isLiveOnly: event.toward === 'use',
});

function commandOf({ command: id, deadline, action }: EventOf<'actuator.commanded'>): DeviceCommand {
  switch (action.do) {
    case 'switch':
      return { id, deadline, kind: 'switch', on: action.on, channel: action.channel, forMs: null };
    case 'light':
      return { id, deadline, kind: 'light', on: action.on, brightness: action.brightness, color: action.color, forMs: null };
    case 'write':
      return { id, deadline, kind: 'write', name: action.name, value: action.value };
    case 'call':
      return { id, deadline, kind: 'call', name: action.name, arguments: action.arguments };
  }
}
