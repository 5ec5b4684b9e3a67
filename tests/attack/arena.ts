import { Writable } from 'node:stream'
import { pino } from 'pino'
import { Pool } from 'pg'
import { roles } from '../../auth/role.ts'
import { databaseUrl } from '../support/database.ts'
import { openSystem, type System, type SystemAnswer, systemLimits } from '../support/system.ts'
import { costBudgets } from '../../gateway/limits/cost-budget.ts'
import { type Attempts, openAttempts } from './attempts.ts'
import { type Claims, callerToken } from './caller-token.ts'

/** The whole house, an attacker's tools, and the owner's own view of the databases to compare with. */
export interface Arena extends AsyncDisposable {
  readonly system: System
  readonly attempts: Attempts
  /** Everything that gateway and ministries logged, at every level. */
  readonly log: () => string
  /** An access token of the house's issuer that says this. */
  readonly as: (claims: Claims) => Promise<string>
  readonly ask: (
    who: string,
    query: string,
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<SystemAnswer>
  /** First column of the owner's answer, as text. */
  readonly column: (
    ministry: string,
    text: string,
    values?: readonly unknown[],
  ) => Promise<readonly string[]>
}

/** Far beyond every budget of cost: what is refused for its size would try no other rule. */
const budget = 1e12
const limits = {
  ...systemLimits,
  costBudgets: {
    ...costBudgets,
    ...Object.fromEntries(roles.map((role) => [role, budget])),
  },
}

export async function openArena(): Promise<Arena> {
  const lines: string[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(chunk.toString('utf8'))
      done()
    },
  })
  const system = await openSystem({ log: pino({ level: 'trace' }, sink), limits })
  const owners = new Map<string, Pool>()
  const owner = (ministry: string): Pool => {
    const known = owners.get(ministry)
    if (known !== undefined) return known
    const opened = new Pool({ connectionString: databaseUrl(ministry, 'owner'), max: 1 })
    owners.set(ministry, opened)
    return opened
  }
  return {
    system,
    attempts: openAttempts(),
    log: () => lines.join(''),
    as: (claims) => callerToken(system, claims),
    ask: (who, query, variables) => system.ask(who, query, variables),
    column: async (ministry, text, values = []) => {
      const { rows } = await owner(ministry).query({ text, values: [...values], rowMode: 'array' })
      return rows.map((row) => String((row as unknown[])[0]))
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...owners.values()].map((pool) => pool.end()))
      await system[Symbol.asyncDispose]()
    },
  }
}
