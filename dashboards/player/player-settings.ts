export interface PlayerSettings {
  readonly store: string;
  readonly display: string;
  readonly key: string;
  /** The one language to speak; null: all that a command has, one after another. */
  readonly language: string | null;
  /** Text of the idle loop; null: a greeting. */
  readonly idle: string | null;
}

/** Minimal form of a browser's storage. */
export interface KeyValue {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

const STORAGE_KEY = 'aisle.player';

/**
 * What the address says (`#display=…&key=…&store=…&lang=…&idle=…`), laid over what was stored before, and stored. So the
 * link is opened once, and a restarted browser needs only the page's address. Null while display or key are unknown.
 * @throws never; broken storage counts as empty.
 */
export function readSettings(fragment: string, storage: KeyValue): PlayerSettings | null {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  let stored: Partial<PlayerSettings> = {};
  try {
    stored = JSON.parse(storage.getItem(STORAGE_KEY) ?? '{}') as Partial<PlayerSettings>;
  } catch {
    // Written by something else: as if empty.
  }
  const display = given.get('display') ?? stored.display;
  const key = given.get('key') ?? stored.key;
  if (!display || !key) return null;
  const settings: PlayerSettings = {
    store: given.get('store') ?? stored.store ?? 'shop',
    display,
    key,
    language: given.get('lang') ?? stored.language ?? null,
    idle: given.get('idle') ?? stored.idle ?? null,
  };
  if (fragment.length > 1) storage.setItem(STORAGE_KEY, JSON.stringify(settings));
  return settings;
}
