import type { Logger } from 'pino'
import type { SigningKey } from '../../auth/signing-key.ts'
import { CodedError } from '../../schema/errors.ts'
import { type Problem, problemText } from '../../schema/problem.ts'
import { digest } from '../../schema/registry/digest.ts'
import type { PublishedSubgraph } from '../../schema/registry/published-subgraph.ts'
import { loggedCaller } from '../logged-caller.ts'
import { type JudgeParts, judgeChange, wholeOf } from './judge-change.ts'
import type { Live, NewVersion, ReleaseKind, VersionName } from './registry-records.ts'
import { signSupergraph } from './signed-supergraph.ts'

export interface ReleaseParts extends JudgeParts {
  /** Signs supergraphs. */
  readonly key: SigningKey
  /** Called after each release. */
  readonly onRelease: () => void
  readonly log: Logger
}

/** Who changes something. */
export interface Actor {
  /** The token's `sub`. */
  readonly id: string
  /** The application through which it is done, where the token says. */
  readonly client?: string | undefined
}

export interface Change {
  readonly kind: ReleaseKind
  readonly actor: Actor
  readonly message: string | undefined
  readonly approver?: string
  /** What to change, made anew on each attempt from what is live then; nothing when it is live already. */
  readonly on: (live: Live) => readonly (NewVersion | (VersionName & PublishedSubgraph))[]
  /** Problems of the change before it is composed. */
  readonly wrong?: (live: Live) => readonly Problem[]
}

export interface Released {
  readonly release: number
  readonly names: readonly VersionName[]
  readonly notes: readonly string[]
}

/** Releases that others may make between reading and writing, before it is given up. */
const maxAttempts = 10

/**
 * Composes a change on what is live, checks and signs it, and writes it as the next release: whole or not at all.
 * Where another release came first it begins anew, on top of that one. Undefined when there is nothing to change.
 * Fails with SCHEMA_REFUSED (problems) or REGISTRY_UNAVAILABLE (others were always first).
 */
export async function releaseChange(
  parts: ReleaseParts,
  change: Change,
): Promise<Released | undefined> {
  const { store, key, onRelease, log } = parts
  const { kind, message, approver } = change
  const actor = change.actor.id
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const live = await store.live()
    const changes = change.on(live)
    if (changes.length === 0) return undefined
    const problems = change.wrong?.(live) ?? []
    const judged = await judgeChange(parts, { kind, live, changes, problems, actor })
    if (judged.problems.length > 0) throw schemaRefused(judged.problems)
    const release = live.seq + changes.length
    const supergraphs = await Promise.all(
      judged.variants.map(async ({ variant, text }) => ({
        variant,
        text,
        jws: await signSupergraph(key, { variant, text, seq: release }),
      })),
    )
    const base = live.seq
    const names = await store.release({
      base,
      kind,
      changes,
      actor,
      message,
      approver,
      supergraphs,
    })
    if (names === undefined) continue
    onRelease()
    const supergraph = digest(wholeOf(judged.variants))
    const who = { actor: loggedCaller(actor), approver: approver && loggedCaller(approver) }
    log.info({ kind, ...who, release, names, supergraph }, 'schema released')
    return { release, names, notes: judged.notes.map(problemText) }
  }
  throw new CodedError('REGISTRY_UNAVAILABLE', 'Too many publish at once; try again.')
}

/** The refusal that lists what is wrong. */
export function schemaRefused(problems: readonly Problem[]): CodedError {
  const [first] = problems
  const message =
    problems.length === 1 && first !== undefined
      ? `The schema has a problem; nothing was changed: ${first.message}`
      : `The schema has ${problems.length} problems; nothing was changed.`
  return new CodedError('SCHEMA_REFUSED', message, { problems })
}
