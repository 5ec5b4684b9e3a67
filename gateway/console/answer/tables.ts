import { isRecord } from '../api/refused.ts'
import { type Cell, type ColumnKind, kindOf } from './cell.ts'

/** A column of a table: where its cells stand below a row. */
export interface Column {
  /** The path below the row, joined by dots: unique in the table. */
  readonly id: string
  readonly path: readonly string[]
  readonly kind: ColumnKind
}

/** A row: its cells in the order of the columns, and why figures of it are withheld. */
export interface Row {
  /** Where it stood in the answer, from 0: the order as asked. */
  readonly index: number
  readonly cells: readonly Cell[]
  /** Reasons by the id of the object that withholds; '' is the row itself. */
  readonly withheld: ReadonlyMap<string, string>
}

/** A list of an answer as a table; or, of an answer without lists, its only row. */
export interface AnswerTable {
  /** The path of the list in the answer, joined by dots. */
  readonly id: string
  readonly path: readonly string[]
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** What stands beside the list: counts, totals, whether it was cut. */
  readonly beside: readonly { readonly id: string; readonly value: Cell }[]
  readonly hasNextPage: boolean
  readonly truncated: boolean
}

/**
 * The tables of an answer, the longest first: every list of objects that is not inside a row of another. Objects
 * inside a row become columns (`province.name`), lists inside a row one cell.
 */
export function tablesOf(data: Readonly<Record<string, unknown>> | null): readonly AnswerTable[] {
  if (data === null) return []
  const lists = listsIn(data, [])
  if (lists.length === 0) return [tableOf({ path: [], rows: [data], parent: {} })]
  const rest = leavesBeside(data)
  const tables = lists.map(tableOf)
  const main = [...tables].sort((one, other) => other.rows.length - one.rows.length)
  return rest.length === 0
    ? main
    : [...main, tableOf({ path: [], rows: [Object.fromEntries(rest)], parent: {} })]
}

interface FoundList {
  readonly path: readonly string[]
  readonly rows: readonly unknown[]
  readonly parent: Readonly<Record<string, unknown>>
}

/** Lists of objects, outermost ones. A connection's `edges` are left out where it has `nodes`. */
function listsIn(value: Readonly<Record<string, unknown>>, path: readonly string[]): FoundList[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = [...path, key]
    if (Array.isArray(inner)) {
      if (key === 'edges' && Array.isArray(value['nodes'])) return []
      return inner.some(isRecord) || isListKey(key)
        ? [{ path: at, rows: inner, parent: value }]
        : []
    }
    return isRecord(inner) ? listsIn(inner, at) : []
  })
}

/** Keys under which connections and groups keep their rows: an empty list is a table without rows. */
function isListKey(key: string): boolean {
  return key === 'nodes' || key === 'edges' || key === 'groups'
}

/** Root fields that hold no list. */
function leavesBeside(data: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(data).filter(
    ([, value]) =>
      value !== null &&
      !Array.isArray(value) &&
      !(isRecord(value) && listsIn(value, []).length > 0),
  )
}

function tableOf({ path, rows, parent }: FoundList): AnswerTable {
  const shape = new Shape()
  const flat = rows.map((row) => flattened(row, shape))
  const columns = shape.kept().map(({ id, path: at, values }) => ({
    id,
    path: at,
    kind: kindOf(values),
  }))
  const { pageInfo, truncated } = parent
  return {
    id: path.join('.'),
    path,
    columns,
    rows: flat.map(({ cells, withheld }, index) => ({
      index,
      cells: columns.map(({ id }) => cells.get(id)),
      withheld,
    })),
    beside: besideOf(parent, path.at(-1)),
    hasNextPage: isRecord(pageInfo) && pageInfo['hasNextPage'] === true,
    truncated: truncated === true,
  }
}

/** Columns in the order in which the rows show them first, with some values to tell their kind by. */
class Shape {
  readonly columns = new Map<string, { id: string; path: readonly string[]; values: unknown[] }>()

  note(path: readonly string[], value: unknown): string {
    const id = path.join('.')
    const known = this.columns.get(id)
    if (known === undefined) this.columns.set(id, { id, path, values: [value] })
    else if (known.values.length < kindSamples && value !== null) known.values.push(value)
    return id
  }

  /** Without objects that are missing in some rows: their fields are columns already, and empty there. */
  kept() {
    const all = [...this.columns.values()]
    const opened = new Set(
      all.flatMap(({ path }) => path.slice(0, -1).map((_, at) => path.slice(0, at + 1).join('.'))),
    )
    return all.filter(
      ({ id, values }) => !(opened.has(id) && values.every((value) => value === null)),
    )
  }
}

/** Values of a column that are looked at to tell its kind, at most. */
const kindSamples = 200

interface FlatRow {
  readonly cells: Map<string, Cell>
  readonly withheld: Map<string, string>
}

function flattened(row: unknown, shape: Shape): FlatRow {
  const flat: FlatRow = { cells: new Map(), withheld: new Map() }
  if (isRecord(row)) flattenInto(flat, shape, row, [])
  else flat.cells.set(shape.note(['value'], row), row as Cell)
  return flat
}

function flattenInto(
  flat: FlatRow,
  shape: Shape,
  value: Readonly<Record<string, unknown>>,
  path: readonly string[],
): void {
  for (const [key, inner] of Object.entries(value)) {
    if (key === '__typename') continue
    const at = [...path, key]
    if (key === 'disclosure' && isRecord(inner)) noteWithheld(flat, inner, path)
    else if (isRecord(inner) && isBand(inner))
      flat.cells.set(shape.note(at, bandText(inner)), bandText(inner))
    else if (isRecord(inner) && !isConnection(inner)) flattenInto(flat, shape, inner, at)
    else {
      const cell = cellOf(inner)
      flat.cells.set(shape.note(at, cell), cell)
    }
  }
}

/** A band of numbers: from, included, to, excluded. */
function isBand(value: Readonly<Record<string, unknown>>): boolean {
  const keys = Object.keys(value).filter((key) => key !== '__typename')
  return keys.length === 2 && keys.every((key) => key === 'from' || key === 'to')
}

function bandText({ from, to }: Readonly<Record<string, unknown>>): string | null {
  if (typeof from === 'number' && typeof to === 'number')
    return Number.isInteger(from) && Number.isInteger(to) ? `${from}–${to - 1}` : `${from}–<${to}`
  if (typeof from === 'number') return `≥ ${from}`
  return typeof to === 'number' ? `< ${to}` : null
}

/** A list inside of a row, or a connection's rows. */
function cellOf(value: unknown): Cell {
  if (!isRecord(value)) return value as Cell
  const { nodes, edges, groups } = value
  return [nodes, edges, groups].find((list) => Array.isArray(list)) as Cell
}

function isConnection(value: Readonly<Record<string, unknown>>): boolean {
  return ['nodes', 'edges', 'groups'].some((key) => Array.isArray(value[key]))
}

function noteWithheld(
  flat: FlatRow,
  { status, reason, rule }: Readonly<Record<string, unknown>>,
  path: readonly string[],
): void {
  const withheld =
    typeof status === 'string'
      ? status !== 'EXACT' && status !== 'SHOWN'
      : typeof reason === 'string' && reason !== ''
  if (!withheld) return
  const words = [reason, rule, status].find((one) => typeof one === 'string' && one !== '')
  flat.withheld.set(path.join('.'), String(words))
}

function besideOf(
  parent: Readonly<Record<string, unknown>>,
  listKey: string | undefined,
): AnswerTable['beside'] {
  const flat: FlatRow = { cells: new Map(), withheld: new Map() }
  const shape = new Shape()
  const left = new Set([listKey, 'pageInfo', 'truncated', 'nodes', 'edges', 'groups', '__typename'])
  const rest = Object.entries(parent).filter(
    ([key, value]) => !left.has(key) && !(isRecord(value) && listsIn(value, []).length > 0),
  )
  flattenInto(flat, shape, Object.fromEntries(rest), [])
  return [...flat.cells]
    .filter(([, value]) => !Array.isArray(value))
    .map(([id, value]) => ({ id, value }))
}

/**
 * Why a cell is withheld; undefined when it is not. A figure is withheld when it is null and its row, or an object
 * around it, says so.
 */
export function withheldBy(row: Row, column: Column, cell: Cell): string | undefined {
  if (cell !== null || row.withheld.size === 0) return undefined
  for (let length = column.path.length - 1; length >= 0; length--) {
    const reason = row.withheld.get(column.path.slice(0, length).join('.'))
    if (reason !== undefined) return reason
  }
  return undefined
}
