/** The figures of a score by dotted name, `visits.visits.f1`; null where there was nothing to judge. */
export type Figures = Readonly<Record<string, number | null>>;

/** All numbers of a score, however deep they stand; lists are left out. */
export function figuresOf(score: unknown, prefix = ''): Figures {
  const figures: Record<string, number | null> = {};
  if (typeof score !== 'object' || score === null || Array.isArray(score)) return figures;
  for (const [key, value] of Object.entries(score)) {
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (value === null || typeof value === 'number') figures[name] = value;
    else Object.assign(figures, figuresOf(value, name));
  }
  return figures;
}

/** The mean of each figure over several recordings, without those that had nothing to judge it by. */
export function meanFigures(list: readonly Figures[]): Figures {
  const names = new Set(list.flatMap((figures) => Object.keys(figures)));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = list.map((figures) => figures[name] ?? null).filter((value) => value !== null);
      return [name, values.length === 0 ? null : values.reduce((a, b) => a + b, 0) / values.length];
    }),
  );
}
