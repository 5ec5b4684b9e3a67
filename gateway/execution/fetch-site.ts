import type { FetchNode, PlanNode } from '@apollo/query-planner'
import {
  type DefinitionNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type InlineFragmentNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  parse,
} from 'graphql'
import type { Permission } from '../../auth/permission.ts'
import type { PlanPath } from './places.ts'

/** One fetch of a plan, and what the others mean for it. Read once, when the plan is compiled. */
export interface FetchSite {
  /** Without its operation as a document, which nobody reads again. */
  readonly node: FetchNode
  readonly path: PlanPath
  /** Response names at the top of what it fetches, as the ministry is asked for them and as renamed. */
  readonly names: readonly string[]
  /** Paths in the answer (response names, dots between) of the objects that it fetches within. */
  readonly objects: readonly string[]
  /** Those among them that stand at the top of what it fetches: with one of these all within it is shared. */
  readonly tops: readonly string[]
  /** It fetches objects within, not only values. */
  readonly isDeep: boolean
  /**
   * Objects that it fetches may stand at several places at once. Not where another fetch adds to the same
   * objects, since what is added at one place would appear at all.
   */
  readonly isShared: boolean
  /** Lengths of the beginnings of its path at which one object may stand in several places. */
  readonly sharedAt: ReadonlySet<number>
  /** Fetches of the plan that send the same operation have the same one, and are sent as one when they are due. */
  readonly twin: number | undefined
  /** The permissions of the catalogues that it reads; undefined where it reads anything else. */
  readonly catalogue?: readonly Permission[] | undefined
}

/** What a fetch's operation consists of. */
export type DefinitionsOf = (fetch: FetchNode) => readonly DefinitionNode[]

/** Opens the reading of the operations of one plan: each text once, and only while the plan is compiled. */
export function openDefinitions(): DefinitionsOf {
  const known = new Map<string, readonly DefinitionNode[]>()
  return ({ operation, operationDocumentNode }) => {
    if (operationDocumentNode) return operationDocumentNode.definitions
    const text = unnamed(operation)
    const definitions = known.get(text) ?? parse(text, { noLocation: true }).definitions
    known.set(text, definitions)
    return definitions
  }
}

/** The operation without its name, which counts the fetches of a plan. */
export function unnamed(operation: string): string {
  return operation.replace(/^(query|mutation) ?\w*/, '$1').replace(/^query\{/, '{')
}

/** All fetches of a plan, with the paths at which they work. */
export function fetchSites(
  plan: PlanNode,
  definitionsOf: DefinitionsOf,
): ReadonlyMap<FetchNode, FetchSite> {
  const fetches = fetchesOf(plan, [])
  const found = fetches.map(({ node: { operationDocumentNode: document, ...node }, path }) => {
    const base = path.filter((part) => part !== '@')
    const { names, within } = selected(node, document?.definitions ?? definitionsOf(node))
    return {
      node,
      path,
      names,
      objects: within.map((inner) => [...base, ...inner].join('.')),
      tops: within.flatMap(([top = '', inner]) =>
        inner === undefined ? [[...base, top].join('.')] : [],
      ),
    }
  })
  const objects = counted(found.flatMap((site) => site.objects))
  const keys = found.map(({ node }) => twinKey(node))
  const operations = counted(keys)
  const hasContext = found.some(({ node }) => (node.contextRewrites ?? []).length > 0)
  const sites = found.map((site, index) => ({
    ...site,
    isDeep: site.objects.length > 0,
    twin:
      (operations.get(keys[index] ?? '') ?? 0) > 1 ? keys.indexOf(keys[index] ?? '') : undefined,
    isShared:
      !hasContext &&
      (site.node.outputRewrites ?? []).length === 0 &&
      site.objects.every((object) => objects.get(object) === 1),
  }))
  const sharedAt = ({ path }: { readonly path: PlanPath }): ReadonlySet<number> =>
    new Set(sites.flatMap((other) => (isWithin(path, other) ? [other.path.length + 1] : [])))
  return new Map(
    fetches.flatMap(({ node }, index) => {
      const site = sites[index]
      return site ? [[node, { ...site, sharedAt: sharedAt(site) }] as const] : []
    }),
  )
}

/** Whether a path leads through objects that a fetch may put at several places. */
function isWithin(path: PlanPath, other: Pick<FetchSite, 'path' | 'isShared' | 'isDeep'>): boolean {
  return (
    other.isShared &&
    other.isDeep &&
    other.path.length < path.length &&
    other.path.every((part, index) => path[index] === part)
  )
}

interface Found {
  readonly node: FetchNode
  readonly path: PlanPath
}

function fetchesOf(node: PlanNode, path: PlanPath): readonly Found[] {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return node.nodes.flatMap((inner) => fetchesOf(inner, path))
    case 'Flatten':
      return fetchesOf(node.node, [...path, ...node.path.map(String)])
    case 'Condition':
      throw new Error('expected a plan of an operation without conditions')
    case 'Fetch':
      return [{ node, path }]
    case 'Defer':
      throw new Error('expected a plan without @defer')
    default:
      return node satisfies never
  }
}

function counted(keys: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Fetches with equal keys ask the same of the same ministry. */
function twinKey({ serviceName, operation, inputRewrites, outputRewrites }: FetchNode): string {
  const rewrites = JSON.stringify([inputRewrites ?? [], outputRewrites ?? []])
  return [serviceName, unnamed(operation), rewrites].join('\n')
}

interface Selected {
  readonly names: readonly string[]
  readonly within: readonly (readonly string[])[]
}

/** The names at the top of what a fetch answers about each object, and the paths of the objects within. */
function selected(
  { requires, outputRewrites }: FetchNode,
  definitions: readonly DefinitionNode[],
): Selected {
  const names = new Set<string>()
  const within = new Map<string, readonly string[]>()
  const follow = (set: SelectionSetNode | undefined, path: readonly string[]): void => {
    for (const selection of set?.selections ?? [])
      if (selection.kind === Kind.FIELD) add(selection, path)
      else follow(fragmentOf(definitions, selection)?.selectionSet, path)
  }
  const add = ({ alias, name, selectionSet }: FieldNode, path: readonly string[]): void => {
    const inner = [...path, (alias ?? name).value]
    if (path.length === 0) names.add(inner.join(''))
    if (selectionSet !== undefined) within.set(inner.join('.'), inner)
    follow(selectionSet, inner)
  }
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const [entities] = definition.selectionSet.selections
    // What stands under `_entities` stands at the objects themselves.
    const isEntities = requires !== undefined && entities?.kind === Kind.FIELD
    follow(isEntities ? entities.selectionSet : definition.selectionSet, [])
  }
  for (const rewrite of outputRewrites ?? [])
    if (rewrite.kind === 'KeyRenamer') names.add(rewrite.renameKeyTo)
  return {
    names: [...names],
    within: [...within.values()],
  }
}

/** The fragment that a selection stands for; undefined where the document has none of that name. */
export function fragmentOf(
  definitions: readonly DefinitionNode[],
  selection: Exclude<SelectionNode, FieldNode>,
): InlineFragmentNode | FragmentDefinitionNode | undefined {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection
  for (const node of definitions)
    if (node.kind === Kind.FRAGMENT_DEFINITION && node.name.value === selection.name.value)
      return node
  return undefined
}
