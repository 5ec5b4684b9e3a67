import { parse } from 'graphql'
import type { Logger } from 'pino'
import { digest } from '../../schema/registry/digest.ts'
import type { ReadCurrent } from '../registry/current-supergraph.ts'
import type { ReadSupergraph } from '../registry/signed-supergraph.ts'
import type { SignedText, SupergraphFeed } from './feed.ts'
import type { LastCopy } from './last-copy.ts'
import { type Looks, repeated } from './repeated.ts'
import { ministryAddresses } from './ministry-addresses.ts'

export interface FollowerOptions {
  readonly feed: SupergraphFeed
  readonly variant: string
  /** Checks signatures by the keys that this gateway believes. */
  readonly read: ReadSupergraph
  /** Checks when the registry said that a supergraph is its last one. */
  readonly readCurrent: ReadCurrent
  readonly copy: LastCopy
  /** Whether this gateway asks a ministry at an address that the supergraph names. */
  readonly mayAsk: (ministry: string, url: string) => boolean
  /** Milliseconds between two looks. */
  readonly intervalMs: number
  /** Milliseconds without such a word after which the log warns. */
  readonly staleMs: number
  readonly log: Logger
}

/** A supergraph whose signature fits. */
export interface BelievedText extends SignedText {
  readonly seq: number
  /** SHA-256 of the text, hexadecimal. */
  readonly hash: string
}

export interface Follower {
  /** The registry's last supergraph and the copy on disk, where they are believed, the better one first. */
  candidates(): Promise<readonly BelievedText[]>
  /**
   * Looks at the registry again and again and hands on what is new and believed; `take` says whether it was taken.
   * `miss` hears why nothing can be had, once for each reason; `well` that it can again.
   */
  follow(current: BelievedText, on: FollowerEvents): void
  /** The release that is served; undefined before it follows. */
  release(): number | undefined
  stop(): Promise<void>
}

export interface FollowerEvents {
  readonly take: (text: string) => Promise<boolean>
  readonly miss: (reason: string) => void
  readonly well: () => Promise<void>
  /** The registry said, at that time, that what is served is its last one. */
  readonly confirmed: (at: Date) => void
}

/** Follows one variant of a registry's supergraph. Nothing is handed on that the pinned keys did not sign. */
export function openFollower(options: FollowerOptions): Follower {
  const { feed, variant, read, copy, mayAsk, intervalMs, staleMs, readCurrent, log } = options

  const believed = async ({ text, jws }: SignedText): Promise<BelievedText> => {
    const said = await read({ text, jws }, variant)
    if ('wrong' in said) throw new Error(`the supergraph is not believed: ${said.wrong}`)
    for (const [name, url] of ministryAddresses(parse(text)))
      if (!mayAsk(name, url))
        throw new Error(`ministry ${name}: ${url} is not an address that this gateway may ask`)
    return { text, jws, seq: said.seq, hash: said.sha256 }
  }

  let looks: Looks | undefined
  let release: number | undefined
  return {
    async candidates() {
      const found: BelievedText[] = []
      try {
        const offered = await feed.read(variant, undefined)
        if (!('unchanged' in offered)) found.push(await believed(offered))
      } catch (error) {
        log.error(
          { variant, from: feed.name, reason: reasonOf(error) },
          'no supergraph from the registry',
        )
      }
      const kept = await copy.read()
      if (kept === undefined) return found
      try {
        found.push(await believed(kept))
      } catch (error) {
        log.error(
          { variant, reason: reasonOf(error) },
          'the last copy of the supergraph is not used',
        )
      }
      // An older release than the last one that was served here is a replay.
      return found.sort((a, b) => b.seq - a.seq)
    },
    follow(first, { take, miss, well, confirmed }) {
      let current = first
      release = first.seq
      /** What was not taken is not looked at again until it changes. */
      let refused: string | undefined
      let reason: string | undefined
      const keep = (): Promise<void> =>
        copy.write(current).catch((error: unknown) => {
          log.error({ variant, reason: reasonOf(error) }, 'the supergraph is not kept on disk')
        })
      const recovered = async (): Promise<void> => {
        if (refused === undefined && reason === undefined) return
        refused = reason = undefined
        await well()
      }
      let isStale = false
      let at = Date.now()
      const confirm = async (said: string | undefined): Promise<void> => {
        const when = feed.isOwn
          ? Date.now()
          : await readCurrent(said, { variant, sha256: current.hash })
        if (when === undefined) return
        at = when
        confirmed(new Date(at))
      }
      const warnOfAge = (): void => {
        const wasStale = isStale
        isStale = Date.now() - at > staleMs
        if (isStale && !wasStale)
          log.warn(
            { variant, from: feed.name, since: new Date(at) },
            'the registry has not said for long that this supergraph is its last one',
          )
      }
      const look = async (): Promise<void> => {
        const offered = await feed.read(variant, refused ?? current.hash)
        if ('unchanged' in offered) {
          if (refused !== undefined) return
          await confirm(offered.current)
          await recovered()
          return
        }
        const hash = digest(offered.text)
        const next = await believed(offered)
        if (next.seq < current.seq)
          throw new Error(`expected release ${current.seq} or later, got ${next.seq}`)
        if (hash !== current.hash && !(await take(next.text))) {
          refused = hash
          return
        }
        current = next
        release = next.seq
        await confirm(offered.current)
        await keep()
        await recovered()
      }
      let isKept = false
      const repeat = repeated(intervalMs, async () => {
        try {
          if (!isKept) await keep()
          isKept = true
          await look()
        } catch (error) {
          const now = `${feed.name}: ${reasonOf(error)}`
          if (now !== reason) miss(now)
          reason = now
        }
        warnOfAge()
      })
      looks = repeat
      feed.onChange?.(() => repeat.now())
      repeat.now()
    },
    release: () => release,
    stop: async () => await looks?.stop(),
  }
}

function reasonOf(error: unknown): string {
  const [first]: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  return first instanceof Error ? first.message : String(first)
}
