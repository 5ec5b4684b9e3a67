import type { Survey } from './survey.ts'
import { all, type Where } from './where.ts'

/** A cell of a table that holds few persons: a place crossed with a trait, or with a slice of a line. */
export interface Cell {
  readonly name: string
  readonly survey: Survey
  readonly outer: string
  readonly area: string
  readonly core: Core
}

export type Core =
  | { readonly kind: 'trait'; readonly value: string }
  | { readonly kind: 'slice'; readonly from: string; readonly to: string }

/** What is to be learned of a cell. */
export type Facet = 'rows' | 'persons' | 'sum' | 'max' | 'exists'

/** The facts of a cell, by plain SQL; attackers never see them. */
export interface Truth {
  readonly rows: number
  readonly persons: number
  readonly sum: number | null
  readonly max: number | null
}

export function inOuter({ survey, outer }: Cell): Where {
  return { [survey.outer.field]: { eq: outer } }
}

export function inArea({ survey, area }: Cell): Where {
  return { [survey.area.field]: { eq: area } }
}

/** The trait or slice, wherever it is. */
export function coreOf({ survey, core }: Cell): Where {
  if (core.kind === 'trait') return survey.trait(core.value)
  return slice(survey, core.from, core.to)
}

export function whereOf(cell: Cell): Where {
  return all(inArea(cell), coreOf(cell))
}

/** Rows from one point of the line up to, and without, another. */
export function slice({ line }: Survey, from: string, to: string): Where {
  const value = (text: string) => (line.kind === 'number' ? Number(text) : text)
  return { [line.field]: { gte: value(from), lt: value(to) } }
}
