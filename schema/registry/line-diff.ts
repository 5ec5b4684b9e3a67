/** Lines around a difference that are shown. */
const context = 3
/** Lines that differ, at most, before the texts count as wholly different. */
const maxEdits = 5000

type Edit = { readonly mark: ' ' | '-' | '+'; readonly line: string }

/**
 * The difference of two texts, line by line, as `diff -u` writes it; empty when there is none. Myers' algorithm
 * (1986): the fewest lines taken out and put in.
 */
export function lineDiff(from: string, to: string, names: readonly [string, string]): string {
  if (from === to) return ''
  const edits = editsOf(linesOf(from), linesOf(to))
  return [`--- ${names[0]}`, `+++ ${names[1]}`, ...hunks(edits), ''].join('\n')
}

function linesOf(text: string): readonly string[] {
  const lines = text.split('\n')
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines
}

function editsOf(from: readonly string[], to: readonly string[]): readonly Edit[] {
  const trace: Map<number, number>[] = []
  const furthest = new Map<number, number>([[1, 0]])
  const limit = Math.min(from.length + to.length, maxEdits)
  for (let d = 0; d <= limit; d++) {
    trace.push(new Map(furthest))
    for (let k = -d; k <= d; k += 2) {
      let x = isDown(furthest, k, d) ? at(furthest, k + 1) : at(furthest, k - 1) + 1
      while (x < from.length && x - k < to.length && from[x] === to[x - k]) x++
      furthest.set(k, x)
      if (x >= from.length && x - k >= to.length) return walkedBack(trace, from, to)
    }
  }
  const out = from.map((line): Edit => ({ mark: '-', line }))
  return [...out, ...to.map((line): Edit => ({ mark: '+', line }))]
}

function walkedBack(
  trace: readonly Map<number, number>[],
  from: readonly string[],
  to: readonly string[],
): readonly Edit[] {
  const edits: Edit[] = []
  let [x, y] = [from.length, to.length]
  for (let d = trace.length - 1; d >= 0; d--) {
    const furthest = trace[d] ?? new Map<number, number>()
    const k = x - y
    const before = isDown(furthest, k, d) ? k + 1 : k - 1
    const [startX, startY] = [at(furthest, before), at(furthest, before) - before]
    while (x > Math.max(startX, 0) && y > Math.max(startY, 0)) {
      edits.push({ mark: ' ', line: from[--x] ?? '' })
      y--
    }
    if (d === 0) break
    if (x === startX) edits.push({ mark: '+', line: to[--y] ?? '' })
    else edits.push({ mark: '-', line: from[--x] ?? '' })
  }
  return edits.reverse()
}

function isDown(furthest: ReadonlyMap<number, number>, k: number, d: number): boolean {
  return k === -d || (k !== d && at(furthest, k - 1) < at(furthest, k + 1))
}

function at(furthest: ReadonlyMap<number, number>, k: number): number {
  return furthest.get(k) ?? 0
}

function hunks(edits: readonly Edit[]): readonly string[] {
  const shown = edits.map((_edit, i) =>
    edits.slice(Math.max(0, i - context), i + context + 1).some(({ mark }) => mark !== ' '),
  )
  const lines: string[] = []
  let [before, after] = [1, 1]
  for (let i = 0; i < edits.length; i++) {
    if (shown[i] === true && shown[i - 1] !== true) {
      const end = shown.indexOf(false, i)
      const hunk = edits.slice(i, end === -1 ? undefined : end)
      const size = (mark: string) => hunk.filter((edit) => edit.mark !== mark).length
      lines.push(`@@ -${before},${size('+')} +${after},${size('-')} @@`)
    }
    const { mark, line } = edits[i] ?? { mark: ' ', line: '' }
    if (shown[i] === true) lines.push(`${mark}${line}`)
    if (mark !== '+') before++
    if (mark !== '-') after++
  }
  return lines
}
