import { Client } from 'pg'
import type { Grants } from '../../auth/grants.ts'
import { permissions } from '../../auth/permission.ts'
import { allRows, noRows, type RowScope } from '../../auth/row-scope.ts'
import { ministries } from '../../deploy/ministries.ts'
import { databaseUrl } from '../support/database.ts'
import {
  type MinistryReply,
  servedMinistry,
  type ServedForTest,
} from '../support/served-ministry.ts'
import type { TappedStatement } from '../support/statement-tap.ts'

type Row = Readonly<Record<string, unknown>>

/** Every ministry served, and its database at hand as owner and as reader. */
export interface ScopedMinistries extends AsyncDisposable {
  through(ministry: string, query: string, grants: Grants): Promise<MinistryReply>
  /** As the owner, whom no policy stops. */
  rows(ministry: string, statement: string | TappedStatement): Promise<Row[]>
  /** The first column as the owner sees it: text, sorted by code unit. */
  texts(ministry: string, text: string): Promise<string[]>
  /** The same as the reader sees it under a scope's settings. */
  textsUnder(scope: Partial<RowScope>, ministry: string, text: string): Promise<string[]>
}

/** Every permission for these rows; the catalogues for all. */
export function grantsFor(scope: Partial<RowScope>): Grants {
  return Object.fromEntries(
    permissions.map((one) => [
      one,
      /facility|institution|catalogue/.test(one) ? allRows : { ...noRows, ...scope },
    ]),
  )
}

const settings = ['subjects', 'provinces', 'communes', 'facilities', 'institutions'] as const

export async function openScopedMinistries(): Promise<ScopedMinistries> {
  const open = new Map<string, { served: ServedForTest; owner: Client; reader: Client }>()
  for (const ministry of ministries) {
    const { name } = ministry
    const served = await servedMinistry(ministry, databaseUrl(name, 'reader'), {
      // Counts show which rows are open: noise would hide it.
      profileOf: () => undefined,
    })
    const owner = new Client({ connectionString: databaseUrl(name, 'owner') })
    const reader = new Client({ connectionString: databaseUrl(name, 'reader') })
    await owner.connect()
    await reader.connect()
    open.set(name, { served, owner, reader })
  }
  const of = (ministry: string) => {
    const found = open.get(ministry)
    if (found === undefined) throw new Error(`expected ${ministry} to be served`)
    return found
  }
  return {
    through: (ministry, query, grants) => of(ministry).served.ask({ query, grants }),
    rows: async (ministry, statement) => {
      const { text, values } =
        typeof statement === 'string' ? { text: statement, values: [] } : statement
      return (await of(ministry).owner.query<Row>(text, [...values])).rows
    },
    texts: (ministry, text) => firstColumn(of(ministry).owner, text),
    textsUnder: async (scope, ministry, text) => {
      const { reader } = of(ministry)
      await reader.query('BEGIN READ ONLY')
      for (const name of settings)
        await reader.query('SELECT set_config($1, $2, true)', [
          `lien_thong.${name}`,
          (scope[name] ?? []).join(),
        ])
      // What lies in a compartment is another test's.
      await reader.query("SELECT set_config('lien_thong.compartments', 'HIV', true)")
      const found = await firstColumn(reader, text)
      await reader.query('COMMIT')
      return found
    },
    [Symbol.asyncDispose]: async () => {
      for (const { served, owner, reader } of open.values()) {
        await served[Symbol.asyncDispose]()
        await owner.end()
        await reader.end()
      }
    },
  }
}

async function firstColumn(client: Client, text: string): Promise<string[]> {
  const { rows } = await client.query<unknown[]>({ text, rowMode: 'array' })
  return rows.map(([value]) => String(value)).sort()
}
