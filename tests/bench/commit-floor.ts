import { Client } from 'pg'
import { type Spread, spread } from './spread.ts'

/** Bytes of the two records of an answer with 20 persons, roughly. */
const bytes = [800, 1200] as const
const commits = 300
const warmUps = 30

/**
 * Milliseconds of one bare INSERT with its COMMIT, of a text as large as a record of the journal, on the
 * database and over the kind of connection that the journal has: what is left is disk, socket and a
 * waking process, and no journal can be faster.
 */
export async function commitFloor(ownerUrl: string): Promise<Spread> {
  const client = new Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query('SET synchronous_commit = on')
    await client.query('CREATE TABLE IF NOT EXISTS commit_floor (text text)')
    const times: number[] = []
    for (let turn = -warmUps; turn < commits; turn++) {
      const text = 'x'.repeat(bytes[turn & 1] ?? 0)
      const begun = performance.now()
      await client.query({ name: 'floor', text: insert, values: [text] })
      if (turn >= 0) times.push(performance.now() - begun)
    }
    await client.query('DROP TABLE commit_floor')
    return spread(times)
  } finally {
    await client.end()
  }
}

const insert = 'INSERT INTO commit_floor VALUES ($1)'
