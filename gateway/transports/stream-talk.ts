import type { Piece, StreamOptions, StreamProtocol } from '../../devices/kit/stream.ts';
import type { StreamPort } from './stream-port.ts';

interface TalkOptions {
  readonly protocol: StreamProtocol;
  readonly options: StreamOptions;
  readonly onPiece: (piece: Piece) => void;
  /** True while the gateway cannot store: then nothing is asked for. */
  readonly mayAsk: () => boolean;
  /** A word of ours did not get out. */
  readonly onFailure: (problem: string) => void;
}

/** The dialogue with one device from opening to closing: cuts what comes, says what has to be said. */
export interface Talk {
  heard(chunk: Uint8Array): void;
  /** Says `start`, then the first turn of the poll. */
  begin(port: StreamPort): void;
  /** Says `stop` unless the device is gone; what was half said becomes pieces. Safe to call twice. */
  end(isLost: boolean): Promise<void>;
}

/** The gap is counted in so many parts: when the process was busy, only one of them passes unheard. */
const PARTS_OF_GAP = 2;

export function createTalk({ protocol, options, onPiece, mayAsk, onFailure }: TalkOptions): Talk {
  const framer = protocol.createFramer();
  let gap: NodeJS.Timeout | null = null;
  let quietParts = 0;
  let poll: NodeJS.Timeout | null = null;
  let port: StreamPort | null = null;
  let isOver = false;

  const give = (pieces: readonly Piece[]): void => {
    for (const piece of pieces) onPiece(piece);
  };

  function listen(): void {
    gap = setTimeout(() => {
      quietParts += 1;
      if (quietParts < PARTS_OF_GAP) return listen();
      gap = null;
      give(framer.flush());
    }, protocol.gapMs / PARTS_OF_GAP);
  }

  async function say(words: readonly Uint8Array[]): Promise<void> {
    for (const word of words) await port?.write(word);
  }

  async function ask(turn: number): Promise<void> {
    const { poll: asking } = protocol;
    if (!asking || isOver) return;
    const asked = mayAsk();
    if (asked) await say(asking.say(turn, options));
    if (isOver) return;
    poll = setTimeout(() => guard(ask(asked ? turn + 1 : turn)), asking.everyMs(options));
  }

  function guard(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!isOver) onFailure(error instanceof Error ? error.message : String(error));
    });
  }

  return {
    heard(chunk) {
      if (isOver) return;
      quietParts = 0;
      if (gap === null) listen();
      give(framer.push(chunk));
    },
    begin(opened) {
      port = opened;
      guard(say(protocol.start?.(options) ?? []).then(() => ask(0)));
    },
    async end(isLost) {
      if (isOver) return;
      isOver = true;
      if (gap !== null) clearTimeout(gap);
      if (poll !== null) clearTimeout(poll);
      give(framer.flush());
      // The device may be as good as gone: then the port closes without a word.
      if (!isLost) await say(protocol.stop?.(options) ?? []).catch(() => undefined);
    },
  };
}
