import type { Logger } from 'pino'
import type { CacheState } from '../state/cache-state.ts'
import { type Generation, generationId } from './generation.ts'

/** A request's hold on a generation: it is not disposed before every lease is released. */
export interface Lease {
  readonly generation: Generation
  release(): void
}

export interface Lifecycle {
  /** The current generation, held until released. */
  lease(): Lease
  status(): LifecycleStatus
  /** The current generation, then those that drain. */
  generations(): readonly GenerationState[]
  /**
   * Loads another supergraph and puts it in the place of the current one; a bad one is logged and
   * dropped. Offers are taken one after the other. Never throws.
   */
  offer(supergraph: string): Promise<void>
  /** Says that no supergraph could be read; the current one stays. */
  miss(reason: string): void
  /** Says when a registry said that the current one is its last. */
  confirm(at: Date): void
  /** Disposes everything. Requests that still hold a lease fail. */
  close(): Promise<void>
}

export interface LifecycleStatus {
  readonly generation: string
  readonly ministries: readonly string[]
  readonly loadedAt: string
  /** Generations that were replaced and still answer requests. */
  readonly draining: number
  /** When the registry last said that this is its last supergraph, ISO 8601; absent where none is followed. */
  readonly confirmedAt?: string
  /** Why the last supergraph offered was refused; absent when it was taken. */
  readonly lastError?: string
}

/** A generation in memory. */
export interface GenerationState {
  /** SHA-256 of its supergraph, hexadecimal. */
  readonly id: string
  readonly state: 'current' | 'draining'
  /** When it became current, ISO 8601. */
  readonly since: string
  /** Requests that hold it. */
  readonly leases: number
  /** Operations that were planned on it before it took over. */
  readonly warmed: number
  /** What it keeps for requests to come. */
  readonly caches: readonly CacheState[]
}

interface Held {
  readonly generation: Generation
  readonly since: string
  readonly warmed: number
  leases: number
}

/**
 *   offered ──load, warm──▶ current ──replaced──▶ draining ──last lease released──▶ disposed
 *      └──bad──▶ refused (the current one stays)
 */
export function openLifecycle(
  first: Generation,
  load: (supergraph: string) => Promise<Generation>,
  log: Logger,
): Lifecycle {
  let current: Held = { generation: first, since: new Date().toISOString(), warmed: 0, leases: 0 }
  let lastError: string | undefined
  let confirmedAt: string | undefined
  let queue = Promise.resolve()
  const draining = new Set<Held>()

  const retire = (held: Held): void => {
    if (held.leases > 0 || !draining.delete(held)) return
    held.generation.dispose().catch((error: unknown) => log.error({ err: error }, 'dispose failed'))
  }

  const refuse = (reason: string): void => {
    lastError = reason
    log.error(
      { reason, generation: current.generation.id },
      'supergraph refused; the current stays',
    )
  }

  const take = async (supergraph: string): Promise<void> => {
    if (generationId(supergraph) === current.generation.id) {
      lastError = undefined
      return
    }
    try {
      const generation = await load(supergraph)
      const warmed = await generation.warm(current.generation)
      const replaced = current
      current = { generation, since: new Date().toISOString(), warmed, leases: 0 }
      lastError = undefined
      draining.add(replaced)
      retire(replaced)
      log.info({ generation: generation.id, warmed }, 'supergraph taken')
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error))
    }
  }

  return {
    lease() {
      const held = current
      held.leases++
      let released = false
      return {
        generation: held.generation,
        release() {
          if (released) return
          released = true
          held.leases--
          retire(held)
        },
      }
    },
    status: () => ({
      generation: current.generation.id,
      ministries: current.generation.ministries,
      loadedAt: current.since,
      draining: draining.size,
      ...(confirmedAt === undefined ? {} : { confirmedAt }),
      ...(lastError === undefined ? {} : { lastError }),
    }),
    generations: () =>
      [current, ...draining].map((held) => ({
        id: held.generation.id,
        state: held === current ? 'current' : 'draining',
        since: held.since,
        leases: held.leases,
        warmed: held.warmed,
        caches: held.generation.caches(),
      })),
    offer(supergraph) {
      queue = queue.then(() => take(supergraph))
      return queue
    },
    miss: refuse,
    confirm(at) {
      confirmedAt = at.toISOString()
    },
    async close() {
      await queue
      const all = [current, ...draining]
      draining.clear()
      await Promise.all(all.map((held) => held.generation.dispose()))
    },
  }
}
