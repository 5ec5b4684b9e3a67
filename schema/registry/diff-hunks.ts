/** A line of a difference; `before` and `after` are its numbers in the two texts, from 1, where it is in them. */
export interface DiffLine {
  readonly mark: ' ' | '-' | '+'
  readonly text: string
  readonly before: number | null
  readonly after: number | null
}

/** The hunks of a difference as `lineDiff` writes it, as data. */
export function diffHunks(diff: string): readonly (readonly DiffLine[])[] {
  const hunks: DiffLine[][] = []
  let [before, after] = [0, 0]
  for (const line of diff.split('\n').slice(2, -1)) {
    const [, from, to] = /^@@ -(\d+),\d+ \+(\d+),\d+ @@$/.exec(line) ?? []
    if (from !== undefined && to !== undefined) {
      hunks.push([])
      before = Number(from)
      after = Number(to)
      continue
    }
    const mark = line.startsWith('-') ? '-' : line.startsWith('+') ? '+' : ' '
    const hunk = hunks.at(-1)
    hunk?.push({
      mark,
      text: line.slice(1),
      before: mark === '+' ? null : before++,
      after: mark === '-' ? null : after++,
    })
  }
  return hunks
}
