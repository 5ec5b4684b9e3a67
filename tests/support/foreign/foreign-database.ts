import { readFile } from 'node:fs/promises'
import { Client } from 'pg'
import { type OwnCluster, ownPassword } from '../own-cluster.ts'

/** A database that nobody here designed, on a server of its own, and its owner's connection. */
export interface ForeignDatabase extends AsyncDisposable {
  readonly owner: Client
  readonly url: (role: string, password?: string) => string
}

/** Makes a database with an owner who is no superuser, and fills it with the statements given. */
export async function foreignDatabase(
  cluster: OwnCluster,
  name: string,
  ...statements: readonly string[]
): Promise<ForeignDatabase> {
  const role = `${name}_owner`
  await cluster.administer(
    'postgres',
    `CREATE ROLE ${role} LOGIN CREATEROLE PASSWORD '${ownPassword}'`,
    `CREATE DATABASE ${name} OWNER ${role}`,
  )
  const url = (asked: string, password?: string): string => cluster.url(asked, name, password)
  const owner = new Client({ connectionString: url(role) })
  await owner.connect()
  for (const statement of statements) await owner.query(statement)
  return { owner, url, [Symbol.asyncDispose]: () => owner.end() }
}

/** The social-insurance database: 31 tables and views, filled for so many invented people. */
export async function socialInsurance(people: number): Promise<readonly string[]> {
  const text = async (file: string): Promise<string> =>
    await readFile(new URL(file, import.meta.url), 'utf8')
  return [await text('tables.sql'), (await text('fill.sql')).replaceAll(':people', String(people))]
}
