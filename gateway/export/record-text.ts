/**
 * Reads rows as PostgreSQL writes composite values (`record_out`): `(a,"b c",,"")`, one after the other. An absent value is
 * empty, an empty text `""`; within quotes `"` and `\` stand twice. Calls back with the cells of each row, null where there is
 * no value. Throws an Error where the text is no such thing.
 */
export function readRecords(
  text: string,
  columns: number,
  take: (cells: readonly (string | null)[]) => void,
): void {
  let at = 0
  while (at < text.length) {
    if (text.charCodeAt(at) !== open) broken()
    at++
    const cells: (string | null)[] = []
    for (;;) {
      const isQuoted = text.charCodeAt(at) === quote
      const end = isQuoted ? quotedEnd(text, at + 1) : plainEnd(text, at)
      if (isQuoted) cells.push(unquoted(text.slice(at + 1, end - 1)))
      else cells.push(end === at ? null : text.slice(at, end))
      at = end + 1
      const mark = text.charCodeAt(end)
      if (mark === close) break
      if (mark !== comma) broken()
    }
    if (cells.length !== columns) broken()
    take(cells)
  }
}

const [open, close, comma, quote, backslash] = [40, 41, 44, 34, 92]

/** Where a cell without quotes ends: at the comma or the bracket after it. */
function plainEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === comma || code === close) return at
  }
  return broken()
}

/** The place after the quote that closes a cell. */
function quotedEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === backslash) at++
    else if (code === quote) {
      if (text.charCodeAt(at + 1) !== quote) return at + 1
      at++
    }
  }
  return broken()
}

function unquoted(text: string): string {
  return /["\\]/.test(text) ? text.replace(/(["\\])\1/g, '$1') : text
}

function broken(): never {
  throw new Error('expected rows as records, got something else')
}
