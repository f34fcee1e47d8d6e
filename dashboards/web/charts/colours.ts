/** Custom properties of the page that charts are drawn with. */
const NAMES = {
  in: '--chart-in',
  out: '--chart-out',
  line: '--chart-line',
  text: '--ink-soft',
  ink: '--ink',
  rule: '--rule',
  paper: '--paper-raised',
  level0: '--level-0',
  level1: '--level-1',
  level2: '--level-2',
  level3: '--level-3',
  good: '--good',
  warn: '--warn',
  bad: '--bad',
  info: '--info',
} as const;

export type Colours = Readonly<Record<keyof typeof NAMES, string>>;

/** The colours that the properties have right now: the theme's, computed by the browser. */
export function coloursOf(place: HTMLElement): Colours {
  const probe = document.createElement('span');
  place.append(probe);
  const found = Object.entries(NAMES).map(([name, property]) => {
    probe.style.color = `var(${property})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(found) as Colours;
}
