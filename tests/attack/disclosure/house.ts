import { Client } from 'pg'
import type { DatabaseRole } from '../../../deploy/database-name.ts'
import { loadData } from '../../../deploy/data/load-data.ts'
import { openCluster } from '../../../deploy/local/cluster.ts'
import { ministryNames } from '../../../deploy/ministry-name.ts'
import { recordSecret } from '../../support/record-secret.ts'
import { openSystem, type System, withoutControl } from '../../support/system.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { callerToken, ministryToken } from '../caller-token.ts'
import type { Cell, Truth } from './cell.ts'
import { findCells, type Plain } from './find-cells.ts'
import { type Known, readKnown } from './known.ts'
import type { Reply } from './reply.ts'

export interface HouseOptions {
  readonly people: number
  readonly seed: number
  /** Cells under attack of each table: half of them by trait, half by slice where the table has a line. */
  readonly cells: number
}

/** `on` is the house as reviewed; `off` answers exactly, to show that the attacks can win. */
export type Control = 'on' | 'off'

/** Where a question goes: a ministry's name or `gateway`; and the name of the analyst who asks. */
export interface Errand {
  readonly control: Control
  readonly door: string
  readonly analyst: string
}

/** The house over seeded people, with the truth that the judge alone looks at. */
export interface StatisticsHouse extends AsyncDisposable {
  readonly cells: readonly Cell[]
  /** Cells without rows. */
  readonly empty: readonly Cell[]
  /** By the cell's name. */
  readonly truth: ReadonlyMap<string, Truth>
  readonly known: Known
  ask(errand: Errand, query: string, variables: unknown): Promise<Reply>
}

/** Loads a PostgreSQL of its own, picks the cells by plain SQL, and serves the house over it twice. */
export async function openStatisticsHouse(options: HouseOptions): Promise<StatisticsHouse> {
  const opened: (() => PromiseLike<void>)[] = []
  const close = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one()
  }
  try {
    const directory = await temporaryDirectory()
    opened.push(() => directory[Symbol.asyncDispose]())
    const cluster = await openCluster({ directory: directory.path, log: () => undefined })
    opened.push(() => cluster.stop())
    const databases = (database: string, role: DatabaseRole) => cluster.url({ database, role })
    const targets = new Map(ministryNames.map((name) => [name, databases(name, 'owner')] as const))
    await loadData({ people: options.people, seed: options.seed, dirt: 0, recordSecret, targets })
    const plain: Plain = async (ministry, text) => {
      const owner = new Client({ connectionString: databases(ministry, 'owner') })
      await owner.connect()
      const { rows } = await owner.query<Readonly<Record<string, unknown>>>(text)
      await owner.end()
      return rows
    }
    const found = await findCells(plain, options)
    const known = await readKnown(plain)
    const on = await openSystem({}, { databases })
    opened.push(() => on[Symbol.asyncDispose]())
    const off = await openSystem({}, { ...withoutControl, databases })
    opened.push(() => off[Symbol.asyncDispose]())
    const asks = { on: asker(on), off: asker(off) }
    return {
      ...found,
      known,
      ask: (errand, query, variables) => asks[errand.control](errand, query, variables),
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Asks a system over HTTP with an analyst's token: the issuer's at the gateway, the gateway's at a ministry. */
function asker(system: System): StatisticsHouse['ask'] {
  const tokens = new Map<string, { readonly token: Promise<string>; readonly until: number }>()
  /** Kept for half of its minute: a signature costs more than most questions. */
  const tokenOf = ({ door, analyst }: Errand): Promise<string> => {
    const name = `${door} ${analyst}`
    const held = tokens.get(name)
    if (held !== undefined && held.until > Date.now()) return held.token
    const claims = { sub: analyst, roles: ['analyst'] }
    const token =
      door === 'gateway' ? callerToken(system, claims) : ministryToken(system, door, claims)
    tokens.set(name, { token, until: Date.now() + 30_000 })
    return token
  }
  return async (errand, query, variables) => {
    const { door } = errand
    const at = door === 'gateway' ? `${system.url}/graphql` : (system.ministryUrls[door] ?? '')
    const response = await fetch(at, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await tokenOf(errand)}`,
      },
      body: JSON.stringify({ query, variables }),
    })
    return (await response.json()) as Reply
  }
}
