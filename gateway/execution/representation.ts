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

/** How objects of one type are represented. */
interface Compiled {
  readonly text: Text
  /** The only field beside `__typename`, where there is one and it is a value. */
  readonly key: string | undefined
}

/**
 * Compiles what a fetch requires of each object, once for each type of object. Opened for one request: the
 * same key of the same type is written once.
 */
export function compileRepresentation(
  requires: Selections,
  rewrites: readonly FetchDataRewrite[] | undefined,
  isOfType: IsOfType,
): () => Represent {
  const known = new Map<string, Compiled>()
  return () => {
    const texts = new Map<Compiled, Map<unknown, string | undefined>>()
    return (object) => {
      const name = object['__typename']
      if (typeof name !== 'string') return undefined
      const type = known.get(name) ?? compile(name)
      if (type?.key === undefined) return type?.text(object)
      const value = object[type.key]
      let written = texts.get(type)
      if (written === undefined) texts.set(type, (written = new Map()))
      const before = written.get(value)
      if (before !== undefined) return before
      const text = type.text(object)
      if (typeof value === 'string') written.set(value, text)
      return text
    }
  }

  function compile(name: string): Compiled | undefined {
    const fields = fieldsFor(name, requires, isOfType)
    if (!fields.has('__typename')) return undefined
    const [only, ...others] = [...fields].filter(([field]) => field !== '__typename')
    const isSingle = only !== undefined && others.length === 0 && only[1].inner === undefined
    const compiled = {
      text: compileFields(fields, isOfType, typeName(name, rewrites, isOfType)),
      key: isSingle ? only[1].source : undefined,
    }
    known.set(name, compiled)
    return compiled
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

/** A field of a representation. */
interface Told {
  /** The name under which the object holds it (planning/whole-plan.ts). */
  readonly source: string
  readonly inner: Selections | undefined
}

/** By the name that the ministry knows. Undefined when the type is not known. */
function fieldsFor(
  name: string | undefined,
  selections: Selections,
  isOfType: IsOfType,
  into = new Map<string, Told>(),
): Map<string, Told> {
  for (const selection of selections)
    if (selection.kind === 'Field') {
      const known = into.get(selection.name)?.inner
      const inner = selection.selections && [...(known ?? []), ...selection.selections]
      into.set(selection.name, { source: selection.alias ?? selection.name, inner })
    } else if (
      selection.typeCondition === undefined ||
      (name !== undefined && isOfType(name, selection.typeCondition))
    )
      fieldsFor(name, selection.selections, isOfType, into)
  return into
}

function compileFields(
  fields: ReadonlyMap<string, Told>,
  isOfType: IsOfType,
  knownName?: string,
): Text {
  const parts = [...fields].map(([name, { source, inner }], index) => ({
    source,
    prefix: `${index === 0 ? '{' : ','}"${name}":`,
    constant: name === '__typename' && knownName !== undefined ? valueText(knownName) : undefined,
    nested: inner && compileNested(inner, isOfType),
  }))
  return (object) => {
    let text = ''
    for (const { source, prefix, constant, nested } of parts) {
      const value = constant ?? fieldOf(object, source)
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
