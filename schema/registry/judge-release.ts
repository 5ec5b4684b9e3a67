import { Kind, parse } from 'graphql'
import { fieldOwners } from '../check/field-owners.ts'
import { judgeChanges } from '../check/judge-changes.ts'
import { placeOf, type SubgraphText } from '../check/place-of.ts'
import { requiresArguments } from '../check/requires-arguments.ts'
import type { SchemaChange } from '../diff/schema-change.ts'
import type { Problem } from '../problem.ts'
import type { UseReport } from '../use/field-use.ts'
import type { PublishVerdict } from './check-publish.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

/** A change that composes, with what it changes and who used that. */
export interface JudgedRelease {
  readonly kind: 'publish' | 'rollback'
  /** The subgraph that changes. */
  readonly subgraph: string
  /** All as they would be live. */
  readonly subgraphs: readonly PublishedSubgraph[]
  /** How the supergraph would differ from what is live. */
  readonly changes: readonly SchemaChange[]
  readonly use: UseReport
}

/** Notes of one change that are kept, at most. */
const maxNotes = 100

/**
 * Judges a change that composes: one owner a field, no arguments in requirements, and what it breaks for those who used
 * what is live. A rollback may break: it is the way back, and says what it takes. Names, descriptions and sizes of
 * lists are left to `schema check`.
 */
export function judgeRelease({
  kind,
  subgraph,
  subgraphs,
  changes,
  use,
}: JudgedRelease): PublishVerdict {
  const texts = subgraphs.map(textOf)
  const own = texts.filter(({ name }) => name === subgraph)
  const { problems, notes } = judgeChanges(changes, use)
  const placed = (problem: Problem): Problem => ({
    ...placeOf(problem.coordinate ?? '', texts),
    ...problem,
  })
  const isRollback = kind === 'rollback'
  const told = [...(isRollback ? problems : []), ...notes].map(placed)
  return {
    problems: [
      ...fieldOwners(texts),
      ...own.flatMap(requiresArguments),
      ...(isRollback ? [] : problems.map(placed)),
    ],
    notes: told.slice(0, maxNotes),
  }
}

function textOf({ name, sdl }: PublishedSubgraph): SubgraphText {
  const isEmpty = sdl.trim() === ''
  const document = isEmpty ? ({ kind: Kind.DOCUMENT, definitions: [] } as const) : parse(sdl)
  return { name, file: `${name}.graphql`, document }
}
