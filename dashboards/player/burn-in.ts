import { orbitAt, STEP_MS } from './orbit.ts';

/** Moves a picture that stands for weeks, so that it does not burn into the screen. */
export function guardAgainstBurnIn(place: HTMLElement, clock: () => number): void {
  const move = () => {
    const [x, y] = orbitAt(clock());
    place.style.translate = `${x}vmin ${y}vmin`;
  };
  move();
  setInterval(move, STEP_MS / 4);
}
