import { Client } from 'pg'
import { loadData } from '../../../deploy/data/load-data.ts'
import { openCluster } from '../../../deploy/local/cluster.ts'
import { ministryNames } from '../../../deploy/ministry-name.ts'
import { openSystem } from '../../support/system.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { callerToken, ministryToken } from '../caller-token.ts'
import type { Cell, Truth } from './cell.ts'
import { findCells } from './find-cells.ts'
import { type Known, readKnown } from './known.ts'
import type { Reply } from './reply.ts'

export interface HouseOptions {
  readonly people: number
  readonly seed: number
  /** Cells under attack of each table: half of them by trait, half by slice where the table has a line. */
  readonly cells: number
}

/** The whole house over seeded people, with the truth that the judge alone looks at. */
export interface StatisticsHouse extends AsyncDisposable {
  readonly cells: readonly Cell[]
  /** By the cell's name. */
  readonly truth: ReadonlyMap<string, Truth>
  readonly known: Known
  /** Types of totals that say how each cell was treated. */
  readonly isControlled: boolean
  /** Asks a ministry, or the gateway, as the analyst of that name. */
  ask(door: string, analyst: string, query: string, variables: unknown): Promise<Reply>
}

/** Loads a PostgreSQL of its own, serves the house over it, and picks the cells by plain SQL. */
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
    const url = (database: string, role: 'owner' | 'reader') => cluster.url({ database, role })
    const targets = new Map(ministryNames.map((name) => [name, url(name, 'owner')] as const))
    await loadData({ people: options.people, seed: options.seed, dirt: 0, targets })
    const plain = async (ministry: string, text: string) => {
      const owner = new Client({ connectionString: url(ministry, 'owner') })
      await owner.connect()
      const { rows } = await owner.query<Readonly<Record<string, unknown>>>(text)
      await owner.end()
      return rows
    }
    const found = await findCells(plain, options)
    const known = await readKnown(plain)
    const system = await openSystem({}, url)
    opened.push(() => system[Symbol.asyncDispose]())

    const tokens = new Map<string, { readonly token: Promise<string>; readonly until: number }>()
    /** Kept for half of its minute: a signature costs more than most questions. */
    const tokenOf = (door: string, analyst: string): Promise<string> => {
      const name = `${door} ${analyst}`
      const held = tokens.get(name)
      if (held !== undefined && held.until > Date.now()) return held.token
      const claims = { sub: analyst, roles: ['analyst'] }
      const token =
        door === 'gateway' ? callerToken(system, claims) : ministryToken(system, door, claims)
      tokens.set(name, { token, until: Date.now() + 30_000 })
      return token
    }
    const ask = async (door: string, analyst: string, query: string, variables: unknown) => {
      const at = door === 'gateway' ? `${system.url}/graphql` : (system.ministryUrls[door] ?? '')
      const response = await fetch(at, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await tokenOf(door, analyst)}`,
        },
        body: JSON.stringify({ query, variables }),
      })
      return (await response.json()) as Reply
    }
    const { data } = await ask(
      'population',
      'a',
      '{ t: __type(name: "PersonTotals") { fields { name } } }',
      {},
    )
    return {
      ...found,
      known,
      isControlled: JSON.stringify(data).includes('"disclosure"'),
      ask,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}
