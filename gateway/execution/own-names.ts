import {
  type DocumentNode,
  type FieldNode,
  Kind,
  type SelectionSetNode,
  valueFromASTUntyped,
  visit,
} from 'graphql'
import { forEachField } from '../document/for-each-field.ts'
import { requiredMark, requiredName } from '../planning/required-names.ts'
import { selectionSetOf } from './selection-set-of.ts'

/** An operation as it is planned, and the client's names for its response names. */
export interface NamedApart {
  readonly document: DocumentNode
  readonly shown: (name: string) => string
}

/**
 * Keeps what a client asks apart from what ministries need of each other. A plan fetches keys and required
 * fields under their own names (those with arguments under made-up ones, planning/required-names.ts); a client's
 * `price(currency: "USD")`, or its alias `id` for another field, would stand in their place and be sent to the next
 * ministry. Such fields are planned under other names.
 */
export function openOwnNames(supergraph: DocumentNode): (document: DocumentNode) => NamedApart {
  const needed = neededNames(supergraph)
  return (document) => {
    const taken = new Set<string>()
    let isApart = false
    forEachField(document, (field) => {
      taken.add(responseName(field))
      isApart ||= mustMove(field)
    })
    if (!isApart) return { document, shown: requiredName }
    const renamed = new Map<string, string>()
    const apart = visit(document, {
      Field: (field) => {
        if (!mustMove(field)) return undefined
        const name = responseName(field)
        let other = renamed.get(name) ?? `${name}__own`
        while (!renamed.has(name) && taken.has(other)) other += '_'
        renamed.set(name, other)
        return { ...field, alias: { kind: Kind.NAME, value: other } }
      },
    })
    const clients = new Map(Array.from(renamed, ([name, other]) => [other, name]))
    const shown = (name: string): string => clients.get(name) ?? requiredName(name)
    return { document: apart, shown }
  }

  function mustMove(field: FieldNode): boolean {
    const name = responseName(field)
    const isOwn = field.alias === undefined || name === field.name.value
    const isPlain = isOwn && (field.arguments ?? []).length === 0
    return !isPlain && (needed.has(name) || name.includes(requiredMark))
  }
}

function responseName({ alias, name }: FieldNode): string {
  return (alias ?? name).value
}

/** Names of all fields in keys, requirements and contexts of a supergraph. */
function neededNames(supergraph: DocumentNode): ReadonlySet<string> {
  // A type's name is fetched with every object that another ministry is asked about.
  const names = new Set(['__typename'])
  const follow = (set: SelectionSetNode): void => {
    visit(set, { Field: ({ name }) => void names.add(name.value) })
  }
  visit(supergraph, {
    Directive: ({ name, arguments: given = [] }) => {
      if (name.value !== 'join__type' && name.value !== 'join__field') return
      for (const { name: argument, value } of given) {
        if (!['key', 'requires', 'contextArguments'].includes(argument.value)) continue
        const texts = [valueFromASTUntyped(value)].flat()
        for (const text of texts) {
          const selection = typeof text === 'string' ? text : selectionOf(text)
          if (selection !== undefined) follow(selectionSetOf(selection))
        }
      }
    },
  })
  return names
}

/** A context's selection begins with the context's name: `$user { locale }`. */
function selectionOf(context: unknown): string | undefined {
  const { selection } = Object(context) as { readonly selection?: unknown }
  return typeof selection === 'string' ? selection.replace(/^\s*\$?\w*\s*(?=\{)/, '') : undefined
}
