import { type ConstValueNode, type DirectiveNode, Kind, type ValueNode } from 'graphql'

/** The values of an operation's variables, and what it says where one is not given. */
export interface Given {
  readonly variables: Readonly<Record<string, unknown>>
  readonly defaults: ReadonlyMap<string, ConstValueNode>
}

/** Whether `@skip` and `@include` leave something in; undefined where there is neither. */
export function conditionOf(
  directives: readonly DirectiveNode[] = [],
): ((given: Given) => boolean) | undefined {
  const conditions = directives.flatMap(({ name, arguments: args = [] }) => {
    const value = args.find((argument) => argument.name.value === 'if')?.value
    if (value === undefined || (name.value !== 'skip' && name.value !== 'include')) return []
    return [{ value, wanted: name.value === 'include' }]
  })
  if (conditions.length === 0) return undefined
  return (given) => conditions.every(({ value, wanted }) => booleanOf(value, given) === wanted)
}

function booleanOf(value: ValueNode, { variables, defaults }: Given): boolean {
  if (value.kind === Kind.BOOLEAN) return value.value
  if (value.kind !== Kind.VARIABLE) return false
  const said = variables[value.name.value]
  if (typeof said === 'boolean') return said
  const usual = defaults.get(value.name.value)
  return usual?.kind === Kind.BOOLEAN && usual.value
}

/** The number that an argument says; undefined where it says none. Below zero is none at all. */
export function numberGiven(
  written: ValueNode | undefined,
  usual: unknown,
): (given: Given) => number | undefined {
  if (written === undefined) return () => positive(usual)
  if (written.kind === Kind.INT) return () => positive(Number(written.value))
  if (written.kind !== Kind.VARIABLE) return () => undefined
  const name = written.name.value
  return ({ variables, defaults }) => {
    const said = variables[name]
    if (said !== undefined) return positive(said)
    const node = defaults.get(name)
    return node?.kind === Kind.INT ? positive(Number(node.value)) : positive(usual)
  }
}

function positive(value: unknown): number | undefined {
  return typeof value === 'number' ? Math.max(0, value) : undefined
}
