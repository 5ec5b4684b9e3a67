import { escapeIdentifier, type ClientBase } from 'pg'
import { isoInstant } from './iso-instant.ts'
import { grantLock, rollupSchema, type Rollup } from './rollup.ts'

export interface Refreshed {
  readonly rollup: string
  readonly rows: number
  /** The moment that the rows stand for (ISO 8601). */
  readonly asOf: string
  /** False where another process had refreshed it meanwhile. */
  readonly isDone: boolean
}

export interface RefreshOptions {
  /** Role that may read it, under row-level security. */
  readonly reader: string
  /** Left as it is where its rows are younger; milliseconds. */
  readonly unlessYoungerMs: number
}

interface Kept {
  readonly rows: string
  readonly as_of: string
  readonly is_young: boolean
}

/** Days for which the table of a definition that is no longer declared is kept: an older release may ask it. */
const keptDays = 7

/** The table that says which rollups there are, and what moment each stands for. */
const register = `
  CREATE SCHEMA IF NOT EXISTS ${rollupSchema};
  CREATE TABLE IF NOT EXISTS ${rollupSchema}.rollup (
    -- Its table in this schema; the name changes with the definition.
    table_name text PRIMARY KEY,
    name text NOT NULL,
    as_of timestamptz NOT NULL,
    rows bigint NOT NULL,
    -- Rows and persons of disclosure control's sample, of types about persons.
    sample_rows bigint,
    sample_persons bigint
  );`

/** Memory for sorting the rows of one refresh: what does not fit goes to disk, which is several times slower. */
const workMemory = '256MB'

/** Readers are let through. */
const lock = `LOCK TABLE ${rollupSchema}.rollup IN SHARE ROW EXCLUSIVE MODE`

/** Makes the register, and takes away the tables of definitions that are no longer declared. */
export async function prepareRollups(
  owner: ClientBase,
  rollups: readonly Rollup[],
  reader: string,
): Promise<void> {
  // Two processes that make it at once fail one of them; what the other made is then there.
  await owner.query(register).catch(() => owner.query(register))
  await inTransaction(owner, async () => {
    await owner.query(grantLock)
    await owner.query(lock)
    await owner.query(
      `GRANT USAGE ON SCHEMA ${rollupSchema} TO ${escapeIdentifier(reader)};
     GRANT SELECT ON ${rollupSchema}.rollup TO ${escapeIdentifier(reader)}`,
    )
    const { rows } = await owner.query<{ table_name: string }>(
      `DELETE FROM ${rollupSchema}.rollup
       WHERE table_name <> ALL($1::text[]) AND as_of < now() - make_interval(days => $2)
       RETURNING table_name`,
      [rollups.map(({ table }) => table), keptDays],
    )
    for (const { table_name: name } of rows) await owner.query(`DROP TABLE IF EXISTS ${kept(name)}`)
  })
}

/**
 * Fills a rollup anew in one transaction: readers see the old rows or the new ones, and a failure leaves the
 * old ones. Refreshes of one database follow each other; readers never wait.
 */
export async function refreshRollup(
  owner: ClientBase,
  rollup: Rollup,
  { reader, unlessYoungerMs }: RefreshOptions,
): Promise<Refreshed> {
  const { name, table } = rollup
  const refreshed = await inTransaction(owner, async (): Promise<Refreshed> => {
    await owner.query(`${lock}; SET LOCAL work_mem = '${workMemory}'`)
    const { rows: known } = await owner.query<Kept>(
      `SELECT rows, ${isoInstant('as_of')} AS as_of, as_of > now() - make_interval(secs => $2) AS is_young
       FROM ${rollupSchema}.rollup WHERE table_name = $1`,
      [table, unlessYoungerMs / 1000],
    )
    const [present] = known
    if (present?.is_young === true) return told(name, present, false)
    if (present === undefined) await make(owner, rollup, reader)
    await owner.query(`DELETE FROM ${kept(table)}`)
    // One statement, one snapshot: its rows are those of the moment that it notes.
    const { rows: filled } = await owner.query<Kept>(
      `WITH filled AS (INSERT INTO ${kept(table)} ${rollup.cells} RETURNING 1), sample AS (${rollup.sample})
       INSERT INTO ${rollupSchema}.rollup (table_name, name, as_of, rows, sample_rows, sample_persons)
       SELECT $1, $2, statement_timestamp(), (SELECT count(*) FROM filled), rows, persons FROM sample
       ON CONFLICT (table_name) DO UPDATE SET as_of = excluded.as_of, rows = excluded.rows,
         sample_rows = excluded.sample_rows, sample_persons = excluded.sample_persons
       RETURNING rows, ${isoInstant('rollup.as_of')} AS as_of, true AS is_young`,
      [table, name],
    )
    const [now] = filled
    if (now === undefined) throw new Error(`${name}: expected a row of the register`)
    return told(name, now, true)
  })
  // The rows before are dead weight, and the planner must know the new ones.
  if (refreshed.isDone) await owner.query(`VACUUM (ANALYZE) ${kept(table)}`)
  return refreshed
}

/** A rollup holds what is summed over all rows, so its policy opens it to callers of all rows alone. */
async function make(owner: ClientBase, rollup: Rollup, reader: string): Promise<void> {
  const table = kept(rollup.table)
  const keys = rollup.keyColumns.map((name) => escapeIdentifier(name)).join(', ')
  const role = escapeIdentifier(reader)
  await owner.query(
    `DROP TABLE IF EXISTS ${table};
     CREATE TABLE ${table} AS ${rollup.cells} LIMIT 0;
     CREATE INDEX ON ${table} (${keys});
     ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
     ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
     CREATE POLICY owner_all ON ${table} TO CURRENT_USER USING (true) WITH CHECK (true);
     CREATE POLICY reader_whole ON ${table} FOR SELECT TO ${role}
       USING ((SELECT current_setting('${rollupSchema}.whole', true)) = 'on');
     GRANT SELECT ON ${table} TO ${role}`,
  )
}

function told(rollup: string, { rows, as_of: asOf }: Kept, isDone: boolean): Refreshed {
  return { rollup, rows: Number(rows), asOf: asOf, isDone }
}

function kept(table: string): string {
  return `${rollupSchema}.${escapeIdentifier(table)}`
}

async function inTransaction<Value>(owner: ClientBase, work: () => Promise<Value>): Promise<Value> {
  await owner.query('BEGIN')
  try {
    const value = await work()
    await owner.query('COMMIT')
    return value
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}
