import { Kind, parse } from 'graphql'
import { fieldOwners } from '../../schema/check/field-owners.ts'
import { judgeChanges } from '../../schema/check/judge-changes.ts'
import { placeOf, type SubgraphText } from '../../schema/check/place-of.ts'
import { requiresArguments } from '../../schema/check/requires-arguments.ts'
import { type Problem, problemText } from '../../schema/problem.ts'
import type { CheckPublish, PublishChange } from '../../schema/registry/check-publish.ts'
import type { Composer } from '../../schema/registry/open-composer.ts'
import type { UseStore } from '../use/use-store.ts'

export interface CheckParts {
  readonly uses: Pick<UseStore, 'uses'>
  readonly changes: Composer['changes']
  /** Days of use that a change is judged by. */
  readonly days: number
}

/** Notes of one change that are kept, at most. */
const maxNotes = 100

/**
 * Judges a change that composes: one owner a field, no arguments in requirements, and what it breaks for those who used
 * what is live in the last days. A rollback may break: it is the way back, and says what it takes. Names,
 * descriptions and sizes of lists are left to `schema check`.
 */
export function checkByUse({ uses, changes, days }: CheckParts): CheckPublish {
  return async (change) => {
    const texts = textsOf(change)
    const own = texts.filter(({ name }) => name === change.subgraph)
    const { problems, notes } = await broken(change, { uses, changes, days })
    const placed = (problem: Problem): Problem => ({
      ...placeOf(problem.coordinate ?? '', texts),
      ...problem,
    })
    const isRollback = change.kind === 'rollback'
    const told = [...(isRollback ? problems : []), ...notes].map(placed)
    return {
      problems: [
        ...fieldOwners(texts),
        ...own.flatMap(requiresArguments),
        ...(isRollback ? [] : problems.map(placed)),
      ],
      notes: told.slice(0, maxNotes).map(problemText),
    }
  }
}

async function broken({ current, proposed }: PublishChange, { uses, changes, days }: CheckParts) {
  if (current === undefined) return { problems: [], notes: [] }
  const found = await changes({ before: current.supergraph, after: proposed.supergraph })
  if (found.every(({ severity }) => severity === 'safe')) return { problems: [], notes: [] }
  return judgeChanges(found, { days, uses: await uses.uses(days, new Date()) })
}

function textsOf({ proposed }: PublishChange): readonly SubgraphText[] {
  return proposed.subgraphs.map(({ name, sdl }) => ({
    name,
    file: `${name}.graphql`,
    document: sdl.trim() === '' ? { kind: Kind.DOCUMENT, definitions: [] } : parse(sdl),
  }))
}
