import type { DeviceCommand, Outgoing } from '../command.ts';

/**
 * Commands for an OPC UA server: a write to or a call of what store.yaml names. A switch writes the variable named `switch`,
 * further channels `switch1`, `switch2`; one that shall go back by itself cannot be asked of a variable, nor can pictures
 * and lamps. The server's own answer tells whether it was done.
 */
export function commandNodes(command: DeviceCommand): readonly Outgoing[] {
  switch (command.kind) {
    case 'write':
      return [{ via: 'opcua', write: { name: command.name, value: command.value } }];
    case 'call':
      return [{ via: 'opcua', call: { name: command.name, arguments: command.arguments } }];
    case 'switch': {
      if (command.forMs !== null) return [];
      const name = command.channel === 0 ? 'switch' : `switch${command.channel}`;
      return [{ via: 'opcua', write: { name, value: command.on } }];
    }
    default:
      return [];
  }
}
