export interface DiffLine {
  readonly sign: '+' | '−' | ' '
  readonly text: string
}

/**
 * The lines of two texts in one list: those of both, those that are gone and those that were added (longest common
 * subsequence; equal beginnings and ends are not looked at).
 */
export function linesBetween(before: readonly string[], after: readonly string[]): DiffLine[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let end = 0
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1
  const same = (lines: readonly string[]) => lines.map((text): DiffLine => ({ sign: ' ', text }))
  return [
    ...same(before.slice(0, start)),
    ...middle(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...same(before.slice(before.length - end)),
  ]
}

/** Cells of the table of lengths, at most: larger middles are shown as wholly replaced. */
const mostCells = 4_000_000

function middle(before: readonly string[], after: readonly string[]): DiffLine[] {
  const [rows, columns] = [before.length, after.length]
  if (rows * columns > mostCells) return [...before.map(gone), ...after.map(added)]
  const width = columns + 1
  const lengths = new Uint32Array((rows + 1) * width)
  const at = (row: number, column: number) => lengths[row * width + column] ?? 0
  for (let row = rows - 1; row >= 0; row--)
    for (let column = columns - 1; column >= 0; column--)
      lengths[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1))
  const lines: DiffLine[] = []
  let [row, column] = [0, 0]
  while (row < rows && column < columns) {
    const [one = '', other = ''] = [before[row], after[column]]
    if (one === other) {
      lines.push({ sign: ' ', text: one })
      row += 1
      column += 1
    } else if (at(row + 1, column) >= at(row, column + 1)) {
      lines.push(gone(one))
      row += 1
    } else {
      lines.push(added(other))
      column += 1
    }
  }
  return [...lines, ...before.slice(row).map(gone), ...after.slice(column).map(added)]
}

function gone(text: string): DiffLine {
  return { sign: '−', text }
}

function added(text: string): DiffLine {
  return { sign: '+', text }
}
