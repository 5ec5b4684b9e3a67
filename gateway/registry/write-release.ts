import { DatabaseError, type Pool, type PoolClient } from 'pg'
import { digest } from '../../schema/registry/digest.ts'
import type { NewVersion, Release, VersionName } from './registry-records.ts'

/** PostgreSQL's unique_violation. */
const taken = '23505'

/** Writes a release and all that comes with it; undefined, and nothing written, where another one came first. */
export async function writeRelease(
  pool: Pool,
  { base, kind, changes, actor, message, supergraphs, approver }: Release,
): Promise<readonly VersionName[] | undefined> {
  try {
    return await inTransaction(pool, async (client) => {
      const names: VersionName[] = []
      let seq = base
      for (const change of changes) {
        const { name } = change
        const version = 'version' in change ? change.version : await insertVersion(client, change)
        names.push({ name, version })
        seq++
        await client.query(
          `INSERT INTO registry.release (seq, kind, subgraph, version, actor, message)
           VALUES ($1, $2, $3, $4, $5, $6)`,
          [seq, kind, name, version, actor, message],
        )
        if (approver !== undefined)
          await client.query(
            'INSERT INTO registry.approval (subgraph, version, approver) VALUES ($1, $2, $3)',
            [name, version, approver],
          )
      }
      for (const { variant, text, jws } of supergraphs)
        await client.query(
          'INSERT INTO registry.supergraph (seq, variant, document, jws) VALUES ($1, $2, $3, $4)',
          [seq, variant, await insertDocument(client, text), jws],
        )
      return names
    })
  } catch (error) {
    if (error instanceof DatabaseError && error.code === taken) return undefined
    throw error
  }
}

/** Keeps a version under the next number of its subgraph; answers the number. */
export async function insertVersion(client: PoolClient, version: NewVersion): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    `INSERT INTO registry.version (subgraph, version, document, url, publisher, client, message)
     SELECT $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6
     FROM registry.version WHERE subgraph = $1
     RETURNING version`,
    [
      version.name,
      await insertDocument(client, version.sdl),
      version.url,
      version.publisher,
      version.client,
      version.message,
    ],
  )
  return rows[0]?.version ?? 0
}

async function insertDocument(client: PoolClient, text: string): Promise<string> {
  const hash = digest(text)
  await client.query(
    'INSERT INTO registry.document (hash, body) VALUES ($1, $2) ON CONFLICT DO NOTHING',
    [hash, text],
  )
  return hash
}

/** Runs work in a transaction; undone as a whole when it fails. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('BEGIN')
    const answer = await work(client)
    await client.query('COMMIT')
    return answer
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: unknown) => {
      broken = lost instanceof Error ? lost : new Error(String(lost))
    })
    throw error
  } finally {
    client.release(broken)
  }
}
