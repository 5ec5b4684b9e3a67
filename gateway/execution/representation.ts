import type { FetchDataRewrite, QueryPlanSelectionNode } from '@apollo/query-planner'
import { type Fetched, fieldOf, isFetched } from './fetched.ts'
import { valueText } from './json-text.ts'
import type { IsOfType } from './type-names.ts'

/**
 * An object as the ministry that is asked about it knows it: `{"__typename":…, key, required fields}`, as
 * JSON. Undefined when the object lacks one of them, or is of a type that the ministry is not asked about.
 */
export type Represent = (object: Fetched) => string | undefined

/** Types within one requirement that are kept compiled; the names come from ministries. */
const maxTypes = 100

type Selections = readonly QueryPlanSelectionNode[]
type Text = (object: Fetched) => string | undefined

/** Compiles what a fetch requires of each object, once for each type of object. */
export function compileRepresentation(
  requires: Selections,
  rewrites: readonly FetchDataRewrite[] | undefined,
  isOfType: IsOfType,
): Represent {
  const known = new Map<string, Text>()
  return (object) => {
    const name = object['__typename']
    if (typeof name !== 'string') return undefined
    return (known.get(name) ?? compile(name))?.(object)
  }

  function compile(name: string): Text | undefined {
    const fields = fieldsFor(name, requires, isOfType)
    if (!fields.has('__typename')) return undefined
    const text = compileFields(fields, isOfType, typeName(name, rewrites, isOfType))
    known.set(name, text)
    return text
  }
}

/** The name under which the ministry knows the type: an interface's, where it holds an interface object. */
function typeName(
  name: string,
  rewrites: readonly FetchDataRewrite[] = [],
  isOfType: IsOfType,
): string {
  let known = name
  for (const rewrite of rewrites) {
    const [condition = '', field] = rewrite.path
    const isSetter = rewrite.kind === 'ValueSetter' && rewrite.path.length === 2
    if (!isSetter || field !== '__typename' || typeof rewrite.setValueTo !== 'string')
      throw new Error(
        `expected a rewrite of __typename, got ${rewrite.kind} ${rewrite.path.join('.')}`,
      )
    if (isOfType(known, condition.replace('... on ', ''))) known = rewrite.setValueTo
  }
  return known
}

/** Undefined when the type is not known. */
function fieldsFor(
  name: string | undefined,
  selections: Selections,
  isOfType: IsOfType,
  into = new Map<string, QueryPlanSelectionNode[] | undefined>(),
): Map<string, QueryPlanSelectionNode[] | undefined> {
  for (const selection of selections)
    if (selection.kind === 'Field') {
      const known = into.get(selection.alias ?? selection.name)
      const inner = selection.selections && [...(known ?? []), ...selection.selections]
      into.set(selection.alias ?? selection.name, inner)
    } else if (
      selection.typeCondition === undefined ||
      (name !== undefined && isOfType(name, selection.typeCondition))
    )
      fieldsFor(name, selection.selections, isOfType, into)
  return into
}

function compileFields(
  fields: ReadonlyMap<string, Selections | undefined>,
  isOfType: IsOfType,
  knownName?: string,
): Text {
  const parts = [...fields].map(([name, inner], index) => ({
    name,
    prefix: `${index === 0 ? '{' : ','}"${name}":`,
    constant: name === '__typename' && knownName !== undefined ? valueText(knownName) : undefined,
    nested: inner && compileNested(inner, isOfType),
  }))
  return (object) => {
    let text = ''
    for (const { name, prefix, constant, nested } of parts) {
      const value = constant ?? fieldOf(object, name)
      if (value === undefined) return undefined
      text += prefix + (constant ?? (nested === undefined ? valueText(value) : nested(value)))
    }
    return text === '' ? '{}' : `${text}}`
  }
}

/** Objects within: null where one lacks a field, since nothing more is known about it. */
function compileNested(inner: Selections, isOfType: IsOfType): (value: unknown) => string {
  const known = new Map<string | undefined, Text>()
  const visit = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(visit).join(',')}]`
    if (!isFetched(value)) return 'null'
    const name = typeof value['__typename'] === 'string' ? value['__typename'] : undefined
    const text = known.get(name) ?? compileFields(fieldsFor(name, inner, isOfType), isOfType)
    if (known.size < maxTypes) known.set(name, text)
    return text(value) ?? 'null'
  }
  return visit
}
