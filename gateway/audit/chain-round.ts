import { setTimeout as after } from 'node:timers/promises'
import type { ChainReader, ListedChain } from './chain-reader.ts'
import { pageRecords } from './chain-reader.ts'
import type { ReadSignedHead } from './checkpoint.ts'
import type { ChainHead } from './event.ts'
import { noHash } from './record-hash.ts'
import { maxProblems, type Problem } from './verification.ts'
import { openWatchedChain, type WatchedChain } from './watched-chain.ts'

/** One reading of the whole journal, which goes on with what is written. */
export interface ChainRound {
  readonly begunAt: Date
  /** Newest first. */
  chains(): readonly WatchedChain[]
  /** At most 100. */
  problems(): readonly Problem[]
  problemCount(): number
  /** It has read everything that was there. */
  isThrough(): boolean
  /** Reads what is new. Ends early, without a word, when the signal is aborted. */
  look(reader: ChainReader, readHead: ReadSignedHead, signal: AbortSignal): Promise<void>
}

/** The share of time that reading takes, and the milliseconds of one rest, at most. */
const dutyShare = 0.1
const maxRestMs = 1000

/** Begins a round. One caller at a time. */
export function openChainRound(): ChainRound {
  const chains = new Map<string, WatchedChain>()
  /** Where later chains say that earlier ones ended. */
  const named = new Map<string, ChainHead>()
  const problems: Problem[] = []
  let problemCount = 0
  let isThrough = false
  /** Chains without a start are looked for once. */
  let isListed = false

  const report = (problem: Problem): void => {
    problemCount++
    if (problems.length < maxProblems) problems.push(problem)
  }

  const begin = (
    { chain, gateway }: ListedChain,
    gone: ChainHead | undefined,
    readHead: ReadSignedHead,
  ) =>
    chains.set(
      chain,
      openWatchedChain({
        chain,
        gateway,
        // A chain whose start is there follows nothing, whatever was dropped of others.
        after: gateway === undefined && gone ? gone : { chain, seq: -1, hash: noHash },
        readHead,
        report,
        expect: (head) => void named.set(head.chain, head),
      }),
    )

  /** Chains that are new to this round, before the others: newest first. */
  const list = async (
    reader: ChainReader,
    retained: ReadonlyMap<string, ChainHead>,
    readHead: ReadSignedHead,
  ): Promise<void> => {
    const listed = await reader.started()
    const bare = isListed ? [] : await reader.all()
    const older = [...chains]
    chains.clear()
    const known = new Set(older.map(([chain]) => chain))
    for (const one of listed) if (!known.has(one.chain)) begin(one, undefined, readHead)
    for (const [chain, one] of older) chains.set(chain, one)
    for (const chain of bare)
      if (!chains.has(chain)) begin({ chain, gateway: undefined }, retained.get(chain), readHead)
    isListed = true
  }

  const compareEnds = (retained: ReadonlyMap<string, ChainHead>): void => {
    for (const [name, head] of named) {
      const chain = chains.get(name)
      if (chain !== undefined && !chain.isEnded()) chain.end(head)
      else if (chain === undefined && !isGone(head, retained.get(name))) {
        const what = `the whole chain is missing, up to record ${head.seq}`
        report({ line: 0, kind: 'missing', chain: name, seq: 0, what })
        // Told once.
        named.delete(name)
      }
    }
  }

  return {
    begunAt: new Date(),
    chains: () => [...chains.values()],
    problems: () => problems,
    problemCount: () => problemCount,
    isThrough: () => isThrough,
    async look(reader, readHead, signal) {
      const retained = await retainedHeads(reader, readHead, isListed ? undefined : report)
      await list(reader, retained, readHead)
      for (const chain of chains.values()) {
        await catchUp(reader, chain, signal)
        if (signal.aborted) return
      }
      compareEnds(retained)
      isThrough = true
    },
  }
}

/** Reads a chain to its end, with pauses: it must not take the database from those who work. */
async function catchUp(
  reader: ChainReader,
  chain: WatchedChain,
  signal: AbortSignal,
): Promise<void> {
  while (!chain.isBroken() && !chain.isEnded() && !signal.aborted) {
    const began = performance.now()
    const page = await reader.after(chain.chain, chain.seq())
    await chain.read(page)
    if (page.length < pageRecords) return
    const restMs = (performance.now() - began) * (1 / dutyShare - 1)
    await after(Math.min(maxRestMs, restMs), undefined, { signal }).catch(() => undefined)
  }
}

async function retainedHeads(
  reader: ChainReader,
  readHead: ReadSignedHead,
  report: ((problem: Problem) => void) | undefined,
): Promise<ReadonlyMap<string, ChainHead>> {
  const heads = new Map<string, ChainHead>()
  for (const jws of await reader.retained()) {
    const said = await readHead(jws, 'audit-retained')
    if ('wrong' in said) {
      const what = `what was dropped: ${said.wrong}`
      report?.({ line: 0, kind: 'checkpoint invalid', chain: '', seq: undefined, what })
    } else heads.set(said.chain, said)
  }
  return heads
}

function isGone(head: ChainHead, gone: ChainHead | undefined): boolean {
  if (gone === undefined) return false
  return gone.seq > head.seq || (gone.seq === head.seq && gone.hash === head.hash)
}
