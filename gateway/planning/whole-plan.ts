import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner'
import { type FieldNode, Kind, parse, print, stripIgnoredCharacters, visit } from 'graphql'
import { requiredMark } from './required-names.ts'

/** What stands in a plan for something else. */
export interface StandIns {
  /** By made-up ministry, the real one. */
  readonly ministries: ReadonlyMap<string, string>
  /** By made-up field, the required one with its arguments. */
  readonly fields: ReadonlyMap<string, FieldNode>
}

/**
 * A plan in terms of the supergraph as it was composed. A made-up field becomes the alias of the real one; in what
 * a fetch requires of an object, `alias` is then the name under which the object holds what is sent as `name`.
 */
export function wholePlan(plan: QueryPlan, standIns: StandIns): QueryPlan {
  const { node } = plan
  if (node === undefined || node.kind === 'Subscription') return plan
  return { ...plan, node: wholeNode(node, standIns) }
}

function wholeNode(node: PlanNode, standIns: StandIns): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...node, nodes: node.nodes.map((inner) => wholeNode(inner, standIns)) }
    case 'Flatten':
      return { ...node, node: wholeNode(node.node, standIns) }
    case 'Fetch':
      return wholeFetch(node, standIns)
    // Operations are planned without conditions and @defer.
    case 'Condition':
    case 'Defer':
      return node
    default:
      return node satisfies never
  }
}

function wholeFetch(node: FetchNode, { ministries, fields }: StandIns): FetchNode {
  const { serviceName, operation, requires } = node
  return {
    ...node,
    serviceName: ministries.get(serviceName) ?? serviceName,
    operation: operation.includes(requiredMark) ? wholeOperation(operation, fields) : operation,
    ...(requires === undefined ? {} : { requires: wholeSelections(requires, fields) }),
  }
}

function wholeOperation(operation: string, fields: StandIns['fields']): string {
  const document = visit(parse(operation, { noLocation: true }), {
    Field: (node) => {
      const { name, alias, arguments: given = [] } = node
      const real = fields.get(name.value)
      return (
        real && {
          ...node,
          kind: Kind.FIELD,
          alias: alias ?? name,
          name: real.name,
          arguments: [...(real.arguments ?? []), ...given],
        }
      )
    },
  })
  return stripIgnoredCharacters(print(document))
}

function wholeSelections(
  selections: readonly QueryPlanSelectionNode[],
  fields: StandIns['fields'],
): QueryPlanSelectionNode[] {
  return selections.map((selection) => {
    const inner =
      selection.selections === undefined
        ? {}
        : { selections: wholeSelections(selection.selections, fields) }
    if (selection.kind !== 'Field') return { ...selection, ...inner }
    const real = fields.get(selection.name)
    const named = real ? { alias: selection.name, name: real.name.value } : {}
    return { ...selection, ...named, ...inner }
  })
}
