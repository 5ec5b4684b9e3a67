import { type DocumentNode, getOperationAST, parse, separateOperations } from 'graphql'
import { conditionValues, conditionVariables } from '../../../auth/condition-variables.ts'
import { decided } from '../../../gateway/execution/decided.ts'
import { openOwnNames } from '../../../gateway/execution/own-names.ts'
import { openDirectPlans } from '../../../gateway/planning/direct-plan.ts'
import type { Operation } from './executor.ts'
import type { Federation } from './federation.ts'

/** Whether the gateway plans an operation itself, given a document as `asPlanned` makes it. */
type IsDirect = (document: DocumentNode) => boolean

const opened = new WeakMap<Federation, IsDirect>()

/** Whether the gateway plans an operation of a federation itself, without the planner. */
export function isPlannedDirectly(federation: Federation, operation: Operation): boolean {
  const isDirect = opened.get(federation) ?? openDirectly(federation)
  opened.set(federation, isDirect)
  return isDirect(asPlanned(operation))
}

function openDirectly({ supergraphSdl }: Federation): IsDirect {
  const supergraph = parse(supergraphSdl)
  const ownNames = openOwnNames(supergraph)
  const planDirectly = openDirectPlans(supergraph)
  return (given) => {
    const { document } = ownNames(given)
    const operation = getOperationAST(document)
    return operation != null && planDirectly(document, operation) !== undefined
  }
}

/** The document without what its conditions leave out, and without fragments that nothing asks for then. */
export function asPlanned({ document, variables }: Operation): DocumentNode {
  const operation = getOperationAST(document)
  if (!operation) throw new Error('expected one operation')
  const values = conditionValues(conditionVariables(document), operation, variables)
  const [only] = Object.values(separateOperations(decided(document, values)))
  if (only === undefined) throw new Error('expected one operation')
  return only
}
