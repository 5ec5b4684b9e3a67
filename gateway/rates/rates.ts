import type { Logger } from 'pino'
import type { Caller } from '../../auth/caller.ts'
import type { VerifyCaller } from '../../auth/verify-caller.ts'
import { networkOf } from './address-of.ts'
import {
  type Allowance,
  type AllowanceParts,
  minuteMs,
  minuteStanding,
  openAllowance,
} from './allowance.ts'
import { consumerLimits, type RateLimits } from './consumer-limits.ts'
import { type InsuredCounters, insuredCounters, type Sharing } from './insured-counters.ts'
import { memoryCounters } from './memory-counters.ts'
import { rateLimited, type Standing } from './standing.ts'
import { valkeyCounters } from './valkey-counters.ts'

export interface RatesConfig {
  readonly limits: RateLimits
  /** Shared by all replicas; undefined: each process counts for itself. */
  readonly valkeyUrl: string | undefined
  /** Milliseconds that a request waits for Valkey. */
  readonly valkeyMs: number
  /** Hashes under a key that replicas share. */
  readonly hash: (text: string) => string
}

export interface RatesState {
  readonly sharing: Sharing
  /** Counts that were made by this process alone since Valkey was away. */
  readonly uninsured: number
  /** Refusals since the start, by policy. */
  readonly refused: Readonly<Record<string, number>>
  readonly limits: RateLimits
}

/** What callers may take of a gateway in a minute and on a day. */
export interface Rates {
  /**
   * What one request of a caller may take; `goesOn` for the later pages of an export. Consumers are told apart by
   * application and subject, whatever token they bring; persons are counted by subject alone.
   */
  allowance(caller: Caller, goesOn?: boolean): Allowance
  /** Counts something that an address does without being known. Fails with RATE_LIMITED. */
  takeFrom(address: string, policy: 'unknown' | 'sign-in'): Promise<void>
  state(): RatesState
  close(): void
}

type Taker = Pick<AllowanceParts, 'limits' | 'consumer' | 'reader'>

/** Milliseconds that one line of the log stands for. */
const logMs = 60_000

/** Opens the rates of a gateway. Nothing waits for Valkey at the start: while it is away the process counts for itself. */
export function openRates(config: RatesConfig, log: Logger): Rates {
  const { limits, hash } = config
  const counters = openCounters(config, log)
  const refused: Record<string, number> = {}
  let told: Record<string, number> = {}
  const onRefused = (policy: Standing['policy']): void => {
    refused[policy] = (refused[policy] ?? 0) + 1
    told[policy] = (told[policy] ?? 0) + 1
  }
  const tell = (): void => {
    if (Object.keys(told).length > 0)
      log.warn({ refused: told, periodMs: logMs }, 'limits: requests were refused')
    told = {}
  }
  const timer = setInterval(tell, logMs).unref()
  // One object for each verified token: its names are hashed once.
  const takers = new WeakMap<Caller, Taker>()
  const taker = (caller: Caller): Taker => {
    const known = takers.get(caller)
    if (known !== undefined) return known
    const made = {
      limits: consumerLimits(limits, caller),
      consumer: hash(`consumer\0${caller.client ?? ''}\0${caller.id}`),
      reader: hash(`reader\0${caller.id}`),
    }
    takers.set(caller, made)
    return made
  }
  return {
    allowance: (caller, goesOn = false) =>
      openAllowance({ counters, ...taker(caller), goesOn, onRefused }),
    async takeFrom(address, policy) {
      const most = policy === 'unknown' ? limits.unknownPerMinute : limits.signInsPerMinute
      const key = `${policy}:${hash(`address\0${networkOf(address)}`)}`
      const taken = await counters.take({ key, amount: 1, most, windowMs: minuteMs })
      if (taken.isTaken) return
      onRefused(policy)
      const standing = minuteStanding(policy, most, taken)
      throw rateLimited(standing, most + 1, [standing])
    },
    state: () => ({
      sharing: counters.sharing(),
      uninsured: counters.uninsured(),
      refused: { ...refused },
      limits,
    }),
    close() {
      clearInterval(timer)
      tell()
      counters.close()
    },
  }
}

/** Counts each request that somebody is known to make: for the doors that have no other place for it. */
export function countedCallers(verify: VerifyCaller, rates: Rates): VerifyCaller {
  return async (token, at) => {
    const caller = await verify(token, at)
    await rates.allowance(caller).takeRequest()
    return caller
  }
}

/** Opens counters: shared by all who name the same Valkey, or of this process. */
export function openCounters(
  { valkeyUrl: url, valkeyMs: commandMs }: Pick<RatesConfig, 'valkeyUrl' | 'valkeyMs'>,
  log: Logger,
): InsuredCounters {
  const own = memoryCounters()
  if (url === undefined)
    return { ...own, sharing: () => 'own', uninsured: () => 0, close: () => undefined }
  return insuredCounters(own, valkeyCounters({ url, commandMs, log }), log)
}
