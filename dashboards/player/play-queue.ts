import type { ShowCommand } from './command.ts';

type PlayResult = 'shown' | 'expired' | 'refused';

/** What is on the screen. */
interface Playing {
  /** Takes it off and tells for how long it was really visible, ms. */
  hide(): number;
}

export interface PlayQueueOptions {
  /** Epoch ms of the shop. */
  readonly clock: () => number;
  /** Runs once after so many ms; returns what cancels it. */
  readonly after: (ms: number, run: () => void) => () => void;
  /** False while nobody can see the page: then nothing is accepted, so that the shop can use another display. */
  readonly canShow: () => boolean;
  /** Puts a command on the screen and calls `proven` once people could really see it; not any more after `hide`. */
  readonly show: (command: ShowCommand, proven: (visibleMs: number) => void) => Playing;
  readonly idle: () => void;
  /** `visibleMs` with every `shown`: first as far as it is proven, at the end in full. */
  readonly answer: (id: string, result: PlayResult, visibleMs?: number) => void;
}

/** More waiting than this is no offer but a flood; the newest is refused. */
const LONGEST_QUEUE = 8;
/** Ids remembered to recognise a command that the broker delivers twice. */
const REMEMBERED = 256;

/**
 * Plays commands: the highest priority first, those of one priority in the order of their coming. What is higher than what is
 * on the screen takes its place at once. Each command is answered: `shown` once proven and again with its full time at the end,
 * `expired` when its deadline passed before it could start or it ended unproven, `refused` when too many wait or nobody
 * could see it. A command delivered twice plays once.
 */
export function createPlayQueue(options: PlayQueueOptions) {
  const waiting: ShowCommand[] = [];
  const known: string[] = [];
  let present: { readonly command: ShowCommand; readonly end: () => void } | null = null;

  const next = () => {
    const command = waiting.shift();
    if (!command) {
      options.idle();
      return;
    }
    if (command.deadline <= options.clock()) {
      options.answer(command.id, 'expired');
      next();
      return;
    }
    play(command);
  };

  const play = (command: ShowCommand) => {
    let isProven = false;
    const playing = options.show(command, (visibleMs) => {
      if (isProven) return;
      isProven = true;
      options.answer(command.id, 'shown', visibleMs);
    });
    const end = () => {
      cancel();
      present = null;
      const visibleMs = playing.hide();
      if (isProven) options.answer(command.id, 'shown', visibleMs);
      else options.answer(command.id, 'expired');
    };
    const cancel = options.after(command.showForMs, () => {
      end();
      next();
    });
    present = { command, end };
  };

  /** Behind all that are as important, before what is less so. */
  const place = (command: ShowCommand) => {
    const behind = waiting.findIndex(({ priority }) => priority < command.priority);
    waiting.splice(behind < 0 ? waiting.length : behind, 0, command);
  };

  return {
    push(command: ShowCommand): void {
      if (known.includes(command.id)) return;
      known.push(command.id);
      if (known.length > REMEMBERED) known.shift();
      if (command.deadline <= options.clock()) options.answer(command.id, 'expired');
      else if (!options.canShow() || waiting.length >= LONGEST_QUEUE) options.answer(command.id, 'refused');
      else {
        place(command);
        if (present && present.command.priority < command.priority) present.end();
        if (!present) next();
      }
    },
    waiting: (): number => waiting.length,
    isPlaying: (): boolean => present !== null,
  };
}
export type PlayQueue = ReturnType<typeof createPlayQueue>;
