/**
 * Least squares with a penalty on the size of the weights: the w that makes |Xw - y|² + penalty |w|² smallest, by the normal
 * equations and Gauss-Jordan elimination. `penalty` above 0 makes them solvable whatever the rows.
 * @param rows one row of features for each observation, all of one length, at least one
 */
export function ridge(
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  penalty: number,
): readonly number[] {
  const size = rows[0]?.length ?? 0;
  const system = Array.from({ length: size }, () => new Float64Array(size + 1));
  rows.forEach((row, observation) => {
    for (let i = 0; i < size; i += 1) {
      const line = system[i];
      const value = row[i] ?? 0;
      if (!line || value === 0) continue;
      for (let j = 0; j < size; j += 1) line[j] = (line[j] ?? 0) + value * (row[j] ?? 0);
      line[size] = (line[size] ?? 0) + value * (targets[observation] ?? 0);
    }
  });
  for (const [i, line] of system.entries()) line[i] = (line[i] ?? 0) + penalty;
  for (const [pivot, line] of system.entries()) eliminate(system, pivot, line);
  return system.map((line, i) => (line[size] ?? 0) / (line[i] ?? 1));
}

/** Clears a column from every other line; the penalty on the diagonal makes exchanging lines needless. */
function eliminate(system: readonly Float64Array[], pivot: number, line: Float64Array): void {
  for (const other of system) {
    if (other === line) continue;
    const factor = (other[pivot] ?? 0) / (line[pivot] ?? 1);
    if (factor === 0) continue;
    for (let j = pivot; j < line.length; j += 1) other[j] = (other[j] ?? 0) - factor * (line[j] ?? 0);
  }
}

/** Rows less their mean, so that a weight is learnt from what differs within one text and not between texts. */
export function centred(rows: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const means = (rows[0] ?? []).map((_, of) => rows.reduce((sum, row) => sum + (row[of] ?? 0), 0) / rows.length);
  return rows.map((row) => row.map((value, of) => value - (means[of] ?? 0)));
}
