import { connect, type Socket } from 'node:net';

/**
 * A lean MQTT 3.1.1 publisher for load: packets are made beforehand and written as fast as the window allows, so that what
 * is measured is the broker. Counts PUBACKs, which are four bytes each and the only packets that come back.
 */
export interface RawPublisher {
  /** Publishes all payloads at QoS 1 with at most `window` unacknowledged; resolves with the seconds until the last PUBACK. */
  publish(topic: string, payloads: readonly Uint8Array[], window: number): Promise<number>;
  close(): void;
}

export async function openRawPublisher(port: number, clientId: string, password: string): Promise<RawPublisher> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let acknowledged = 0;
  let partial = 0;
  let onAcknowledged = (): void => {};
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', (connack: Buffer) =>
      connack[0] === 0x20 && connack[3] === 0 ? resolve() : reject(new Error(`CONNACK ${connack[3]}`)),
    );
    socket.write(connectPacket(clientId, password));
  });
  socket.on('data', (data: Buffer) => {
    const bytes = partial + data.length;
    acknowledged += Math.floor(bytes / 4);
    partial = bytes % 4;
    onAcknowledged();
  });
  return {
    publish(topic, payloads, window) {
      const packets = payloads.map((payload, i) => publishPacket(topic, payload, (i % 65_000) + 1));
      const started = performance.now();
      acknowledged = 0;
      let sent = 0;
      return new Promise((resolve, reject) => {
        socket.once('close', () => reject(new Error('the broker closed the connection')));
        const fill = (): void => {
          if (acknowledged === packets.length) {
            resolve((performance.now() - started) / 1_000);
            return;
          }
          const until = Math.min(packets.length, acknowledged + window);
          if (until > sent && (until - sent > window / 4 || until === packets.length)) {
            writeAll(socket, packets.slice(sent, until));
            sent = until;
          }
        };
        onAcknowledged = fill;
        fill();
      });
    },
    close: () => socket.destroy(),
  };
}

function writeAll(socket: Socket, packets: readonly Buffer[]): void {
  socket.write(Buffer.concat(packets));
}

const text = (value: string): Buffer => {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]);
};

function packet(header: number, body: Buffer): Buffer {
  const length: number[] = [];
  for (let rest = body.length; ; rest >>= 7) {
    length.push(rest > 127 ? (rest & 0x7f) | 0x80 : rest);
    if (rest <= 127) break;
  }
  return Buffer.concat([Buffer.from([header, ...length]), body]);
}

const connectPacket = (clientId: string, password: string): Buffer =>
  packet(0x10, Buffer.concat([text('MQTT'), Buffer.from([4, 0xc2, 0, 60]), text(clientId), text(clientId), text(password)]));

const publishPacket = (topic: string, payload: Uint8Array, id: number): Buffer =>
  packet(0x32, Buffer.concat([text(topic), Buffer.from([id >> 8, id & 0xff]), payload]));
