import { type FieldNode, Kind, type SelectionSetNode, valueFromASTUntyped } from 'graphql'
import { canonical } from './canonical.ts'
import { type Model, objectOf, typeNameOf } from './model.ts'
import type { Truth } from './truth.ts'

/** Null moves up from where a value must not be null. */
const bubble = Symbol('null that moves up')

const initials: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  s: { s: 'd' },
  side: { side: 'LEFT' },
  yes: { yes: false },
}

/** What a `@requires` selects of an object, from the data itself, as canonical text. */
export function requiredOfData(
  model: Model,
  truth: Truth,
  identity: string,
  set: SelectionSetNode,
): string {
  return canonical(project(identity, set))

  function project(of: string, { selections }: SelectionSetNode): Record<string, unknown> {
    const type = objectOf(model, typeNameOf(of))
    const result: Record<string, unknown> = {}
    for (const selection of selections) {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (selection.typeCondition?.name.value === type.name)
          Object.assign(result, project(of, selection.selectionSet))
      } else if (selection.kind === Kind.FIELD) {
        const { name, selectionSet } = selection
        const field = type.fields.get(name.value)
        if (field === undefined) continue
        const told = field.requires === undefined ? '' : truth.required(of, field.requires)
        const value = truth.answer(of, field, argsOf(selection, field.args), told)
        const done = complete(value, field.wrap, selectionSet)
        result[name.value] = done === bubble ? null : done
      }
    }
    return result
  }

  function complete(value: unknown, wrap: string, inside: SelectionSetNode | undefined): unknown {
    if (wrap.endsWith('!')) {
      const done = complete(value, wrap.slice(0, -1), inside)
      return done === null ? bubble : done
    }
    if (value === null || value instanceof Error) return null
    if (wrap.startsWith('[') && Array.isArray(value)) {
      const items = value.map((item) => complete(item, wrap.slice(1, -1), inside))
      return items.includes(bubble) ? null : items
    }
    return inside === undefined ? value : project((value as { $: string }).$, inside)
  }
}

function argsOf(
  { arguments: given = [] }: FieldNode,
  declared: readonly { readonly name: string }[],
): Record<string, unknown> {
  const defaults = Object.assign({}, ...declared.map(({ name }) => initials[name] ?? {}))
  const named = given.map(({ name, value }) => [name.value, whole(valueFromASTUntyped(value))])
  return { ...defaults, ...Object.fromEntries(named) }
}

/** A filter with what its type fills in. */
function whole(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || 'a' in value)
    return value
  const { inner, ...rest } = value as Record<string, unknown>
  return { s: 'e', yes: true, ...rest, ...(inner === undefined ? {} : { inner: whole(inner) }) }
}

/** The same of a representation that came, with `absent` where something is not there. */
export function requiredOfRepresentation(
  representation: unknown,
  { selections }: SelectionSetNode,
): string {
  return canonical(pick(representation, selections))
}

function pick(value: unknown, selections: SelectionSetNode['selections']): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => pick(item, selections))
  if (typeof value !== 'object' || value === null) return value
  const object = value as Record<string, unknown>
  const result: Record<string, unknown> = {}
  for (const selection of selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      if (selection.typeCondition?.name.value === object['__typename'])
        Object.assign(result, pick(object, selection.selectionSet.selections))
    } else if (selection.kind === Kind.FIELD && selection.name.value !== '__typename') {
      const { name, selectionSet } = selection
      const inner = object[name.value]
      result[name.value] = selectionSet ? pick(inner, selectionSet.selections) : inner
    }
  }
  return result
}
