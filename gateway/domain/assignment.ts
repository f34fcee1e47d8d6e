/**
 * Pairs rows with columns one to one so that the sum of the costs is least (Hungarian method with potentials, O(rows² columns);
 * Kuhn 1955, in the form of Jonker and Volgenant). Costs are any finite numbers, `Infinity` forbids a pair. The table may have more
 * rows than columns or the other way round; ragged tables are not allowed.
 *
 * Returns the column of each row, -1 for a row without one. As many rows are paired as the allowed pairs permit; among those
 * pairings the cheapest is taken, and of equal ones always the same. An empty table gives an empty list.
 */
export const assign = (costs: readonly (readonly number[])[]): readonly number[] => {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows === 0 || columns === 0) return costs.map(() => -1);
  if (rows > columns) return transposed(assign(transpose(costs, columns)), rows);
  // A forbidden pair costs more than all the allowed ones together could save, so it is taken only when nothing else is left.
  const finite = costs.flat().filter(Number.isFinite);
  const spread = finite.length === 0 ? 1 : Math.max(...finite) - Math.min(...finite) + 1;
  const forbidden = (finite.length === 0 ? 0 : Math.max(...finite)) + spread * (rows + 1);
  const table = costs.map((row) => row.map((cost) => (Number.isFinite(cost) ? cost : forbidden)));
  const columnOf = cheapest(table, columns);
  return columnOf.map((column, row) => (Number.isFinite(costs[row]?.[column]) ? column : -1));
};

const transpose = (costs: readonly (readonly number[])[], columns: number): number[][] =>
  Array.from({ length: columns }, (_, column) => costs.map((row) => row[column] ?? Number.POSITIVE_INFINITY));

const transposed = (rowOf: readonly number[], rows: number): number[] => {
  const columnOf = Array.from({ length: rows }, () => -1);
  for (const [column, row] of rowOf.entries()) if (row >= 0) columnOf[row] = column;
  return columnOf;
};

/** The method itself: rows join one by one, each by the shortest path of swaps. Rows and columns count from 1; 0 is the join. */
const cheapest = (table: readonly (readonly number[])[], columns: number): number[] => {
  const rowPrice = new Float64Array(table.length + 1);
  const columnPrice = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= table.length; row++) {
    rowOf[0] = row;
    const before = new Int32Array(columns + 1);
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const isReached = new Uint8Array(columns + 1);
    let end = 0;
    while (rowOf[end] !== 0) end = grow({ table, columns, rowPrice, columnPrice, rowOf, before, slack, isReached }, end);
    while (end !== 0) {
      const previous = before[end] ?? 0;
      rowOf[end] = rowOf[previous] ?? 0;
      end = previous;
    }
  }
  const columnOf = Array.from(table, () => -1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column] ?? 0;
    if (row > 0) columnOf[row - 1] = column - 1;
  }
  return columnOf;
};

interface Search {
  readonly table: readonly (readonly number[])[];
  readonly columns: number;
  readonly rowPrice: Float64Array;
  readonly columnPrice: Float64Array;
  readonly rowOf: Int32Array;
  readonly before: Int32Array;
  readonly slack: Float64Array;
  readonly isReached: Uint8Array;
}

/** Takes the cheapest column that is not reached yet into the tree of swaps, and returns it. */
const grow = (search: Search, from: number): number => {
  const { table, columns, rowPrice, columnPrice, rowOf, before, slack, isReached } = search;
  isReached[from] = 1;
  const row = rowOf[from] ?? 0;
  let step = Number.POSITIVE_INFINITY;
  let next = 0;
  for (let column = 1; column <= columns; column++) {
    if (isReached[column] === 1) continue;
    const reduced = (table[row - 1]?.[column - 1] ?? 0) - (rowPrice[row] ?? 0) - (columnPrice[column] ?? 0);
    if (reduced < (slack[column] ?? 0)) {
      slack[column] = reduced;
      before[column] = from;
    }
    if ((slack[column] ?? 0) >= step) continue;
    step = slack[column] ?? 0;
    next = column;
  }
  for (let column = 0; column <= columns; column++) {
    if (isReached[column] === 1) {
      const reached = rowOf[column] ?? 0;
      rowPrice[reached] = (rowPrice[reached] ?? 0) + step;
      columnPrice[column] = (columnPrice[column] ?? 0) - step;
    } else slack[column] = (slack[column] ?? 0) - step;
  }
  return next;
};
