import type { KeyValue } from './player-settings.ts';

/** Something the display has to say, by the channel of its topic. */
export interface Letter {
  readonly channel: 'ack' | 'button';
  readonly payload: string;
}

const STORAGE_KEY = 'aisle.player.letters';
/** More than this happens only after a long time without the gateway; the oldest are then too old to matter. */
const MOST_LETTERS = 200;

/**
 * What was shown and what shoppers answered, kept until the gateway has it on disk, also across a restart of the browser: a
 * proof of play that is lost is an offer that was never seen. `send` resolves when it was acknowledged.
 */
export function createLetterBox(storage: KeyValue, send: (letter: Letter) => Promise<void>) {
  let letters = load(storage);
  const underWay = new Set<Letter>();

  const save = () => {
    try {
      storage.setItem(STORAGE_KEY, JSON.stringify(letters));
    } catch {
      // A full or forbidden storage: they are kept in memory at least.
    }
  };
  const post = (letter: Letter) => {
    if (underWay.has(letter)) return;
    underWay.add(letter);
    send(letter)
      .then(() => {
        letters = letters.filter((each) => each !== letter);
        save();
      })
      // It stays for the next connection.
      .catch(() => undefined)
      .finally(() => underWay.delete(letter));
  };
  return {
    put(letter: Letter): void {
      letters = [...letters, letter].slice(-MOST_LETTERS);
      save();
      post(letter);
    },
    /** There is a connection again. */
    sendAll(): void {
      for (const letter of letters) post(letter);
    },
    waiting: (): number => letters.length,
  };
}

function load(storage: KeyValue): readonly Letter[] {
  try {
    const saved: unknown = JSON.parse(storage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(saved) ? (saved as Letter[]) : [];
  } catch {
    // Written by something else: as if empty.
    return [];
  }
}
