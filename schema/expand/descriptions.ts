import { Kind, print } from 'graphql'
import { dimensionTarget } from '../model/dimension-target.ts'
import type { Column, Dimension, Join, TableType } from '../model/model.ts'
import { walkPath } from '../model/walk-path.ts'
import type { Usage } from './usage.ts'

/** A description as SDL: what is generated for a field says what the ministry says of the field, else `otherwise`. */
export function saidOf({ description }: Column | Join, otherwise: string): string {
  return quoted(description ?? otherwise)
}

/** The description of a dimension: of the field that it reads, and of the rows on the way to it. */
export function saidOfDimension(type: TableType, dimension: Dimension, { model }: Usage): string {
  const { name, via, derive } = dimension
  const steps = walkPath(model, type, via)
  const target = dimensionTarget(model, type, dimension)
  if (typeof steps === 'string' || typeof target === 'string')
    throw new Error(`${type.name}.${name} was not checked`)
  const read = target.kind === 'column' ? target.column : target.join
  const said = [...steps.map(({ join }) => join.description), read.description]
  const known = said.filter((one) => one !== undefined).map(inTwo)
  if (known.length < said.length) return quoted(`Theo ${name} · By ${name}`)
  const vi = known.map(([one]) => one).join(' – ')
  const en = known.map(([, one]) => one).join(' – ')
  return quoted(derive ? derivations[derive.kind](vi, en) : `${vi} · ${en}`)
}

const derivations = {
  AGE: (vi: string, en: string) => `Tuổi theo ${lower(vi)} · Age by ${lower(en)}`,
  AGE_BAND: (vi: string, en: string) => `Nhóm tuổi theo ${lower(vi)} · Age group by ${lower(en)}`,
} as const

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** The description of a root field: what it does with rows, and what the ministry says that they are. */
export function saidOfRows({ description }: TableType, vi: string, en: string): string {
  if (description === undefined) return quoted(`${vi} · ${en}`)
  const [viRow, enRow] = inTwo(description)
  return quoted(`${vi}: ${viRow} · ${en}: ${enRow}`)
}

/** Vietnamese and English; a text of another form stands for both. */
function inTwo(text: string): readonly [string, string] {
  const [vi, en, ...more] = text.split(/\s+·\s+/)
  return vi === undefined || en === undefined || more.length > 0 ? [text, text] : [vi, en]
}

function quoted(value: string): string {
  return print({ kind: Kind.STRING, value, block: false })
}
