export interface LeastSquares {
  readonly coefficients: readonly number[];
  /** Sum of the squared residuals. */
  readonly squares: number;
}

/** Solves an overdetermined linear system by its normal equations; `undefined` when it fixes no solution. */
export function solveLeastSquares(
  rows: readonly (readonly number[])[],
  values: readonly number[],
): LeastSquares | undefined {
  const size = rows[0]?.length ?? 0;
  if (rows.length < size || size === 0) return undefined;
  const lines = Array.from({ length: size }, () => new Float64Array(size + 1));
  rows.forEach((row, at) => {
    for (let i = 0; i < size; i += 1) {
      const line = lines[i]!;
      for (let j = 0; j < size; j += 1) line[j]! += row[i]! * row[j]!;
      line[size]! += row[i]! * values[at]!;
    }
  });
  const coefficients = solveSquare(lines);
  if (coefficients === undefined) return undefined;
  let squares = 0;
  rows.forEach((row, at) => {
    const fitted = row.reduce((sum, term, place) => sum + term * coefficients[place]!, 0);
    squares += (values[at]! - fitted) ** 2;
  });
  return { coefficients, squares };
}

/** Solves square equations in place, right side last in each line: elimination with pivots. */
export function solveSquare(lines: Float64Array[]): number[] | undefined {
  const size = lines.length;
  for (let column = 0; column < size; column += 1) {
    let pivot = column;
    for (let row = column + 1; row < size; row += 1) {
      if (Math.abs(lines[row]![column]!) > Math.abs(lines[pivot]![column]!)) pivot = row;
    }
    [lines[column], lines[pivot]] = [lines[pivot]!, lines[column]!];
    const head = lines[column]!;
    if (!(Math.abs(head[column]!) > 1e-12)) return undefined;
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = lines[row]![column]! / head[column]!;
      for (let at = column; at <= size; at += 1) lines[row]![at]! -= factor * head[at]!;
    }
  }
  return lines.map((line, index) => line[size]! / line[index]!);
}
