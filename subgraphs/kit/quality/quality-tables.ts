import { escapeIdentifier, type ClientBase } from 'pg'
import { grantLock, rollupSchema } from '../rollup/rollup.ts'
import type { TablePlace } from '../source.ts'
import { judgedColumns, qualityTables, type QualityPlan } from './quality-plan.ts'

const { pass, cell, result, tried, people } = qualityTables
const columns = Object.fromEntries(
  Object.entries(judgedColumns).map(([name, text]) => [name, escapeIdentifier(text)]),
)

/** `lien_thong."quality_row_person"` */
export function rowTableName({ rowTable }: Pick<QualityPlan, 'rowTable'>): string {
  return `${rollupSchema}.${escapeIdentifier(rowTable)}`
}

/** The judged table's own name, as SQL. */
export function sourceName({ schema, table }: TablePlace): string {
  const name = escapeIdentifier(table)
  return schema === undefined ? name : `${escapeIdentifier(schema)}.${name}`
}

/** The tables of passes: what each found, by place; and the cells from which changes are counted on. */
const tables = `
  CREATE SCHEMA IF NOT EXISTS ${rollupSchema};
  CREATE TABLE IF NOT EXISTS ${rollupSchema}.${pass} (
    type_name text PRIMARY KEY,
    -- Of the declared rules.
    digest text NOT NULL,
    method text NOT NULL CHECK (method IN ('FULL', 'INCREMENTAL', 'SAMPLE')),
    as_of timestamptz NOT NULL,
    -- Of the last pass over all rows, or over a sample of them.
    full_as_of timestamptz NOT NULL,
    rows bigint NOT NULL,
    -- Share of rows that was drawn, 0 to 1.
    share double precision NOT NULL,
    -- Rows that the last pass judged.
    judged bigint NOT NULL,
    ms bigint NOT NULL
  );
  CREATE TABLE IF NOT EXISTS ${rollupSchema}.${cell} (
    type_name text NOT NULL,
    province text,
    commune text,
    institution text,
    assessed bigint NOT NULL,
    failed bigint NOT NULL,
    rows bigint NOT NULL
  );
  CREATE INDEX IF NOT EXISTS ${cell}_type_name ON ${rollupSchema}.${cell} (type_name);
  CREATE TABLE IF NOT EXISTS ${rollupSchema}.${result} (
    type_name text NOT NULL,
    rule text NOT NULL,
    version integer NOT NULL,
    grain text NOT NULL CHECK (grain IN ('COUNTRY', 'PROVINCE', 'COMMUNE', 'INSTITUTION')),
    -- Empty for the country.
    place text NOT NULL,
    -- Of a commune.
    province text,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL,
    method text NOT NULL,
    as_of timestamptz NOT NULL
  );
  CREATE INDEX IF NOT EXISTS ${result}_place ON ${rollupSchema}.${result} (grain, place, rule);
  CREATE INDEX IF NOT EXISTS ${result}_rule ON ${rollupSchema}.${result} (type_name, rule, grain);
  -- Persons behind rows, where one may have many; at least so many, as the last pass over all rows found them.
  CREATE TABLE IF NOT EXISTS ${rollupSchema}.${people} (
    type_name text NOT NULL,
    -- Of rows that fail it; empty for all rows.
    rule text NOT NULL,
    grain text NOT NULL CHECK (grain IN ('PROVINCE', 'COMMUNE', 'INSTITUTION')),
    place text NOT NULL,
    people integer NOT NULL
  );
  CREATE INDEX IF NOT EXISTS ${people}_place ON ${rollupSchema}.${people} (grain, place, rule);
  -- When a sample was asked for to be compared with another database, of which no figures came.
  CREATE TABLE IF NOT EXISTS ${rollupSchema}.${tried} (
    type_name text PRIMARY KEY,
    tried_at timestamptz NOT NULL
  );`

/** Makes the tables of passes, which the reader may read; what is no longer declared is taken away. */
export async function prepareQuality(
  owner: ClientBase,
  plans: readonly QualityPlan[],
  reader: string,
): Promise<void> {
  // Two processes that make it at once fail one of them; what the other made is then there.
  await owner.query(tables).catch(() => owner.query(tables))
  await owner.query('BEGIN')
  try {
    await owner.query(grantLock)
    await owner.query(passLock)
    const role = escapeIdentifier(reader)
    await owner.query(
      `GRANT USAGE ON SCHEMA ${rollupSchema} TO ${role};
       GRANT SELECT ON ${rollupSchema}.${pass}, ${rollupSchema}.${result}, ${rollupSchema}.${people} TO ${role}`,
    )
    const names = plans.map(({ type }) => type.name)
    for (const table of [pass, cell, result, tried, people])
      await owner.query(`DELETE FROM ${rollupSchema}.${table} WHERE type_name <> ALL($1::text[])`, [
        names,
      ])
    await owner.query('COMMIT')
  } catch (error) {
    await owner.query('ROLLBACK').catch(() => undefined)
    throw error
  }
}

/** Passes of one database follow each other; readers never wait. */
export const passLock = `LOCK TABLE ${rollupSchema}.${pass} IN SHARE ROW EXCLUSIVE MODE`

/** The name of a table of judged rows until it takes the place of the one before; none is there. */
export async function noRowTable(owner: ClientBase, plan: QualityPlan): Promise<string> {
  const made = `${rollupSchema}.${escapeIdentifier(`${plan.rowTable.slice(0, 59)}_new`)}`
  await owner.query(`DROP TABLE IF EXISTS ${made}`)
  return made
}

/** An empty table of judged rows under that name. */
export async function makeRowTable(owner: ClientBase, plan: QualityPlan): Promise<string> {
  const made = await noRowTable(owner, plan)
  const keys = plan.type.key.map((name) => escapeIdentifier(name)).join(', ')
  await owner.query(
    `CREATE TABLE ${made} AS SELECT ${keys}, NULL::text AS ${columns['province']}, NULL::text AS ${columns['commune']},
       NULL::text AS ${columns['institution']}, 0::int8 AS ${columns['assessed']}, 0::int8 AS ${columns['failed']}
       FROM ${sourceName(plan.type)} LIMIT 0`,
  )
  return made
}

/**
 * Puts a filled table of judged rows in the place of the one before. A reader sees of it what it may see of the
 * judged table itself: its policy asks there.
 */
export async function swapRowTable(
  owner: ClientBase,
  plan: QualityPlan,
  { made, reader }: { readonly made: string; readonly reader: string },
): Promise<void> {
  const name = rowTableName(plan)
  const own = escapeIdentifier(plan.rowTable)
  const { key } = plan.type
  const keys = key.map((one) => escapeIdentifier(one))
  const role = escapeIdentifier(reader)
  const source = sourceName(plan.type)
  const same = keys.map((one) => `s.${one} = ${own}.${one}`).join(' AND ')
  await owner.query(
    `ALTER TABLE ${made} ADD PRIMARY KEY (${keys.join(', ')});
     CREATE INDEX ON ${made} (${keys.join(', ')}) WHERE ${columns['failed']} <> 0;
     DROP TABLE IF EXISTS ${name};
     ALTER TABLE ${made} RENAME TO ${own};
     ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;
     ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;
     CREATE POLICY owner_all ON ${name} TO CURRENT_USER USING (true) WITH CHECK (true);
     CREATE POLICY reader_rows ON ${name} FOR SELECT TO ${role}
       USING ((SELECT true FROM ${source} AS s WHERE ${same}));
     GRANT SELECT ON ${name} TO ${role}`,
  )
}
