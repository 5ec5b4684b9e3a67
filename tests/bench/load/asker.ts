import { Pool } from 'undici'
import type { Asked } from '../open-loop.ts'
import type { Question } from './mix.ts'

export interface Asker extends AsyncDisposable {
  /** Asks the next question of the mix, of the next gateway. */
  readonly ask: () => Promise<Asked>
}

/** Connections to one gateway at once: beyond any load that it answers. */
const connections = 1024
const hundred = 100

/** Asks the questions of a mix in their shares, of several gateways one after the other. */
export function openAsker(origins: readonly string[], mix: readonly Question[]): Asker {
  const pools = origins.map((origin) => new Pool(origin, { connections, pipelining: 1 }))
  const order = shuffled(mix.flatMap((one) => Array.from({ length: one.share }, () => one)))
  if (order.length !== hundred) throw new Error(`expected shares of 100, got ${order.length}`)
  let next = 0
  return {
    async ask() {
      const at = next++
      const question = order[at % order.length]
      const pool = pools[at % pools.length]
      if (question === undefined || pool === undefined) throw new Error('expected a question')
      const { body, headers } = question.make(at)
      const response = await pool.request({ path: question.path, method: 'POST', headers, body })
      const text = await response.body.text()
      const { statusCode } = response
      if (question.isGood(statusCode, text)) return { outcome: 'good' }
      const isRefused =
        statusCode === 429 || (statusCode === 503 && 'retry-after' in response.headers)
      if (isRefused) return { outcome: 'refused' }
      return { outcome: 'failed', fault: `${question.name}: ${statusCode} ${codeIn(text)}` }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(pools.map((pool) => pool.destroy()))
    },
  }
}

function codeIn(text: string): string {
  return /"code":"(\w+)"/.exec(text)?.[1] ?? text.slice(0, 80)
}

/** The same order in every run (a linear congruential generator, Numerical Recipes). */
function shuffled<T>(items: readonly T[]): readonly T[] {
  let state = 1
  const keyed = items.map((item) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return { item, key: state }
  })
  return keyed.toSorted((one, other) => one.key - other.key).map(({ item }) => item)
}
