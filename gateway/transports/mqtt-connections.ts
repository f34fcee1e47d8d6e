import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Aedes, Client, SubscribePacket, UnsubscribePacket } from 'aedes';
import type { Intake } from '../pipeline/frame.ts';
import { guardConnection } from './frame-guard.ts';
import type { Interests } from './mqtt-interests.ts';
import type { MqttLimits } from './mqtt-limits.ts';
import type { Principal } from './mqtt-principal.ts';
import type { Subscriptions } from './mqtt-subscriptions.ts';

const NO_BYTES = new Uint8Array();

/** Hands connections to aedes with the guards in front, and knows which are open. */
export function createConnections(options: {
  readonly broker: Aedes;
  readonly subscriptions: Subscriptions;
  readonly principalOf: (client: Client) => Principal | undefined;
  readonly interests: Interests;
  readonly intake: Intake;
  readonly limits: MqttLimits;
}) {
  const { broker, subscriptions, principalOf, interests, intake, limits } = options;
  const open = new Map<Duplex, Client | null>();
  const deviceOf = (client: Client | null | undefined): string => (client && principalOf(client)?.device) || '';

  function serve(connection: Duplex, request?: IncomingMessage): void {
    if (open.size >= limits.connections) {
      connection.destroy();
      return;
    }
    open.set(connection, null);
    guardConnection(connection, limits.packetBytes, (fault, header) => intake.refuse(fault, deviceOf(open.get(connection)), '', header));
    const client = broker.handle(connection, request);
    open.set(connection, client);
    parserOf(client).prependListener('packet', (packet: SubscribePacket | UnsubscribePacket) => {
      if (packet.cmd !== 'subscribe' && packet.cmd !== 'unsubscribe') return;
      const fault = subscriptions.faultOf(client, packet);
      if (!fault) return;
      intake.refuse(fault, deviceOf(client), '', NO_BYTES);
      // aedes gets it nevertheless, after this; there is nothing in it any more.
      Object.assign(packet, { subscriptions: [], unsubscriptions: [] });
      connection.destroy();
    });
    connection.once('close', () => {
      open.delete(connection);
      interests.leave(client);
    });
  }

  return {
    serve,
    close(device: string): void {
      for (const client of open.values()) if (client && deviceOf(client) === device) client.close();
    },
    closeAll(): void {
      for (const connection of open.keys()) connection.destroy();
    },
  };
}

/** aedes has no hook for a SUBSCRIBE as a whole; its parser, which is an emitter, is the only place that sees one. */
const parserOf = (client: Client): EventEmitter => (client as unknown as { readonly _parser: EventEmitter })._parser;
