import { type ConstDirectiveNode, type DocumentNode, Kind } from 'graphql'
import { directiveArguments } from '../../schema/model/directive-arguments.ts'

/** How many objects a field answers, as `@listSize` says (specs.apollo.dev/cost/v0.1). */
export interface ListSize {
  /** Where no slicing argument says how many. */
  readonly assumed: number | undefined
  /** Arguments that say how many. */
  readonly slicing: readonly string[]
  /** Fields of the answered object that hold so many; empty: the field itself does. */
  readonly sized: readonly string[]
}

/** What a supergraph says of costs, by `Type.field` and by type. */
export interface CostTable {
  readonly sizes: ReadonlyMap<string, ListSize>
  /** `@cost(weight:)` of fields and types. */
  readonly weights: ReadonlyMap<string, number>
}

const sizeNames = ['listSize', 'cost__listSize']
const costNames = ['cost', 'cost__cost']

/** Reads `@listSize` and `@cost` out of a supergraph; elsewhere in it the composed schema has lost them. */
export function costTableOf(supergraph: DocumentNode): CostTable {
  const sizes = new Map<string, ListSize>()
  const weights = new Map<string, number>()
  for (const node of supergraph.definitions) {
    const isScalar = node.kind === Kind.SCALAR_TYPE_DEFINITION
    const isObject =
      node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION
    if (!isScalar && !isObject && node.kind !== Kind.ENUM_TYPE_DEFINITION) continue
    const ofType = weightOf(node)
    if (ofType !== undefined) weights.set(node.name.value, ofType)
    if (!isObject) continue
    for (const field of node.fields ?? []) {
      const coordinate = `${node.name.value}.${field.name.value}`
      const size = sizeOf(field)
      const weight = weightOf(field)
      if (size !== undefined) sizes.set(coordinate, size)
      if (weight !== undefined) weights.set(coordinate, weight)
    }
  }
  return { sizes, weights }
}

interface Annotated {
  readonly directives?: readonly ConstDirectiveNode[] | undefined
}

/** Of several subgraphs' words composition has made one. */
function sizeOf(field: Annotated): ListSize | undefined {
  const [given] = sizeNames.flatMap((name) => directiveArguments(field, name))
  if (given === undefined) return undefined
  const { assumedSize, slicingArguments, sizedFields } = given
  return {
    assumed: numberOf(assumedSize),
    slicing: texts(slicingArguments),
    sized: texts(sizedFields),
  }
}

function weightOf(node: Annotated): number | undefined {
  const [given] = costNames.flatMap((name) => directiveArguments(node, name))
  return numberOf(given?.['weight'])
}

/** `valueFromASTUntyped` reads an Int as a number; older schemas write weights as text. */
function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : undefined
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}
