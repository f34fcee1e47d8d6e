/**
 * What the antennas hear of one tag at rest, in rows of five whole numbers: antenna; reads, with old ones forgotten by halves; time of the
 * last read, ms since the base; reads by an antenna new to the tag, which become part of its fingerprint when it is heard at home again;
 * running mean in 1/1024 dB. A row is named by where it begins.
 *
 * One flat list and no object for each antenna: each read of a tag looks at all of its rows, a shop has thousands of tags, and numbers
 * that lie side by side are found without waiting for the memory.
 */
export type Cells = number[];

/** Numbers in a row. */
const ROW = 5;
const READS = 1;
const AT = 2;
const PENDING = 3;
const MEAN = 4;
const FINE = 1_024;

/** Of a tag without any; shared by all of them, and never written to, because rows are only added to a copy. */
export const noCells: Cells = [];

/** A row as an object. */
export interface Cell {
  readonly antenna: number;
  readonly reads: number;
  readonly at: number;
  readonly pending: number;
  /** dBm. */
  readonly mean: number;
}

/** The beginnings of all rows: `for (let row = 0; row < cells.length; row = nextRow(row))`. */
export const nextRow = (row: number): number => row + ROW;

export const rowsIn = (cells: Cells): number => cells.length / ROW;

/** Where the nth row begins, and the other way round. */
export const nthRow = (n: number): number => n * ROW;
export const rowNumber = (row: number): number => row / ROW;

/** The row of an antenna; -1 for none. */
export const rowOf = (cells: Cells, antenna: number): number => {
  for (let row = 0; row < cells.length; row += ROW) if (cells[row] === antenna) return row;
  return -1;
};

/** -1 for a row that is not there. */
export const antennaIn = (cells: Cells, row: number): number => cells[row] ?? -1;

/** 0 for a row that is not there; of the others below only rows that are there may be asked. */
export const readsIn = (cells: Cells, row: number): number => (row < 0 ? 0 : (cells[row + READS] ?? 0));

export const lastReadIn = (cells: Cells, row: number): number => cells[row + AT] ?? 0;

export const pendingIn = (cells: Cells, row: number): number => cells[row + PENDING] ?? 0;

/** dBm. */
export const meanIn = (cells: Cells, row: number): number => (cells[row + MEAN] ?? 0) / FINE;

export const setReads = (cells: Cells, row: number, reads: number): void => {
  cells[row + READS] = reads;
};

export const setLastRead = (cells: Cells, row: number, at: number): void => {
  cells[row + AT] = at;
};

export const setPending = (cells: Cells, row: number, reads: number): void => {
  cells[row + PENDING] = reads;
};

export const setMean = (cells: Cells, row: number, dbm: number): void => {
  cells[row + MEAN] = Math.round(dbm * FINE);
};

export const sumReads = (cells: Cells): number => {
  let sum = 0;
  for (let row = 0; row < cells.length; row += ROW) sum += readsIn(cells, row);
  return sum;
};

const rowFor = ({ antenna, reads, at, pending, mean }: Cell): Cells => [antenna, reads, at, pending, Math.round(mean * FINE)];

/** A copy with one more row. Never grown in place, which would reserve room for more. */
export const withCell = (cells: Cells, cell: Cell): Cells => cells.concat(rowFor(cell));

/** A copy in which another antenna has taken a row. */
export const withCellAt = (cells: Cells, row: number, cell: Cell): Cells => {
  const changed = cells.slice();
  for (const [i, number] of rowFor(cell).entries()) changed[row + i] = number;
  return changed;
};

export const listCells = (cells: Cells): Cell[] => {
  const list: Cell[] = [];
  for (let row = 0; row < cells.length; row += ROW) {
    list.push({
      antenna: antennaIn(cells, row),
      reads: readsIn(cells, row),
      at: lastReadIn(cells, row),
      pending: pendingIn(cells, row),
      mean: meanIn(cells, row),
    });
  }
  return list;
};

export const cellsOf = (list: readonly Cell[]): Cells => (list.length === 0 ? noCells : list.flatMap(rowFor));
