/** What may stand on a public screen; nothing else of a command is ever kept, whatever was sent. */
export interface Slide {
  readonly title: string;
  readonly body: string;
  readonly priceMinor: number | null;
  readonly currency: string;
  readonly picture: string | null;
}

export interface ShowCommand {
  readonly id: string;
  /** Epoch ms after which it must not start any more. */
  readonly deadline: number;
  readonly showForMs: number;
  /** By language, in the order sent; at least one. */
  readonly slides: readonly { readonly language: string; readonly slide: Slide }[];
}

export type ParsedCommand =
  | { readonly ok: true; readonly command: ShowCommand }
  /** `id` null: nothing to answer to. */
  | { readonly ok: false; readonly id: string | null; readonly reason: string };

const DEFAULT_SHOW_MS = 15_000;
const LONGEST_SHOW_MS = 600_000;
const LONGEST_TITLE = 120;
const LONGEST_BODY = 400;

type Unknown = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Unknown => typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: unknown, longest: number): string => (typeof value === 'string' ? value.slice(0, longest) : '');

/** A picture is an address on the same host or an embedded image; a screen in a shop loads nothing from elsewhere. */
const pictureOf = (value: unknown): string | null =>
  typeof value === 'string' && (/^\/(?!\/)/.test(value) || /^data:image\/(png|jpeg|webp|avif);base64,/.test(value)) ? value : null;

/** Picks the allowed fields one by one, so that a field added on the way (a name, a card number) cannot reach the screen. */
function toSlide(content: Unknown): Slide | null {
  const title = textOf(content.title, LONGEST_TITLE);
  if (title === '') return null;
  const isPrice = typeof content.priceMinor === 'number' && Number.isInteger(content.priceMinor);
  return {
    title,
    body: textOf(content.body, LONGEST_BODY),
    priceMinor: isPrice ? (content.priceMinor as number) : null,
    currency: /^[A-Z]{3}$/.test(String(content.currency)) ? String(content.currency) : '',
    picture: pictureOf(content.picture),
  };
}

function toShow(id: string, message: Unknown): ParsedCommand {
  if (message.kind !== 'show') return { ok: false, id, reason: 'this display only shows' };
  if (typeof message.deadline !== 'number') return { ok: false, id, reason: 'no deadline' };
  const slides = Object.entries(isRecord(message.content) ? message.content : {}).flatMap(([language, content]) => {
    const slide = isRecord(content) ? toSlide(content) : null;
    return slide ? [{ language, slide }] : [];
  });
  if (slides.length === 0) return { ok: false, id, reason: 'nothing to show' };
  const wanted = typeof message.showForMs === 'number' ? message.showForMs : DEFAULT_SHOW_MS;
  const showForMs = Math.min(LONGEST_SHOW_MS, Math.max(1_000, wanted));
  return { ok: true, command: { id, deadline: message.deadline, showForMs, slides } };
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
