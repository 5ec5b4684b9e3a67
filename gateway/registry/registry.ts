import { CodedError } from '../../schema/errors.ts'
import { problemText } from '../../schema/problem.ts'
import type { PublishVerdict } from '../../schema/registry/check-publish.ts'
import type { PublishedSubgraph } from '../../schema/registry/published-subgraph.ts'
import { wrongUrl } from '../../schema/registry/wrong-url.ts'
import { refusal } from '../http/refusal.ts'
import { loggedCaller } from '../logged-caller.ts'
import { judgeChange } from './judge-change.ts'
import type { Live, NewVersion, VersionName } from './registry-records.ts'
import {
  type Actor,
  type Change,
  releaseChange,
  type ReleaseParts,
  schemaRefused,
} from './release-change.ts'
import { serially } from './serially.ts'

export interface RegistryOptions extends ReleaseParts {
  /** Whether the gateway may ask at an address that a publisher names for a subgraph. */
  readonly isAllowed: (subgraph: string, url: string) => boolean
  /** Whether a second person lets a version of the subgraph go live. */
  readonly needsApproval: (subgraph: string) => boolean
}

export interface PublishOrder {
  readonly name: string
  readonly sdl: string
  /** Absent: where the live version answers. */
  readonly url: string | undefined
  readonly message: string | undefined
}

/**
 * `live`: gateways take it up now. `waiting`: for a second person. `unchanged`: it was live already. `retired`: it goes.
 */
export interface Outcome {
  readonly state: 'live' | 'waiting' | 'unchanged' | 'retired'
  readonly subgraph: string
  readonly version: number
  /** The last release. */
  readonly release: number
  readonly notes: readonly string[]
}

export interface CheckOrder extends PublishOrder {
  /** Days of use that it is judged by; as the registry usually does when absent. */
  readonly days?: number | undefined
}

/** Every method fails with REGISTRY_UNAVAILABLE when its database is away. */
export interface Registry {
  /** Fails with SCHEMA_REFUSED, and changes nothing, when the whole would not compose or a check fails. */
  publish(order: PublishOrder, actor: Actor): Promise<Outcome>
  /** As publish would judge it; nothing goes live. */
  check(order: CheckOrder, actor: Actor): Promise<PublishVerdict>
  /** Lets a waiting version go live. Fails with FORBIDDEN for the one who handed it in. */
  approve(name: VersionName, actor: Actor): Promise<Outcome>
  /** Makes a version live again that was live once. */
  rollback(name: VersionName, message: string | undefined, actor: Actor): Promise<Outcome>
  /** Takes a subgraph out. Fails with SCHEMA_REFUSED where the rest does not compose, or somebody uses what goes. */
  retire(name: string, message: string | undefined, actor: Actor): Promise<Outcome>
  /**
   * What a house brings along: published where nothing is, and where what is live came from the same actor.
   * Answers the names of those that are live otherwise, or were retired.
   */
  seed(subgraphs: readonly PublishedSubgraph[], actor: Actor): Promise<readonly string[]>
}

/**
 * Opens the registry over its store. Changes made here wait for each other; a release that another process makes
 * meanwhile is seen when this one is written, and the change is composed again on top of it.
 */
export function openRegistry(parts: RegistryOptions): Registry {
  const inTurn = serially()
  const guarded = <T>(work: () => Promise<T>): Promise<T> =>
    inTurn(async () => {
      try {
        return await work()
      } catch (error) {
        if (error instanceof CodedError) throw error
        parts.log.error({ err: error }, 'the registry failed')
        throw new CodedError('REGISTRY_UNAVAILABLE')
      }
    })
  return {
    publish: (order, actor) => guarded(() => published(parts, order, actor)),
    check: (order, actor) => guarded(() => checked(parts, order, actor)),
    approve: (name, actor) => guarded(() => approved(parts, name, actor)),
    rollback: (name, message, actor) =>
      guarded(async () => {
        const { sdl, url, released } = await known(parts, name)
        if (!released) throw refusal(409, 'This version was never live; it waits for approval.')
        const on = ({ subgraphs }: Live) =>
          subgraphs.some((one) => one.name === name.name && one.version === name.version)
            ? []
            : [{ ...name, sdl, url }]
        const wrong = (live: Live) =>
          wrongUrl({ name: name.name, url }, live.subgraphs, parts.isAllowed)
        return await outcome(parts, name.name, { kind: 'rollback', actor, message, on, wrong })
      }),
    retire: (name, message, actor) => guarded(() => retired(parts, { name, message }, actor)),
    seed: (subgraphs, actor) => guarded(() => seeded(parts, subgraphs, actor)),
  }
}

async function outcome(parts: RegistryOptions, name: string, change: Change): Promise<Outcome> {
  const done = await releaseChange(parts, change)
  if (done !== undefined) {
    const { release, names, notes } = done
    const version = names.find((one) => one.name === name)?.version ?? 0
    return { state: 'live', subgraph: name, version, release, notes }
  }
  const { seq, subgraphs } = await parts.store.live()
  const version = subgraphs.find((one) => one.name === name)?.version ?? 0
  return { state: 'unchanged', subgraph: name, version, release: seq, notes: [] }
}

async function published(
  parts: RegistryOptions,
  order: PublishOrder,
  actor: Actor,
): Promise<Outcome> {
  const { name, sdl, message } = order
  const on = (live: Live): readonly NewVersion[] => {
    const url = urlOf(order, live)
    const version = { name, sdl, url, publisher: actor.id, client: actor.client, message }
    return isLive(live, version) ? [] : [version]
  }
  const wrong = (live: Live) =>
    wrongUrl({ name, url: urlOf(order, live) }, live.subgraphs, parts.isAllowed)
  const change: Change = { kind: 'publish', actor, message, on, wrong }
  if (!parts.needsApproval(name)) return await outcome(parts, name, change)
  const live = await parts.store.live()
  const changes = on(live)
  const [version] = changes
  if (version === undefined) return await outcome(parts, name, change)
  const { problems, notes } = await judgeChange(parts, {
    kind: 'publish',
    live,
    changes,
    problems: wrong(live),
    actor: actor.id,
  })
  if (problems.length > 0) throw schemaRefused(problems)
  const number = await parts.store.propose(version)
  const line = { actor: loggedCaller(actor.id), subgraph: name, version: number }
  parts.log.info(line, 'schema waits for approval')
  return {
    state: 'waiting',
    subgraph: name,
    version: number,
    release: live.seq,
    notes: notes.map(problemText),
  }
}

async function checked(
  parts: RegistryOptions,
  order: CheckOrder,
  actor: Actor,
): Promise<PublishVerdict> {
  const live = await parts.store.live()
  const { name, sdl, url, days } = order
  const { problems, notes } = await judgeChange(parts, {
    kind: 'check',
    live,
    changes: [{ name, sdl, url: urlOf(order, live) }],
    problems: url === undefined ? [] : wrongUrl({ name, url }, live.subgraphs, parts.isAllowed),
    actor: actor.id,
    days,
  })
  return { problems, notes }
}

async function approved(parts: RegistryOptions, name: VersionName, actor: Actor): Promise<Outcome> {
  const { sdl, url, publisher, released, message } = await known(parts, name)
  if (released) throw refusal(409, 'This version was live already.')
  if (publisher === actor.id)
    throw new CodedError('FORBIDDEN', 'A version is approved by another person than its publisher.')
  const on = (live: Live) => {
    const current = live.subgraphs.find((one) => one.name === name.name)?.version ?? 0
    if (current > name.version)
      throw refusal(409, `Version ${current} went live since; publish anew.`)
    return [{ ...name, sdl, url }]
  }
  const change: Change = {
    kind: 'publish',
    actor,
    message: message ?? undefined,
    approver: actor.id,
    on,
    wrong: (live) => wrongUrl({ name: name.name, url }, live.subgraphs, parts.isAllowed),
  }
  return await outcome(parts, name.name, change)
}

async function retired(
  parts: RegistryOptions,
  { name, message }: Pick<PublishOrder, 'name' | 'message'>,
  actor: Actor,
): Promise<Outcome> {
  const on = ({ subgraphs }: Live) => {
    const going = subgraphs.filter((one) => one.name === name)
    if (going.length === 0) throw refusal(404, `Subgraph ${name} is not live.`)
    if (subgraphs.length === 1) throw refusal(409, 'The last subgraph stays.')
    return going
  }
  const done = await outcome(parts, name, { kind: 'retire', actor, message, on })
  return { ...done, state: 'retired' }
}

async function seeded(
  parts: RegistryOptions,
  subgraphs: readonly PublishedSubgraph[],
  actor: Actor,
): Promise<readonly string[]> {
  // What was taken out does not come back by a restart.
  const others = new Set(await parts.store.retired())
  const live = await parts.store.live()
  for (const { name, version } of live.subgraphs) {
    const own = subgraphs.find((one) => one.name === name)
    if (own === undefined || isLive(live, own)) continue
    const kept = await parts.store.version({ name, version })
    if (kept?.publisher !== actor.id) others.add(name)
  }
  const { id: publisher, client } = actor
  const on = (now: Live): readonly NewVersion[] =>
    subgraphs
      .filter((own) => !others.has(own.name) && !isLive(now, own))
      .map((own) => ({ ...own, publisher, client, message: undefined }))
  await releaseChange(parts, { kind: 'publish', actor, message: undefined, on })
  return subgraphs.map((own) => own.name).filter((name) => others.has(name))
}

async function known({ store }: RegistryOptions, name: VersionName) {
  const version = await store.version(name)
  if (version === undefined)
    throw refusal(404, `Subgraph ${name.name} has no version ${name.version}.`)
  return version
}

function isLive(live: Live, { name, sdl, url }: PublishedSubgraph): boolean {
  return live.subgraphs.some((one) => one.name === name && one.sdl === sdl && one.url === url)
}

function urlOf({ name, url }: PublishOrder, live: Live): string {
  return url ?? live.subgraphs.find((one) => one.name === name)?.url ?? ''
}
