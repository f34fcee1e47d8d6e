/**
 * For each row the column that it gets when all rows together cost least; -1 where a row goes without. `Infinity` forbids a pair. As many
 * rows as possible get a column, and of all such assignments the cheapest is taken. Costs are finite and not negative.
 * The Hungarian method with potentials, O(rows² columns). @see Kuhn 1955; Jonker and Volgenant 1987
 */
export function assign(costs: readonly (readonly number[])[]): number[] {
  const rows = costs.length;
  const columns = costs[0]?.length ?? 0;
  if (rows > columns) return transposed(costs, rows, columns);
  const dear = 1 + (rows + 1) * (1 + Math.max(0, ...costs.map(dearest)));
  const priceOf = (row: number, column: number): number => Math.min(dear, costs[row - 1]?.[column - 1] ?? dear);
  const rowPotential = new Float64Array(rows + 1);
  const columnPotential = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    rowOf[0] = row;
    const way = shortestPath(priceOf, rowPotential, columnPotential, rowOf);
    for (let column = way.end; column !== 0; ) {
      const before = way.from[column] ?? 0;
      rowOf[column] = rowOf[before] ?? 0;
      column = before;
    }
  }
  const columnOf = Array<number>(rows).fill(-1);
  for (let column = 1; column <= columns; column++) {
    const row = rowOf[column] ?? 0;
    if (row > 0 && Number.isFinite(costs[row - 1]?.[column - 1])) columnOf[row - 1] = column - 1;
  }
  return columnOf;
}

/** The cheapest way from the row waiting at column 0 to a column that nobody has; raises the potentials on the way. */
function shortestPath(
  priceOf: (row: number, column: number) => number,
  rowPotential: Float64Array,
  columnPotential: Float64Array,
  rowOf: Int32Array,
): { readonly end: number; readonly from: Int32Array } {
  const columns = rowOf.length - 1;
  const least = new Float64Array(columns + 1).fill(Infinity);
  const from = new Int32Array(columns + 1);
  const seen = new Uint8Array(columns + 1);
  let at = 0;
  while (at === 0 || rowOf[at] !== 0) {
    seen[at] = 1;
    const row = rowOf[at] ?? 0;
    let delta = Infinity;
    let next = 0;
    for (let column = 1; column <= columns; column++) {
      if (seen[column]) continue;
      const reduced = priceOf(row, column) - (rowPotential[row] ?? 0) - (columnPotential[column] ?? 0);
      if (reduced < (least[column] ?? Infinity)) {
        least[column] = reduced;
        from[column] = at;
      }
      if ((least[column] ?? Infinity) < delta) {
        delta = least[column] ?? Infinity;
        next = column;
      }
    }
    for (let column = 0; column <= columns; column++) {
      if (seen[column]) {
        rowPotential[rowOf[column] ?? 0] = (rowPotential[rowOf[column] ?? 0] ?? 0) + delta;
        columnPotential[column] = (columnPotential[column] ?? 0) - delta;
      } else least[column] = (least[column] ?? 0) - delta;
    }
    at = next;
  }
  return { end: at, from };
}

function transposed(costs: readonly (readonly number[])[], rows: number, columns: number): number[] {
  const rowOf = assign(Array.from({ length: columns }, (_, column) => costs.map((row) => row[column] ?? Infinity)));
  const columnOf = Array<number>(rows).fill(-1);
  for (const [column, row] of rowOf.entries()) if (row >= 0) columnOf[row] = column;
  return columnOf;
}

const dearest = (row: readonly number[]): number => row.reduce((most, cost) => (Number.isFinite(cost) ? Math.max(most, cost) : most), 0);
