/** Refusals that a device may cause in a second; the rest of it comes as one. */
const PER_SECOND = 10;
const WINDOW_MS = 1_000;
/** Bytes of a sample. */
const LONGEST_SAMPLE = 256;
const NO_BYTES = new Uint8Array();

export interface StreamRefusals {
  refuse(code: string, bytes: Uint8Array): void;
  /** Tells what still waits. */
  stop(): void;
}

/**
 * Bounds what noise costs: a port with the wrong speed says thousands of bad pieces a second, and each refusal is counted and
 * kept. Ten pass as they are, those after them within a second come as one, under the first one's code and with their first
 * bytes. Samples of devices that hear cards are empty.
 */
export function createStreamRefusals(options: {
  readonly isPersonal: boolean;
  readonly refuse: (code: string, sample: Uint8Array) => void;
}): StreamRefusals {
  let told = 0;
  let window: NodeJS.Timeout | null = null;
  let together: { readonly code: string; readonly bytes: Uint8Array[]; length: number } | null = null;

  const tell = (code: string, sample: Uint8Array): void => options.refuse(code, options.isPersonal ? NO_BYTES : sample);

  function flush(): void {
    if (together) tell(together.code, Buffer.concat(together.bytes));
    told = together ? 1 : 0;
    together = null;
  }

  function onWindow(): void {
    window = null;
    flush();
    if (told > 0) openWindow();
  }

  function openWindow(): void {
    window ??= setTimeout(onWindow, WINDOW_MS).unref();
  }

  return {
    refuse(code, bytes) {
      openWindow();
      const sample = bytes.subarray(0, LONGEST_SAMPLE);
      if (told < PER_SECOND) {
        told += 1;
        return tell(code, sample);
      }
      together ??= { code, bytes: [], length: 0 };
      if (together.length >= LONGEST_SAMPLE) return;
      const more = sample.slice(0, LONGEST_SAMPLE - together.length);
      together.bytes.push(more);
      together.length += more.length;
    },
    stop() {
      if (window) clearTimeout(window);
      window = null;
      flush();
      told = 0;
    },
  };
}
