import type { Client } from 'pg'
import { z } from 'zod'

const shape = z.object({
  people: z.number(),
  // bigint arrives as text.
  seed: z.coerce.number(),
  dirt: z.number(),
  digest: z.string(),
  finished: z.boolean(),
})

/** What a database says about the rows in it: table `lien_thong.load`, one row. */
export type LoadRecord = z.infer<typeof shape>

const create = `
  CREATE SCHEMA IF NOT EXISTS lien_thong;
  CREATE TABLE IF NOT EXISTS lien_thong.load (
    people integer NOT NULL,
    seed bigint NOT NULL,
    dirt double precision NOT NULL,
    -- Of tables.sql: other tables need other rows.
    digest text NOT NULL,
    started_at timestamptz NOT NULL,
    -- Empty: the load was interrupted, and the rows are not to be used.
    finished_at timestamptz,
    -- Rows by table and dirt by kind, as JSON.
    summary text
  )`

/** Undefined when this program never filled the database. */
export async function readLoadRecord(client: Client): Promise<LoadRecord | undefined> {
  const { rows: known } = await client.query<{ found: boolean }>(
    `SELECT to_regclass('lien_thong.load') IS NOT NULL AS found`,
  )
  if (known[0]?.found !== true) return undefined
  const { rows } = await client.query(
    'SELECT people, seed, dirt, digest, finished_at IS NOT NULL AS finished FROM lien_thong.load',
  )
  return shape.safeParse(rows[0]).data
}

/** Inside the transaction that makes the tables. */
export async function beginLoadRecord(
  client: Client,
  { people, seed, dirt, digest }: Omit<LoadRecord, 'finished'>,
): Promise<void> {
  await client.query(create)
  await client.query('DELETE FROM lien_thong.load')
  await client.query(
    `INSERT INTO lien_thong.load (people, seed, dirt, digest, started_at)
     VALUES ($1, $2, $3, $4, now())`,
    [people, seed, dirt, digest],
  )
}

/** Inside the transaction that makes the keys. */
export async function finishLoadRecord(client: Client, summary: unknown): Promise<void> {
  await client.query('UPDATE lien_thong.load SET finished_at = now(), summary = $1', [
    JSON.stringify(summary),
  ])
}
