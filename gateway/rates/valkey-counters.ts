import { Redis } from 'ioredis'
import type { Logger } from 'pino'
import type { Counters } from './counters.ts'

/** Counters that replicas share. */
export interface ValkeyCounters extends Counters {
  /** Whether commands can be sent at this moment. */
  isConnected(): boolean
  close(): void
}

export interface ValkeyOptions {
  /** `redis://` or `rediss://`, with user, password and database where there are any. */
  readonly url: string
  /** Milliseconds that a command may take; then it fails. */
  readonly commandMs: number
  readonly log: Logger
}

/** All keys begin so: a Valkey may serve others too. */
const prefix = 'lien-thong:'
/** Milliseconds between two tries to connect, at most. */
const maxRetryMs = 1000
const connectMs = 2000
/** Values that one command of a script may take: Lua's stack ends at some 8,000. */
const batch = 5000

/** KEYS: the window. ARGV: amount, most, milliseconds. Answers whether it was taken, what is used, milliseconds left. */
const take = `
local used = tonumber(redis.call('GET', KEYS[1]) or '0')
local left = redis.call('PTTL', KEYS[1])
local isNew = left < 0
if isNew then used = 0 left = tonumber(ARGV[3]) end
if used + tonumber(ARGV[1]) > tonumber(ARGV[2]) then return {0, used, left} end
used = used + tonumber(ARGV[1])
if isNew then redis.call('SET', KEYS[1], string.format('%.0f', used), 'PX', ARGV[3])
else redis.call('SET', KEYS[1], string.format('%.0f', used), 'KEEPTTL') end
return {1, used, left}`

/** KEYS: the window. ARGV: by how much. */
const correct = `
if redis.call('PTTL', KEYS[1]) < 0 then return 0 end
local used = math.max(0, tonumber(redis.call('GET', KEYS[1]) or '0') + tonumber(ARGV[1]))
redis.call('SET', KEYS[1], string.format('%.0f', used), 'KEEPTTL')
return 1`

/** KEYS: the HyperLogLog. ARGV: most, milliseconds, persons. What would be too many is taken back. */
const addPersons = `
local before = redis.call('GET', KEYS[1])
for i = 3, #ARGV, ${batch} do
  redis.call('PFADD', KEYS[1], unpack(ARGV, i, math.min(i + ${batch - 1}, #ARGV)))
end
local count = redis.call('PFCOUNT', KEYS[1])
if count > tonumber(ARGV[1]) then
  if before then redis.call('SET', KEYS[1], before, 'KEEPTTL') else redis.call('DEL', KEYS[1]) end
  return {0, count}
end
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return {1, count}`

/**
 * Opens counters in a Valkey (or Redis 7), which it connects to and again whenever it is gone. Each count is one script:
 * replicas that ask at once are counted one after the other, by Valkey's own clock. While it is away every call
 * fails at once, with an Error that holds neither address nor password.
 */
export function valkeyCounters({ url, commandMs, log }: ValkeyOptions): ValkeyCounters {
  const valkey = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: commandMs,
    connectTimeout: connectMs,
    retryStrategy: (times) => Math.min(50 * times, maxRetryMs),
    connectionName: 'lien-thong',
    keyPrefix: prefix,
  })
  // Each failed try is an event; the log is told by those who count when it is away, once.
  valkey.on('error', (error: Error) =>
    log.debug({ reason: error.message }, 'Valkey: no connection'),
  )

  const run = async (script: string, key: string, args: readonly (string | number)[]) => {
    const answer: unknown = await valkey.eval(script, 1, key, ...args)
    if (!Array.isArray(answer) || !answer.every((one) => typeof one === 'number'))
      throw new Error('expected numbers from Valkey')
    return answer as readonly number[]
  }
  return {
    async take({ key, amount, most, windowMs }) {
      const [isTaken, used = 0, resetMs = 0] = await run(take, key, [amount, most, windowMs])
      return { isTaken: isTaken === 1, used, resetMs }
    },
    async correct(key, by) {
      await valkey.eval(correct, 1, key, by)
    },
    async addPersons({ key, persons, most, forMs }) {
      const [isTaken, count = 0] = await run(addPersons, key, [most, forMs, ...persons])
      return { isTaken: isTaken === 1, count }
    },
    isConnected: () => valkey.status === 'ready',
    close: () => valkey.disconnect(),
  }
}
