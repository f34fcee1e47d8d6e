/** Runs what can wait until what was just changed is on the screen; at once in a tab that nobody sees, which is not painted. */
export function afterPaint(run: () => void): void {
  if (document.hidden) run();
  else requestAnimationFrame(() => setTimeout(run));
}
