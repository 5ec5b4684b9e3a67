import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Limits } from './limits.ts'
import { tooLarge } from './too-large.ts'

/** Directives in one operation; more has no honest use and each is validated against the others. */
export const maxDirectives = 100

/** Counts stop growing here: fragments that spread each other twice reach 2^n. */
const ceiling = 1_000_000

interface Measure {
  readonly depth: number
  readonly rootFields: number
  readonly fields: number
  readonly aliases: number
  readonly directives: number
}

const nothing: Measure = { depth: 0, rootFields: 0, fields: 0, aliases: 0, directives: 0 }

/**
 * Measures each operation of a parsed document in one walk, every fragment once, however often it is
 * spread. A fragment inside itself counts as empty (validation refuses it). Fails with
 * DOCUMENT_TOO_LARGE. Runs before validation, whose work grows faster than the document.
 */
export function checkDocument(document: DocumentNode, limits: Limits): void {
  const walk = walker(document)
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const got = walk(definition.selectionSet, definition.directives?.length ?? 0)
    check('depth', limits.maxDepth, got.depth)
    check('rootFields', limits.maxRootFields, got.rootFields)
    check('aliases', limits.maxAliases, got.aliases)
    check('directives', maxDirectives, got.directives)
    check('fields', limits.maxTokens, got.fields)
  }
}

function check(limit: string, allowed: number, got: number): void {
  if (got > allowed) throw tooLarge(limit, allowed, got)
}

function walker(document: DocumentNode): (set: SelectionSetNode, directives: number) => Measure {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION)
      fragments.set(definition.name.value, definition)
  const measured = new Map<string, Measure>()

  const ofFragment = (name: string): Measure => {
    const known = measured.get(name)
    if (known) return known
    measured.set(name, nothing)
    const fragment = fragments.get(name)
    const measure = fragment
      ? ofSet(fragment.selectionSet, fragment.directives?.length ?? 0)
      : nothing
    measured.set(name, measure)
    return measure
  }

  const ofSelection = (selection: SelectionNode): Measure => {
    const directives = selection.directives?.length ?? 0
    switch (selection.kind) {
      case Kind.FIELD: {
        const inner = selection.selectionSet ? ofSet(selection.selectionSet, directives) : nothing
        return {
          depth: inner.depth + 1,
          rootFields: 1,
          fields: inner.fields + 1,
          aliases: inner.aliases + (selection.alias ? 1 : 0),
          directives: selection.selectionSet ? inner.directives : directives,
        }
      }
      case Kind.INLINE_FRAGMENT:
        return ofSet(selection.selectionSet, directives)
      case Kind.FRAGMENT_SPREAD:
        return sum({ ...nothing, directives }, ofFragment(selection.name.value))
      default:
        return selection satisfies never
    }
  }

  const ofSet = (set: SelectionSetNode, directives: number): Measure =>
    set.selections.map(ofSelection).reduce(sum, { ...nothing, directives })

  return ofSet
}

function sum(a: Measure, b: Measure): Measure {
  return {
    depth: Math.max(a.depth, b.depth),
    rootFields: Math.min(ceiling, a.rootFields + b.rootFields),
    fields: Math.min(ceiling, a.fields + b.fields),
    aliases: Math.min(ceiling, a.aliases + b.aliases),
    directives: Math.min(ceiling, a.directives + b.directives),
  }
}
