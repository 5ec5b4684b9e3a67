import { type Composable, compose, textOf } from '../compose.ts'
import { changesBetween } from '../diff/changes-between.ts'
import { publishedSchema } from '../diff/published-schema.ts'
import type { SchemaChange } from '../diff/schema-change.ts'
import type { Problem } from '../problem.ts'
import { readSubgraph, type SubgraphFile } from '../read-subgraph.ts'
import type { UseReport } from '../use/field-use.ts'
import { deprecations } from './deprecations.ts'
import { fieldOwners } from './field-owners.ts'
import { judgeChanges } from './judge-changes.ts'
import { listCosts } from './list-costs.ts'
import { namesAndDescriptions } from './names-and-descriptions.ts'
import { placeOf, type SubgraphText } from './place-of.ts'
import { requiresArguments } from './requires-arguments.ts'

export interface CheckRequest {
  /** Every ministry as it would be published, the one that changes among them. */
  readonly subgraphs: readonly SubgraphFile[]
  /** The ministry whose own text is looked at; every one where none is named. */
  readonly only?: string | undefined
  /** The supergraph that is published; undefined = nothing is, so that nothing can break. */
  readonly published?: string | undefined
  /** Who uses what is published; undefined = not known, so that every breaking change is a problem. */
  readonly use?: UseReport | undefined
}

export interface SchemaCheck {
  /** What keeps it from being published. */
  readonly problems: readonly Problem[]
  /** What should be known and keeps nothing back. */
  readonly notes: readonly Problem[]
  /** How it differs from what is published. */
  readonly changes: readonly SchemaChange[]
  /** What would be published; undefined when the ministries cannot be composed. */
  readonly supergraphSdl: string | undefined
}

/**
 * Checks ministries as they would be published: each text by itself (model, names, descriptions, sizes of
 * lists), all together (owners, composition, access rules and classes), and against what is published and used.
 * Bad schemas are values: nothing is thrown for them.
 */
export async function checkSchema({
  subgraphs,
  only,
  published,
  use,
}: CheckRequest): Promise<SchemaCheck> {
  const problems: Problem[] = []
  const composables: Composable[] = []
  for (const subgraph of subgraphs) {
    const { name, file } = subgraph
    const read = readSubgraph(subgraph)
    if (read.ok) composables.push(read.composable)
    else problems.push(...read.problems)
    if (read.document !== undefined && (only === undefined || only === name))
      problems.push(...ownRules({ name, file, document: read.document }))
  }
  const texts = composables.map(textOf)
  problems.push(...fieldOwners(texts))
  const composed = composables.length === subgraphs.length ? compose(composables) : undefined
  if (composed?.ok !== true) {
    const found = composed?.problems ?? []
    // What both say, that a field has two owners, is said once, by the rule that also sees shared ones.
    const twice = new Set(problems.map(({ code, coordinate }) => `${code} ${coordinate}`))
    const others = found.filter(
      ({ code, coordinate }) =>
        code !== 'INVALID_FIELD_SHARING' || !twice.has(`FIELD_OWNED_TWICE ${coordinate}`),
    )
    return { problems: [...problems, ...others], notes: [], changes: [], supergraphSdl: undefined }
  }
  const { supergraphSdl } = composed
  const changes =
    published === undefined
      ? []
      : await changesBetween(
          { supergraphSdl: published, api: publishedSchema(published) },
          composed,
        )
  const judged = judgeChanges(changes, use)
  const placed = (problem: Problem): Problem => ({
    ...problem,
    ...placeOf(problem.coordinate ?? '', texts),
  })
  return {
    problems: [...problems, ...judged.problems.map(placed)],
    notes: judged.notes.map(placed),
    changes,
    supergraphSdl,
  }
}

function ownRules(text: SubgraphText): readonly Problem[] {
  return [...requiresArguments(text), ...styleRules(text)]
}

/** What nothing breaks by: names, descriptions, days of deprecations, sizes of lists. */
function styleRules(text: SubgraphText): readonly Problem[] {
  return [...namesAndDescriptions(text), ...deprecations(text), ...listCosts(text)]
}
