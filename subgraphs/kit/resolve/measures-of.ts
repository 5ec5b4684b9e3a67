import type { FieldNode, GraphQLResolveInfo } from 'graphql'
import { getArgumentValues, isObjectType } from 'graphql'
import { CodedError } from '../../../schema/errors.ts'
import { generatedName } from '../../../schema/model/generated-name.ts'
import { measureFunctions } from '../../../schema/model/measure-function.ts'
import type { TableType } from '../../../schema/model/model.ts'
import type { Measure } from '../sql/measures.ts'
import { selectionOf, type Selection } from './selection.ts'

/** The measures that the operation selects below a totals or group type; the count where it selects none. */
export function measuresOf(
  info: GraphQLResolveInfo,
  type: TableType,
  selection: Selection,
): readonly Measure[] {
  const measures: Measure[] = []
  for (const [field, nodes] of selection) {
    if (!type.columns.has(field)) continue
    const typeName = generatedName.measure(type.name, field)
    for (const [name, uses] of selectionOf(info, typeName, nodes)) {
      const known = measureFunctions.find((one) => one.field === name)
      if (known === undefined) continue
      for (const node of uses)
        measures.push(measureOf(info, typeName, { field, node, fn: known.fn }))
    }
  }
  return measures.length === 0 || selection.has('count')
    ? [{ kind: 'count' }, ...measures]
    : measures
}

interface Use {
  readonly field: string
  readonly node: FieldNode
  readonly fn: (typeof measureFunctions)[number]['fn']
}

function measureOf(info: GraphQLResolveInfo, typeName: string, { field, node, fn }: Use): Measure {
  if (fn !== 'PERCENTILE') return { kind: 'column', field, fn }
  const type = info.schema.getType(typeName)
  const definition = isObjectType(type) ? type.getFields()[node.name.value] : undefined
  if (definition === undefined) throw new Error(`expected ${typeName} to have ${node.name.value}`)
  const { p } = getArgumentValues(definition, node, info.variableValues)
  return { kind: 'column', field, fn, p: percentile(p) }
}

/** A percentile between 0 and 1; anything else is BAD_USER_INPUT. */
export function percentile(p: unknown): number {
  if (typeof p === 'number' && p >= 0 && p <= 1) return p
  throw new CodedError('BAD_USER_INPUT', `p: expected 0 to 1, got ${String(p)}.`)
}
