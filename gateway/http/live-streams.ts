import type { ServerResponse } from 'node:http';
import type { LiveMessage } from './contract.ts';
import type { ServerLimits } from './server-deps.ts';

type Headers = Readonly<Record<string, string | number | string[] | undefined>>;

/** One page that follows the live feed. */
interface LiveStream {
  /** Writes one message; a page that reads too slowly is cut off instead of filling the gateway's memory. */
  readonly send: (message: LiveMessage) => void;
  /** Calls back once when the stream ends, at once when it has ended already. */
  onClose(listener: () => void): void;
}

export interface LiveStreams {
  isFull(): boolean;
  /**
   * Takes over a response. `isAllowed` is asked at every heartbeat: a logout elsewhere ends the stream within one.
   */
  open(response: ServerResponse, headers: Headers, isAllowed: () => boolean): LiveStream;
  /** Ends every stream; pages connect again by themselves. */
  closeAll(): void;
}

/** One message goes to many pages: it is turned into text once. */
const texts = new WeakMap<LiveMessage, string>();

function toText(message: LiveMessage): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  // JSON holds no line breaks of its own, so one `data` line is enough. Only events have ids: `now` is no place to resume from.
  const text = `${message.type === 'event' ? `id: ${message.id}\n` : ''}data: ${JSON.stringify(message)}\n\n`;
  texts.set(message, text);
  return text;
}

/** The open live feeds of one server, bounded in number and in what waits on each. */
export function createLiveStreams(limits: ServerLimits): LiveStreams {
  const open = new Set<() => void>();

  const start = (response: ServerResponse, headers: Headers): void => {
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // nginx would hold messages back to fill its buffer.
      'x-accel-buffering': 'no',
    });
    response.socket?.setNoDelay(true);
    response.write('retry: 2000\n\n');
  };

  return {
    isFull: () => open.size >= limits.liveClients,
    open: (response, headers, isAllowed) => {
      const listeners: (() => void)[] = [];
      let isOpen = true;

      const end = (): void => {
        if (!isOpen) return;
        isOpen = false;
        clearInterval(heartbeat);
        open.delete(end);
        for (const listener of listeners) listener();
        response.end();
      };
      const write = (text: string): void => {
        if (!isOpen) return;
        response.write(text);
        if (response.writableLength <= limits.liveBufferBytes) return;
        end();
        response.destroy();
      };
      const heartbeat = setInterval(() => (isAllowed() ? write(': alive\n\n') : end()), limits.heartbeatMs);

      open.add(end);
      response.on('close', end);
      // A reset connection is the page's business; without a listener it would be the process's.
      response.on('error', end);
      start(response, headers);
      return {
        send: (message) => write(toText(message)),
        onClose: (listener) => {
          if (isOpen) listeners.push(listener);
          else listener();
        },
      };
    },
    closeAll: () => {
      for (const end of [...open]) end();
    },
  };
}
