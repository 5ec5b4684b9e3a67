import type { DatabaseFacts, Sampled } from '../../schema/init/database-facts.ts'
import { connected } from '../connected.ts'
import { connectionFailure } from '../connection-failure.ts'
import { readDatabase } from './read-database.ts'
import { sampleForms } from './sample-forms.ts'

/** Milliseconds that one statement may take. */
const statementMs = 60_000
/** Milliseconds that it waits for a table that somebody else keeps for themselves. */
const lockMs = 5000

/** Reads a database's catalogue and, where asked for, counts forms of values: one read-only transaction. */
export async function readyCatalogue({
  database,
  schemas,
  sample,
}: {
  readonly database: string
  readonly schemas: readonly string[] | undefined
  readonly sample: boolean
}): Promise<{ readonly facts: DatabaseFacts; readonly sampled: Sampled }> {
  await using client = await connected(database)
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    await client.query(`SET LOCAL statement_timeout = ${statementMs}`)
    await client.query(`SET LOCAL lock_timeout = ${lockMs}`)
    // Whoever owns the database may have put functions and operators of these names before the server's own.
    await client.query('SET LOCAL search_path = pg_catalog')
    const facts = await readDatabase(client, schemas)
    const sampled: Sampled = sample ? await sampleForms(client, facts) : new Map()
    await client.query('COMMIT')
    return { facts, sampled }
  } catch (error) {
    throw connectionFailure(client, error)
  }
}
