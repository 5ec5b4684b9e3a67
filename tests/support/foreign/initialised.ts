import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  type InitDone,
  type InitRequest,
  initSchema,
} from '../../../deploy/catalogue/init-schema.ts'
import { ministry } from '../../../subgraphs/kit/ministry.ts'
import { ownCluster } from '../own-cluster.ts'
import { servedMinistry, type ServedForTest } from '../served-ministry.ts'
import { temporaryDirectory } from '../temporary-directory.ts'
import { foreignDatabase, type ForeignDatabase, socialInsurance } from './foreign-database.ts'

/** The social-insurance database, and what `schema init` proposed for it. */
export interface Initialised extends AsyncDisposable {
  readonly database: ForeignDatabase
  readonly name: string
  readonly folder: string
  readonly sdl: string
  readonly review: string
  /** Once prepare.sql has been run. */
  readonly readerUrl: string
  init(change?: Partial<InitRequest>): Promise<InitDone>
}

const name = 'social-insurance'
const role = 'social_insurance_reader'

/** Fills the database on a server of its own and looks at it for the first time. */
export async function initialised(people: number): Promise<Initialised> {
  const cluster = await ownCluster(18)
  const database = await foreignDatabase(cluster, 'bhxh', ...(await socialInsurance(people)))
  const directory = await temporaryDirectory()
  const folder = directory.path
  const init: Initialised['init'] = async (change = {}) =>
    await initSchema({
      database: database.url('bhxh_owner'),
      name,
      folder,
      schemas: undefined,
      sample: false,
      addsRecordKeys: true,
      ...change,
    })
  const done = await init()
  if (!done.ok || !done.isFirst || done.tables !== 31)
    throw new Error(`expected 31 types, got ${JSON.stringify(done)}`)
  return {
    database,
    name,
    folder,
    sdl: await readFile(join(folder, 'schema.graphql'), 'utf8'),
    review: await readFile(join(folder, 'review.md'), 'utf8'),
    readerUrl: database.url(role, 'reader'),
    init,
    [Symbol.asyncDispose]: async () => {
      await database[Symbol.asyncDispose]()
      await cluster[Symbol.asyncDispose]()
      await directory[Symbol.asyncDispose]()
    },
  }
}

/** Runs prepare.sql, twice since it may be run again, and serves the proposed schema as its reader. */
export async function preparedAndServed(made: Initialised): Promise<ServedForTest> {
  await prepared(made)
  const definition = { name, port: 0, folder: pathToFileURL(`${made.folder}/`) }
  return await servedMinistry(ministry(definition), made.readerUrl)
}

/** What the database's administrator does. */
export async function prepared({ database, folder }: Initialised): Promise<void> {
  const prepare = await readFile(join(folder, 'prepare.sql'), 'utf8')
  await database.owner.query(prepare)
  await database.owner.query(prepare)
  await database.owner.query(`ALTER ROLE ${role} PASSWORD 'reader'`)
}

/** A type of a schema, its directives and fields, with single spaces. */
export function typeText(sdl: string, type: string): string {
  const from = sdl.indexOf(`\ntype ${type}\n`)
  return from === -1 ? '' : sdl.slice(from, sdl.indexOf('\n}', from)).replace(/\s+/g, ' ')
}
