/** A bar for people on stderr; a program that reads the output gets the summary only. */
export function showBar(share: number, facts: string): void {
  if (!process.stderr.isTTY) return;
  const full = Math.round(Math.min(1, share) * 30);
  process.stderr.write(`\r[${'='.repeat(full)}${' '.repeat(30 - full)}] ${Math.floor(100 * share)} %  ${facts}\x1b[K`);
}

export function endBar(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
}
