import { type Problem, problemText } from '../../schema/problem.ts'
import type { CheckPublish, PublishVerdict } from '../../schema/registry/check-publish.ts'
import type { ComposedRelease, ComposedVariant } from '../../schema/registry/compose-release.ts'
import { wholeVariant } from '../../schema/registry/contract.ts'
import { digest } from '../../schema/registry/digest.ts'
import type { Taking } from '../../schema/registry/open-composer.ts'
import type { PublishedSubgraph } from '../../schema/registry/published-subgraph.ts'
import type { Live, ReleaseKind } from './registry-records.ts'
import type { RegistryStore } from './registry-store.ts'

/** What would go live on top of what is. */
export interface Proposal {
  readonly kind: ReleaseKind | 'check'
  readonly live: Live
  readonly changes: readonly PublishedSubgraph[]
  /** Found before composing; anything here refuses. */
  readonly problems: readonly Problem[]
  readonly actor: string
  /** Days of use that it is judged by; as the registry usually does when absent. */
  readonly days?: number | undefined
}

export interface Judgement extends PublishVerdict {
  /** Empty where there is a problem. */
  readonly variants: readonly ComposedVariant[]
}

export interface JudgeParts {
  readonly store: RegistryStore
  readonly compose: (subgraphs: readonly PublishedSubgraph[]) => Promise<ComposedRelease>
  /** What a change takes from subgraphs that do not change. */
  readonly taken: (taking: Taking) => Promise<readonly Problem[]>
  readonly check: CheckPublish
}

/** Composes and checks what would be live, and records the verdict over each subgraph that changes. */
export async function judgeChange(
  { store, ...parts }: JudgeParts,
  proposal: Proposal,
): Promise<Judgement> {
  const judgement = await judged(parts, proposal)
  const { problems, notes } = judgement
  for (const { name, sdl } of proposal.changes)
    await store.judged({
      kind: proposal.kind,
      subgraph: name,
      hash: digest(sdl),
      base: proposal.live.seq,
      actor: proposal.actor,
      passed: problems.length === 0,
      problems,
      notes: notes.map(problemText),
    })
  return judgement
}

async function judged(
  parts: Omit<JudgeParts, 'store'>,
  { kind, live, changes, problems, days }: Proposal,
): Promise<Judgement> {
  if (problems.length > 0) return { problems, notes: [], variants: [] }
  const subgraphs = withChanges(live.subgraphs, changes, kind)
  const composed = await parts.compose(subgraphs)
  if (!composed.ok) return { problems: composed.problems, notes: [], variants: [] }
  const whole = wholeOf(composed.variants)
  const taken = await takenFromOthers(parts, { live, changes }, whole)
  const verdicts: PublishVerdict[] = []
  for (const { name } of changes)
    verdicts.push(
      await parts.check({
        kind: kind === 'rollback' ? kind : 'publish',
        ...(days === undefined ? {} : { days }),
        subgraph: name,
        current:
          live.supergraph === undefined
            ? undefined
            : { subgraphs: live.subgraphs, supergraph: live.supergraph },
        proposed: { subgraphs, supergraph: whole },
      }),
    )
  const found = [...taken, ...verdicts.flatMap((verdict) => verdict.problems)]
  return {
    problems: found,
    notes: verdicts.flatMap(({ notes }) => notes),
    variants: found.length === 0 ? composed.variants : [],
  }
}

/**
 * What the change takes from others. An upgraded gateway expands what is live otherwise than it was released: what
 * differs from the release is told only where it differs from what is live, composed as of today, too.
 */
async function takenFromOthers(
  parts: Pick<JudgeParts, 'compose' | 'taken'>,
  { live, changes }: Pick<Proposal, 'live' | 'changes'>,
  whole: string,
): Promise<readonly Problem[]> {
  if (live.supergraph === undefined) return []
  const changed = changes.map(({ name }) => name)
  const taken = await parts.taken({ before: live.supergraph, after: whole, changed })
  if (taken.length === 0) return []
  const today = await parts.compose(live.subgraphs)
  if (!today.ok) return taken
  return await parts.taken({ before: wholeOf(today.variants), after: whole, changed })
}

/** The text of the variant that nothing is taken out of. */
export function wholeOf(variants: readonly ComposedVariant[]): string {
  return variants.find(({ variant }) => variant === wholeVariant)?.text ?? ''
}

function withChanges(
  live: readonly PublishedSubgraph[],
  changes: readonly PublishedSubgraph[],
  kind: Proposal['kind'],
): readonly PublishedSubgraph[] {
  const changed = new Set(changes.map(({ name }) => name))
  const others = live.filter(({ name }) => !changed.has(name))
  if (kind === 'retire') return others
  return [...others, ...changes].sort((a, b) => (a.name < b.name ? -1 : 1))
}
