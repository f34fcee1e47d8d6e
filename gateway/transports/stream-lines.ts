const LF = 0x0a;
const CR = 0x0d;
const NO_BYTES = Buffer.alloc(0);

export interface LineHandlers {
  /** A line without its end; empty for a blank one. */
  onLine(line: Buffer): void;
  /** A line grew beyond the limit: what it began with. The rest of it is skipped. */
  onTooLong(begin: Buffer): void;
}

/** Cuts lines out of chunks: each byte is looked at once, and no more than `longest` bytes wait for their line end. */
export function createLineCutter(longest: number, { onLine, onTooLong }: LineHandlers): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let waiting = 0;
  let isSkipping = false;

  function add(part: Buffer): void {
    if (isSkipping || part.length === 0) return;
    parts.push(part);
    waiting += part.length;
    if (waiting <= longest) return;
    onTooLong(Buffer.concat(parts).subarray(0, longest));
    [parts, waiting, isSkipping] = [[], 0, true];
  }

  function end(): void {
    const line = parts.length === 1 ? (parts[0] ?? NO_BYTES) : Buffer.concat(parts);
    if (!isSkipping) onLine(line.at(-1) === CR ? line.subarray(0, -1) : line);
    [parts, waiting, isSkipping] = [[], 0, false];
  }

  return (chunk) => {
    let from = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, from)) {
      add(chunk.subarray(from, at));
      end();
      from = at + 1;
    }
    add(chunk.subarray(from));
  };
}
