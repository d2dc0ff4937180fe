/** Rows of a table by column name, and how many rows were not usable. */
export interface CsvTable<Column extends string> {
  readonly rows: readonly Readonly<Record<Column, string>>[];
  readonly unusableRows: number;
}

/**
 * Parses a plain comma-separated table with a header line; quotes are not known to it.
 *
 * A row with too few or too many cells, or with an empty cell in a required column, is counted, not read.
 *
 * @returns `undefined` when the header lacks a required column
 */
export function parseCsv<Column extends string>(
  text: string,
  columns: readonly Column[],
): CsvTable<Column> | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const header = (lines.shift() ?? '').split(',').map((name) => name.trim());
  const places = columns.map((column) => header.indexOf(column));
  if (places.includes(-1)) return undefined;

  const rows: Record<Column, string>[] = [];
  let unusableRows = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const cells = line.split(',').map((cell) => cell.trim());
    const values = places.map((place) => cells[place] ?? '');
    if (cells.length !== header.length || values.includes('')) {
      unusableRows++;
      continue;
    }
    rows.push(Object.fromEntries(columns.map((column, i) => [column, values[i]])) as Row<Column>);
  }
  return { rows, unusableRows };
}

type Row<Column extends string> = Record<Column, string>;
