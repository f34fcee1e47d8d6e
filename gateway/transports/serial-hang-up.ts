import { read } from 'node:fs';
import type { SerialPort } from 'serialport';

/** What we need of the library's own port on Linux and macOS; on Windows there is no poller, and no need. */
interface UnixPort {
  readonly fd: number | null;
  readonly poller: { once(event: 'readable', then: (error: Error | null) => void): unknown };
  read(buffer: Buffer, offset: number, length: number): Promise<{ buffer: Buffer; bytesRead: number }>;
}

const isUnixPort = (port: unknown): port is UnixPort =>
  typeof port === 'object' && port !== null && 'fd' in port && 'poller' in port && 'read' in port;

const isEmpty = (error: NodeJS.ErrnoException): boolean =>
  error.code === 'EAGAIN' || error.code === 'EWOULDBLOCK' || error.code === 'EINTR';

/**
 * Makes an opened port notice that its cable was pulled. A terminal that has hung up reads zero bytes for ever; the library
 * takes that for "nothing yet" and asks again without a pause: one processor busy, memory growing, and no `close` event.
 * With this a read of zero bytes is the end of the port. Call it before anybody listens.
 * @see github.com/serialport/bindings-cpp issue 162
 */
export function noticeHangUp(port: SerialPort): void {
  const unix: unknown = port.port;
  if (!isUnixPort(unix)) return;

  const canceled = (): Error => Object.assign(new Error('the port is closed'), { canceled: true });
  const readOnce = (buffer: Buffer, offset: number, length: number): Promise<number | null> =>
    new Promise((resolve, reject) => {
      if (unix.fd === null) return reject(canceled());
      read(unix.fd, buffer, offset, length, null, (error, bytesRead) => {
        if (!error) resolve(bytesRead);
        else if (isEmpty(error)) resolve(null);
        else reject(error);
      });
    });
  const readable = (): Promise<void> =>
    new Promise((resolve, reject) => {
      // Closed meanwhile: its poller is gone, and asking it would end the process.
      if (unix.fd === null) return reject(canceled());
      unix.poller.once('readable', (error) => (error ? reject(error) : resolve()));
    });

  unix.read = async (buffer, offset, length) => {
    for (;;) {
      const bytesRead = await readOnce(buffer, offset, length);
      if (unix.fd === null) throw canceled();
      if (bytesRead === 0) throw new Error('the port has hung up');
      if (bytesRead !== null) return { buffer, bytesRead };
      await readable();
    }
  };
}
