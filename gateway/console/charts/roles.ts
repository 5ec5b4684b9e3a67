import type { Cell } from '../answer/cell.ts'
import type { AnswerTable, Column } from '../answer/tables.ts'
import { provinceTiles } from './province-tiles.ts'

/** What a column is good for in a chart. */
export type Role = 'time' | 'category' | 'measure' | 'band' | 'sex' | 'province' | 'none'

export interface RoledColumn extends Column {
  readonly at: number
  readonly role: Role
  /** Different values. */
  readonly distinct: number
}

const band = /^(<|>|≥|≤)?\s*\d+(\s*[-–]\s*<?\d+|\+)?$/
const sexes: ReadonlySet<string> = new Set(['MALE', 'FEMALE'])
const moreThanAnyoneReads = 400

/** Columns with what they are good for, by their values; names of keys are told from codes. */
export function rolesOf(table: AnswerTable): readonly RoledColumn[] {
  return table.columns.map((column, at) => {
    const cells = table.rows.map((row) => row.cells[at])
    const values = cells.filter((cell) => cell !== null && cell !== undefined)
    const distinct = new Set(values).size
    return { ...column, at, distinct, role: roleOf(column, values, distinct) }
  })
}

function roleOf({ kind, id }: Column, values: readonly Cell[], distinct: number): Role {
  if (kind === 'number') return 'measure'
  if (values.length === 0 || kind === 'list') return 'none'
  if (kind === 'date' || kind === 'moment' || kind === 'midnight') return 'time'
  return wordRole(id, values.map(String), distinct)
}

function wordRole(id: string, texts: readonly string[], distinct: number): Role {
  const code = /(^|\.)(code|provinceCode)$/.test(id)
  if (distinct > 1 && texts.every((text) => sexes.has(text))) return 'sex'
  if (code && texts.every((text) => provinceTiles.has(text))) return 'province'
  if (!code && distinct > 2 && texts.every((text) => band.test(text))) return 'band'
  return distinct > moreThanAnyoneReads ? 'none' : 'category'
}

/** A category's name where there is a code beside it: `province.name` for `province.code`. */
export function nameBeside(
  columns: readonly RoledColumn[],
  code: RoledColumn,
): RoledColumn | undefined {
  const parent = code.path.slice(0, -1).join('.')
  return columns.find(
    ({ path, id }) =>
      id !== code.id && path.at(-1) === 'name' && path.slice(0, -1).join('.') === parent,
  )
}
