import type { Caller } from './caller.ts'
import type { ReadClass } from './class-table.ts'
import { opens, type Purpose } from './purpose.ts'
import { purposeRequired } from './purpose-required.ts'
import { purposesOf, purposeTable } from './purpose-table.ts'

/** For whom a purpose is looked for, and to read what. */
export interface PurposeQuestion {
  readonly caller: Pick<Caller, 'roles'>
  /** The one that the request names. */
  readonly named: Purpose | undefined
  /** The classes of data that the document touches. */
  readonly touched: readonly ReadClass[]
}

/**
 * The purpose that a document is asked for: the named one, or the caller's automatic one; undefined where
 * it reads no record of a person and names none. Fails with PURPOSE_REQUIRED, which lists those that fit
 * the caller and the document, where the named one is not the caller's, or does not open every class.
 */
export function chosenPurpose(
  { caller, named, touched }: PurposeQuestion,
  table: ReadonlyMap<string, Purpose> = purposeTable,
): Purpose | undefined {
  if (named === undefined && touched.length === 0) return undefined
  const fitting = purposesOf(caller.roles, table).filter((one) => opens(one, touched))
  const chosen =
    named === undefined
      ? fitting.find(({ automatic, roles }) => automatic && includesAll(roles, caller.roles))
      : fitting.find(({ id }) => id === named.id)
  if (chosen === undefined) throw purposeRequired(fitting)
  return chosen
}

function includesAll(all: readonly string[], some: readonly string[]): boolean {
  return some.every((one) => all.includes(one))
}
