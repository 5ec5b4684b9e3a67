import type { PlanNode, QueryPlan } from '@apollo/query-planner'

/** Heap of a compiled fetch beside its text, and for each character of it; measured on ad-hoc documents. */
const fetchBytes = 6000
const bytesPerCharacter = 40

/** Heap that a plan takes once it is compiled, about: as many bytes as its requests to ministries are long. */
export function planBytes({ node }: QueryPlan): number {
  return node === undefined || node.kind === 'Subscription' ? fetchBytes : nodeBytes(node)
}

function nodeBytes(node: PlanNode): number {
  switch (node.kind) {
    case 'Fetch': {
      const required = node.requires === undefined ? 0 : JSON.stringify(node.requires).length
      return fetchBytes + (node.operation.length + required) * bytesPerCharacter
    }
    case 'Flatten':
      return nodeBytes(node.node)
    case 'Sequence':
    case 'Parallel':
      return node.nodes.reduce((sum, inner) => sum + nodeBytes(inner), 0)
    case 'Condition':
      return [node.ifClause, node.elseClause].reduce(
        (sum, inner) => sum + (inner === undefined ? 0 : nodeBytes(inner)),
        0,
      )
    case 'Defer':
      return fetchBytes
    default:
      return node satisfies never
  }
}
