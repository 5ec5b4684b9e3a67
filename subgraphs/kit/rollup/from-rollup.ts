import { enumName } from '../../../schema/model/generated-name.ts'
import type { Model } from '../../../schema/model/model.ts'
import { walkPath } from '../../../schema/model/walk-path.ts'
import type { RequestContext } from '../request-context.ts'
import type { RowAccess } from '../row-access.ts'
import type { Rows } from '../sql/prepare.ts'
import { answers, type RollupQuestion } from './answers.ts'
import type { UsableRollup } from './rollup-book.ts'

/**
 * The rows of a question, counted from the smallest rollup that answers it; as they came where none does. A
 * rollup counts everybody, so it answers callers of all rows alone, and none for whom a compartment is open.
 */
export function fromRollup(context: RequestContext, rows: Rows, question: RollupQuestion): Rows {
  const { model } = rows.source
  if (!rows.access.whole || opensCompartment(model, rows.access)) return rows
  const [smallest] = context.rollups
    .filter(({ rollup }) => rollup.type === rows.type && answers(model, rollup, question))
    .filter((one) => seesJoined(rows, one, question.groupBy))
    .sort((a, b) => a.rows - b.rows)
  return smallest === undefined ? rows : { ...rows, rollup: smallest.rollup, settings: rows.access }
}

function opensCompartment({ types }: Model, { compartments }: RowAccess): boolean {
  return (
    compartments.length > 0 &&
    [...types.values()].some((type) => type.kind === 'table' && type.compartment !== undefined)
  )
}

/** Keys on joined rows were joined in for somebody who sees them all. */
function seesJoined(rows: Rows, { rollup }: UsableRollup, groupBy: unknown): boolean {
  const inputs: readonly unknown[] = Array.isArray(groupBy) ? groupBy : []
  const fields = new Set(inputs.map((input) => Object(input).field as unknown))
  return [...rollup.keys.values()]
    .filter(({ dimension }) => fields.has(enumName(dimension.name)))
    .every(({ dimension: { via } }) => {
      const steps = walkPath(rows.source.model, rows.type, via)
      return typeof steps !== 'string' && steps.every(({ to }) => rows.accessTo(to).whole)
    })
}
