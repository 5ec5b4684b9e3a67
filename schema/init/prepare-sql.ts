import type { JoinDraft, TableDraft, TableReading } from './draft.ts'
import { readingOf } from './print-type.ts'
import type { Proposal } from './propose.ts'
import { isRecordKey } from './draft-tables.ts'
import { sqlName, sqlText } from './sql-quote.ts'

/**
 * What a database administrator runs once, after reading it: a reader role, row-level security for it alone,
 * and record keys with what keeps them. It may be run again; other roles see what they saw before.
 */
export function prepareSql(proposal: Proposal): string {
  const persons = proposal.tables.filter(
    (table) => readingOf(proposal, table).kind === 'person' && isTable(table),
  )
  const keyed = persons.filter((table) => needsRecordKey(proposal, table))
  return [
    header(proposal.name),
    roleSql(proposal),
    ...(keyed.length === 0
      ? []
      : [keyFunctions, ...keyed.map((table) => recordKeySql(proposal, table))]),
    ...persons.map((table) => policySql(proposal, table)),
    'COMMIT;\n',
  ].join('\n\n')
}

/** The role that `lien-thong subgraph` connects as. */
export function readerRole(name: string): string {
  return `${name.replaceAll('-', '_')}_reader`
}

function header(name: string): string {
  return `-- For the administrator of the database of ${name}, to be read before it is run, as the owner of the tables:
--   psql --set=ON_ERROR_STOP=1 --file=prepare.sql DATABASE
-- It makes a reader role, row-level security for that role alone, and record keys (docs/schema.md). It may be
-- run again. Tables stay as they are but for the column record_key and its trigger. pg_dump by a role that is
-- no superuser and has no BYPASSRLS needs --enable-row-security from then on, and still gets every row.
-- Then give the role its password: ALTER ROLE ${sqlName(readerRole(name))} PASSWORD '…';
-- The secret of the record keys lies in lien_thong.record_secret, which nobody but its owner may read.
BEGIN;`
}

function roleSql({ name, tables }: Proposal): string {
  const role = readerRole(name)
  const schemas = [...new Set(tables.map(({ facts }) => facts.schema))]
  return [
    `DO $do$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${sqlText(role)}) THEN
    CREATE ROLE ${sqlName(role)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
  END IF;
END $do$;`,
    `GRANT USAGE ON SCHEMA ${schemas.map(sqlName).join(', ')} TO ${sqlName(role)};`,
    ...tables.map((table) => `GRANT SELECT ON ${tableSql(table)} TO ${sqlName(role)};`),
  ].join('\n')
}

const keyFunctions = `CREATE SCHEMA IF NOT EXISTS lien_thong;
CREATE TABLE IF NOT EXISTS lien_thong.record_secret (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), secret bytea NOT NULL);
REVOKE ALL ON lien_thong.record_secret FROM PUBLIC;
INSERT INTO lien_thong.record_secret (secret)
SELECT sha256(convert_to(string_agg(gen_random_uuid()::text, ''), 'UTF8')) FROM generate_series(1, 8)
ON CONFLICT DO NOTHING;
CREATE OR REPLACE FUNCTION lien_thong.record_key(id text) RETURNS bigint STABLE STRICT PARALLEL SAFE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $key$
  SELECT (SELECT sum((get_byte(h, 7) >> bit & 1)::bigint << 6 * bit)::bigint FROM generate_series(0, 7) AS bit)
    + (((get_byte(h, 5) & 127) << 8 | get_byte(h, 6))::bigint << 48)
  FROM (SELECT sha256(secret || convert_to(':' || id, 'UTF8')) AS h FROM lien_thong.record_secret) AS hashed
$key$;
REVOKE ALL ON FUNCTION lien_thong.record_key(text) FROM PUBLIC;`

/** The person's key in every row, now and whenever a row is written; of a row about nobody its own. */
function recordKeySql(proposal: Proposal, table: TableDraft): string {
  const reading = readingOf(proposal, table)
  const name = tableSql(table)
  const trigger = sqlName(functionName(table))
  return `ALTER TABLE ${name} ADD COLUMN IF NOT EXISTS record_key bigint;
CREATE OR REPLACE FUNCTION lien_thong.${trigger}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS ${dollarQuoted(`
BEGIN
  NEW.record_key := lien_thong.record_key(coalesce(${personSql(reading, 'NEW')}, ${ownSql(table, 'NEW')}));
  RETURN NEW;
END `)};
REVOKE ALL ON FUNCTION lien_thong.${trigger}() FROM PUBLIC;
DROP TRIGGER IF EXISTS lien_thong_record_key ON ${name};
CREATE TRIGGER lien_thong_record_key BEFORE INSERT OR UPDATE ON ${name}
  FOR EACH ROW EXECUTE FUNCTION lien_thong.${trigger}();
UPDATE ${name} AS own SET record_key = lien_thong.record_key(coalesce(${personSql(reading, 'own')}, ${ownSql(table, 'own')}))
WHERE own.record_key IS NULL;
ALTER TABLE ${name} ALTER COLUMN record_key SET NOT NULL;`
}

/** The personal number of a row: its own, or along foreign keys. */
function personSql({ subject }: TableReading, row: string): string {
  if (subject === undefined) return 'NULL'
  const column = sqlName(subject.column.facts.column)
  const [first, ...rest] = subject.via
  if (first === undefined) return `${row}.${column}::text`
  const tables = [
    `${tableSql(first.to)} AS s0`,
    ...rest.map(
      (join, i) => `JOIN ${tableSql(join.to)} AS s${i + 1} ON ${tie(join, `s${i}`, `s${i + 1}`)}`,
    ),
  ]
  return `(SELECT s${rest.length}.${column}::text FROM ${tables.join(' ')} WHERE ${tie(first, row, 's0')})`
}

function tie({ foreignKey }: JoinDraft, from: string, to: string): string {
  return foreignKey.columns
    .map(
      (column, i) =>
        `${from}.${sqlName(column)} = ${to}.${sqlName(foreignKey.references[i] ?? '')}`,
    )
    .join(' AND ')
}

/** A text of the row's own; of a table without a key all rows about nobody share one. */
function ownSql({ facts }: TableDraft, row: string): string {
  const parts = facts.key.map((column) => `${row}.${sqlName(column)}::text`)
  return `concat_ws('/', ${[sqlText(facts.table), ...parts].join(', ')})`
}

const settings = { PROVINCE: 'provinces', COMMUNE: 'communes' } as const

/**
 * The third wall around persons' rows (docs/schema.md): what the server says that a request may see, and
 * nothing where it says nothing. Where the table has had no row-level security, all other roles keep every row.
 */
function policySql(proposal: Proposal, table: TableDraft): string {
  const reading = readingOf(proposal, table)
  const name = tableSql(table)
  const role = readerRole(proposal.name)
  const person = personSql(reading, sqlName(table.facts.table))
  const ways = [
    `(SELECT current_setting('lien_thong.whole', true)) = 'on'`,
    ...(reading.subject === undefined ? [] : [`${person} = ${listed('subjects')}`]),
    ...reading.scopes.flatMap(({ by, column }) =>
      by === 'PROVINCE' || by === 'COMMUNE'
        ? [`${sqlName(column)}::text = ${listed(settings[by])}`]
        : [],
    ),
  ]
  const others = table.facts.hasRowSecurity
    ? []
    : [
        `DROP POLICY IF EXISTS lien_thong_others ON ${name};`,
        `CREATE POLICY lien_thong_others ON ${name} USING (current_user <> ${sqlText(role)}) WITH CHECK (current_user <> ${sqlText(role)});`,
      ]
  return [
    ...others,
    `DROP POLICY IF EXISTS lien_thong_reader ON ${name};`,
    `CREATE POLICY lien_thong_reader ON ${name} FOR SELECT TO ${sqlName(role)} USING (\n  ${ways.join('\n  OR ')}\n);`,
    ...(table.facts.hasRowSecurity
      ? ['-- It has row-level security of its own, which is left as it is.']
      : [
          `ALTER TABLE ${name} ENABLE ROW LEVEL SECURITY;`,
          `ALTER TABLE ${name} FORCE ROW LEVEL SECURITY;`,
        ]),
  ].join('\n')
}

function listed(setting: string): string {
  return `ANY ((SELECT string_to_array(current_setting('lien_thong.${setting}', true), ','))::text[])`
}

function needsRecordKey(proposal: Proposal, table: TableDraft): boolean {
  const { recordKey } = readingOf(proposal, table)
  return (
    recordKey === 'record_key' &&
    !table.facts.columns.some((column) => isRecordKey(column) && !column.nullable)
  )
}

function isTable({ facts }: TableDraft): boolean {
  return facts.kind === 'table' || facts.kind === 'partitioned table'
}

function tableSql({ facts }: TableDraft): string {
  return `${sqlName(facts.schema)}.${sqlName(facts.table)}`
}

/** A body between dollar signs and a word that no name in it holds. */
function dollarQuoted(body: string): string {
  let tag = '$fill$'
  for (let count = 2; body.includes(tag); count += 1) tag = `$fill${count}$`
  return `${tag}${body}${tag}`
}

/** 63 bytes at most, and no two tables' alike: the type's name is unique. */
function functionName({ type }: TableDraft): string {
  return `fill_${type.toLowerCase().slice(0, 50)}`
}
