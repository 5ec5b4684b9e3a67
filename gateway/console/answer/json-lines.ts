/** A line of a JSON text as it is painted. */
export interface JsonLine {
  readonly depth: number
  readonly key: string | undefined
  /** A scalar as JSON, or the bracket that opens or closes. */
  readonly text: string
  readonly kind: 'text' | 'number' | 'word' | 'open' | 'close' | 'folded'
  /** Of lines that open something: its path, by which it is folded. */
  readonly fold: string | undefined
  readonly comma: boolean
}

/** The lines of a value, without what is folded away. */
export function jsonLines(value: unknown, folded: ReadonlySet<string>): JsonLine[] {
  const lines: JsonLine[] = []
  write({ lines, folded }, value, { depth: 0, path: '', key: undefined, comma: false })
  return lines
}

interface Writing {
  readonly lines: JsonLine[]
  readonly folded: ReadonlySet<string>
}

interface Spot {
  readonly depth: number
  readonly path: string
  readonly key: string | undefined
  readonly comma: boolean
}

function write(writing: Writing, value: unknown, spot: Spot): void {
  const { depth, path, key, comma } = spot
  const { lines, folded } = writing
  if (typeof value !== 'object' || value === null) {
    const text = JSON.stringify(value) ?? 'null'
    lines.push({ depth, key, text, kind: kindOf(value), fold: undefined, comma })
    return
  }
  const list = Array.isArray(value)
  const [opening, closing] = list ? ['[', ']'] : ['{', '}']
  const entries: readonly (readonly [string, unknown])[] = Object.entries(value)
  if (entries.length === 0 || folded.has(path)) {
    const text =
      entries.length === 0 ? `${opening}${closing}` : `${opening} ${entries.length} ${closing}`
    const fold = entries.length === 0 ? undefined : path
    lines.push({ depth, key, text, kind: 'folded', fold, comma })
    return
  }
  lines.push({ depth, key, text: opening, kind: 'open', fold: path, comma: false })
  entries.forEach(([name, inner], index) => {
    write(writing, inner, {
      depth: depth + 1,
      path: `${path}/${name}`,
      key: list ? undefined : name,
      comma: index < entries.length - 1,
    })
  })
  lines.push({ depth, key: undefined, text: closing, kind: 'close', fold: undefined, comma })
}

function kindOf(value: unknown): JsonLine['kind'] {
  if (typeof value === 'string') return 'text'
  return typeof value === 'number' ? 'number' : 'word'
}
