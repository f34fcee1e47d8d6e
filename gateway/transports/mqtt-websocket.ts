import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';

interface MqttWebSocketOptions {
  readonly path: string;
  /** Bytes of one WebSocket message; a message may hold several packets. */
  readonly maxMessageBytes: number;
  /** Asked when the request names an origin, as every browser does. */
  readonly isOriginAllowed: (origin: string, request: IncomingMessage) => boolean;
  readonly onConnection: (connection: Duplex) => void;
}

/**
 * MQTT over WebSocket on a path of an HTTP server that somebody else runs. Pages of other origins, clients without the
 * subprotocol `mqtt` and text messages are refused. Returns the function that takes it off again.
 * @see MQTT 3.1.1, 6
 */
export function attachMqttWebSocket(server: Server, options: MqttWebSocketOptions): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: options.maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: () => 'mqtt',
  });

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    const isOurs = new URL(request.url ?? '/', 'http://any').pathname === options.path;
    if (!isOurs) {
      // Somebody else's path, if there is somebody else.
      if (server.listenerCount('upgrade') === 1) refuse(socket, '404 Not Found');
      return;
    }
    const { origin, 'sec-websocket-protocol': protocols = '' } = request.headers;
    if (origin !== undefined && !options.isOriginAllowed(origin, request)) return refuse(socket, '403 Forbidden');
    if (!protocols.split(/\s*,\s*/).includes('mqtt')) return refuse(socket, '400 Bad Request');
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = createWebSocketStream(webSocket);
      // Oversize messages and protocol errors end the stream; whoever reads it learns of the end, and need not of the cause.
      connection.on('error', () => connection.destroy());
      webSocket.on('message', (_, isBinary) => {
        // [MQTT-6.0.0-1]
        if (!isBinary) connection.destroy();
      });
      options.onConnection(connection);
    });
  }

  server.on('upgrade', upgrade);
  return () => {
    server.off('upgrade', upgrade);
    for (const webSocket of sockets.clients) webSocket.terminate();
    sockets.close();
  };
}

/** The page comes from the host that the request goes to. */
export function isSameOrigin(origin: string, request: IncomingMessage): boolean {
  return URL.parse(origin)?.host === request.headers.host;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
