import { Readable } from 'node:stream';

/**
 * An answer that is made while it is sent. The first piece is waited for, so that what fails at once is told as every failure is;
 * an answer that fails later is cut off, and nobody takes it for whole.
 */
export async function inPieces(pieces: AsyncIterable<string>): Promise<Readable> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  async function* all(): AsyncGenerator<string> {
    if (first.done) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return Readable.from(all(), { objectMode: false });
}
