import type { ShowCommand } from './command.ts';

export type PlayResult = 'shown' | 'expired' | 'refused';

export interface PlayQueueOptions {
  readonly clock: () => number;
  /** Runs once after so many ms; returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
  /**
   * Puts a command on the screen and calls `proven` once people could really see it. Returns what takes it off again;
   * then `proven` is not called any more.
   */
  readonly show: (command: ShowCommand, proven: () => void) => () => void;
  readonly idle: () => void;
  readonly answer: (id: string, result: PlayResult) => void;
}

/** More waiting than this is no offer but a flood; the newest is refused. */
const LONGEST_QUEUE = 8;
/** Ids remembered to recognise a command that the broker delivers twice. */
const REMEMBERED = 256;

/**
 * Plays commands one after another. Each gets exactly one answer: `shown` once proven, `expired` when its
 * deadline passed before it could start or its time ended unproven, `refused` when too many wait. A command delivered twice plays once.
 */
export function createPlayQueue(options: PlayQueueOptions): { push(command: ShowCommand): void } {
  const waiting: ShowCommand[] = [];
  const known: string[] = [];
  let isPlaying = false;

  const next = () => {
    const command = waiting.shift();
    if (!command) {
      isPlaying = false;
      options.idle();
      return;
    }
    if (command.deadline <= options.clock()) {
      options.answer(command.id, 'expired');
      next();
      return;
    }
    isPlaying = true;
    let isProven = false;
    const hide = options.show(command, () => {
      if (isProven) return;
      isProven = true;
      options.answer(command.id, 'shown');
    });
    options.after(command.showForMs, () => {
      hide();
      if (!isProven) options.answer(command.id, 'expired');
      next();
    });
  };

  return {
    push(command) {
      if (known.includes(command.id)) return;
      known.push(command.id);
      if (known.length > REMEMBERED) known.shift();
      if (command.deadline <= options.clock()) options.answer(command.id, 'expired');
      else if (waiting.length >= LONGEST_QUEUE) options.answer(command.id, 'refused');
      else {
        waiting.push(command);
        if (!isPlaying) next();
      }
    },
  };
}
