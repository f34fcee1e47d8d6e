import { isRecord, type Slide, toSlide } from './slide.ts';

export interface ShowCommand {
  readonly id: string;
  /** Epoch ms of the shop after which it must not start any more. */
  readonly deadline: number;
  readonly showForMs: number;
  /** 0 to 100; what is higher takes the place of what is on the screen. */
  readonly priority: number;
  /** By language, in the order sent; at least one. */
  readonly slides: readonly Slide[];
}

export type ParsedCommand =
  | { readonly ok: true; readonly command: ShowCommand }
  /** `id` null: nothing to answer to. */
  | { readonly ok: false; readonly id: string | null; readonly reason: string };

const DEFAULT_SHOW_MS = 15_000;
const LONGEST_SHOW_MS = 600_000;
const USUAL_PRIORITY = 50;

function toShow(id: string, message: Readonly<Record<string, unknown>>): ParsedCommand {
  if (message.kind !== 'show') return { ok: false, id, reason: 'this display only shows' };
  if (typeof message.deadline !== 'number') return { ok: false, id, reason: 'no deadline' };
  const slides = Object.entries(isRecord(message.content) ? message.content : {}).flatMap(([language, content]) => {
    const slide = toSlide(language, content);
    return slide ? [slide] : [];
  });
  if (slides.length === 0) return { ok: false, id, reason: 'nothing to show' };
  const wanted = typeof message.showForMs === 'number' ? message.showForMs : DEFAULT_SHOW_MS;
  const showForMs = Math.min(LONGEST_SHOW_MS, Math.max(1_000, wanted));
  const priority = typeof message.priority === 'number' ? message.priority : USUAL_PRIORITY;
  return { ok: true, command: { id, deadline: message.deadline, showForMs, priority, slides } };
}

/** Reads one message of the `cmd` channel. Never throws. */
export function parseCommand(payload: string): ParsedCommand {
  let message: unknown;
  try {
    message = JSON.parse(payload);
  } catch {
    return { ok: false, id: null, reason: 'not JSON' };
  }
  if (!isRecord(message) || typeof message.id !== 'string' || message.id === '') return { ok: false, id: null, reason: 'no id' };
  return toShow(message.id, message);
}
