import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner'
import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type NamedTypeNode,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type TypeNode,
  type VariableDefinitionNode,
} from 'graphql'
import { compactText } from '../document/compact-text.ts'
import { directTypes } from './direct-fields.ts'
import { type Chosen, type DirectRequest, directRequests } from './direct-requests.ts'
import { notDirect, openAskedFields } from './direct-selection.ts'

/** The plan of a query; undefined for an operation that is not planned directly. */
export type PlanDirectly = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
) => QueryPlan | undefined

/**
 * Opens the planning of queries that need no search for the best way: all fields are plain ones (direct-fields.ts) of
 * object types, each root field has one ministry, and each object that another ministry is asked about is known by one
 * of its keys. Takes time in proportion to the operation. Each fetch of a plan holds its operation as a document too.
 */
export function openDirectPlans(supergraph: DocumentNode): PlanDirectly {
  const types = directTypes(supergraph)
  return (document, operation) => {
    const isPlain = (operation.directives ?? []).length === 0
    if (operation.operation !== OperationTypeNode.QUERY || !isPlain) return undefined
    try {
      const requests = directRequests(operation.selectionSet, types, openAskedFields(document))
      const node = parallel(requests.map((request) => nodeOf(request, operation)))
      return node === undefined ? { kind: 'QueryPlan' } : { kind: 'QueryPlan', node }
    } catch (error) {
      if (error === notDirect) return undefined
      throw error
    }
  }
}

function parallel(nodes: PlanNode[]): PlanNode | undefined {
  return nodes.length > 1 ? { kind: 'Parallel', nodes } : nodes[0]
}

function nodeOf(request: DirectRequest, operation: OperationDefinitionNode): PlanNode {
  const fetch = fetchOf(request, operation)
  const path = [...request.path]
  const own: PlanNode = path.length === 0 ? fetch : { kind: 'Flatten', path, node: fetch }
  const then = parallel(request.next.map((next) => nodeOf(next, operation)))
  return then === undefined ? own : { kind: 'Sequence', nodes: [own, then] }
}

function fetchOf(
  { ministry, about, fields, variables }: DirectRequest,
  { variableDefinitions = [] }: OperationDefinitionNode,
): FetchNode {
  const used = variableDefinitions.filter(({ variable }) => variables.has(variable.name.value))
  const chosen = setOf(fields)
  const definition: OperationDefinitionNode = {
    kind: Kind.OPERATION_DEFINITION,
    operation: OperationTypeNode.QUERY,
    variableDefinitions: about ? [representations, ...used] : used,
    selectionSet: about ? entitiesOf(about.type.name, chosen) : chosen,
  }
  const base: FetchNode = {
    kind: 'Fetch',
    serviceName: ministry,
    variableUsages: used.map(({ variable }) => variable.name.value),
    operation: compactText([definition]),
    operationName: undefined,
    operationKind: OperationTypeNode.QUERY,
    operationDocumentNode: { kind: Kind.DOCUMENT, definitions: [definition] },
  }
  if (about === undefined) return base
  const { type, key } = about
  const told: QueryPlanSelectionNode[] = [{ kind: 'Field', name: '__typename' }, ...toldOf(key)]
  return {
    ...base,
    requires: [{ kind: 'InlineFragment', typeCondition: type.name, selections: told }],
  }
}

function toldOf({ selections }: SelectionSetNode): QueryPlanSelectionNode[] {
  return selections.flatMap((selection): QueryPlanSelectionNode[] => {
    if (selection.kind !== Kind.FIELD) return []
    const { name, selectionSet } = selection
    const inner = selectionSet ? { selections: toldOf(selectionSet) } : {}
    return [{ kind: 'Field', name: name.value, ...inner }]
  })
}

function setOf(chosen: Chosen): SelectionSetNode {
  const selections = Array.from(chosen.values(), ({ node, inner }): FieldNode => {
    const { kind, alias, name, arguments: given } = node
    return {
      kind,
      name,
      ...(alias ? { alias } : {}),
      ...(given ? { arguments: given } : {}),
      ...(inner ? { selectionSet: setOf(inner) } : {}),
    }
  })
  return { kind: Kind.SELECTION_SET, selections }
}

function named(value: string): NamedTypeNode {
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value } }
}

function nonNull(type: Exclude<TypeNode, { kind: Kind.NON_NULL_TYPE }>): TypeNode {
  return { kind: Kind.NON_NULL_TYPE, type }
}

const ofEntities = {
  kind: Kind.VARIABLE,
  name: { kind: Kind.NAME, value: 'representations' },
} as const

const representations: VariableDefinitionNode = {
  kind: Kind.VARIABLE_DEFINITION,
  variable: ofEntities,
  type: nonNull({ kind: Kind.LIST_TYPE, type: nonNull(named('_Any')) }),
}

function entitiesOf(type: string, selectionSet: SelectionSetNode): SelectionSetNode {
  const fragment = {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: named(type),
    selectionSet,
  } as const
  const entities: FieldNode = {
    kind: Kind.FIELD,
    name: { kind: Kind.NAME, value: '_entities' },
    arguments: [
      {
        kind: Kind.ARGUMENT,
        name: { kind: Kind.NAME, value: 'representations' },
        value: ofEntities,
      },
    ],
    selectionSet: { kind: Kind.SELECTION_SET, selections: [fragment] },
  }
  return { kind: Kind.SELECTION_SET, selections: [entities] }
}
