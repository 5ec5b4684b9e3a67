import { readFile } from 'node:fs/promises'
import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Model, Path, TableType } from '../../schema/model/model.ts'
import { readModel } from '../../schema/model/read-model.ts'
import { walkPath } from '../../schema/model/walk-path.ts'
import { emptyMinistries, type EmptyMinistries } from '../support/empty-ministries.ts'

const names = ['reference', 'population', 'land', 'health', 'education', 'steering']

/** Views that a type is read from, with the table below; what they add is computed. */
const views: ReadonlyMap<string, string> = new Map([
  ['task_board', 'task'],
  ['task_evidence_board', 'task_evidence'],
])
/** Tables that no type is read from: they are counted alone. */
const counted: readonly string[] = ['procedure_month']

interface Table {
  /** Nullable by column name. */
  readonly columns: ReadonlyMap<string, boolean>
  readonly key: readonly string[]
  /** Leading column of each index. */
  readonly leading: ReadonlySet<string>
  readonly rowSecurity: boolean
  readonly forced: boolean
}

describe.each(names)('the tables of %s', (name) => {
  let model: Model
  const tables = new Map<string, Table>()

  beforeAll(async () => {
    model = await modelOf(name)
    for (const [table, read] of await readTables(await ministries.owner(name)))
      tables.set(table, read)
  })

  it('have every column of the schema, as nullable as its field', () => {
    for (const type of tableTypes(model)) {
      for (const { field, column, nullable } of type.columns.values()) {
        const at = `${type.name}.${field} → ${type.table}.${column}`
        if (isComputed(type.table, column)) continue
        expect(tableOf(type.table).columns.get(column), at).toBe(nullable)
      }
    }
  })

  it('have the primary key that the schema names', () => {
    for (const type of tableTypes(model))
      expect(tableOf(type.table).key, type.name).toEqual(type.key)
  })

  it('have an index that starts with every column filtered, sorted, joined or scoped by', () => {
    for (const [at, table, column] of searched(model))
      if (!isComputed(table, column))
        expect([...tableOf(table).leading], `${at} → ${table}.${column}`).toContain(column)
  })

  it('have row-level security, forced on the owner too, exactly where rows are about a person', () => {
    for (const type of tableTypes(model)) {
      const { rowSecurity, forced } = tableOf(type.table)
      const personal = type.subject !== undefined
      expect({ rowSecurity, forced }, type.name).toEqual({
        rowSecurity: personal,
        forced: personal,
      })
    }
    expect([...tables.keys()].sort()).toEqual(
      [
        // A table may be there as two types.
        ...new Set(tableTypes(model).map(({ table }) => views.get(table) ?? table)),
        ...counted.filter((table) => tables.has(table)),
      ].sort(),
    )
  })

  it('grant the reader SELECT and nothing else', async () => {
    const owner = await ministries.owner(name)
    const { rows } = await owner.query<{ grants: string }>(
      `SELECT DISTINCT privilege_type AS grants FROM information_schema.role_table_grants
       WHERE grantee = $1`,
      [`${name}_reader`],
    )
    expect(rows).toEqual([{ grants: 'SELECT' }])
  })

  function tableOf(table: string): Table {
    const found = tables.get(views.get(table) ?? table)
    if (found === undefined) throw new Error(`expected a table ${table}`)
    return found
  }

  function isComputed(table: string, column: string): boolean {
    return views.has(table) && !tableOf(table).columns.has(column)
  }
})

let ministries: EmptyMinistries
beforeAll(async () => {
  ministries = await emptyMinistries(names)
})
afterAll(() => ministries[Symbol.asyncDispose]())

/** Every column that a statement may look rows up by, with the place in the schema that says so. */
function searched(model: Model): readonly (readonly [at: string, table: string, column: string])[] {
  return tableTypes(model)
    .flatMap((type) => [
      ...[...type.columns.values()]
        .filter(({ filterable, sortable }) => filterable || sortable)
        .map(({ field, column }) => [`${type.name}.${field}`, type.table, column] as const),
      ...type.scopes.flatMap(({ by, path }) =>
        ends(model, type, path, `${type.name} @scope(${by})`),
      ),
      ...(type.subject === undefined
        ? []
        : ends(model, type, type.subject, `${type.name} @subject`)),
    ])
    .concat(manySides(model))
}

/** Columns of the lists, connections and totals: they lie on the target's side. */
function manySides(model: Model): (readonly [string, string, string])[] {
  return [...model.types.values()].flatMap((type) =>
    [...type.joins.values()].flatMap((join) => {
      const target = model.types.get(join.target)
      if (join.shape === 'one' || target?.kind !== 'table') return []
      return ends(model, target, join.path, `${type.name}.${join.field}`)
    }),
  )
}

/** The first of the path's columns, on the table that the path leads to. */
function ends(
  model: Model,
  type: TableType,
  path: Path,
  at: string,
): (readonly [string, string, string])[] {
  const steps = walkPath(model, type, path.via)
  if (typeof steps === 'string') throw new Error(`${at}: ${steps}`)
  const table = steps.at(-1)?.to.table ?? type.table
  return path.columns.slice(0, 1).map((column) => [at, table, column] as const)
}

function tableTypes(model: Model): readonly TableType[] {
  return [...model.types.values()].filter((type) => type.kind === 'table')
}

async function modelOf(name: string): Promise<Model> {
  const file = new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url)
  const read = readModel(name, await readFile(file, 'utf8'), `${name}/schema.graphql`)
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return read.model
}

async function readTables(owner: Client): Promise<ReadonlyMap<string, Table>> {
  const { rows } = await owner.query<{
    name: string
    columns: Record<string, boolean>
    key: string[]
    leading: string[]
    row_security: boolean
    forced: boolean
  }>(`
    SELECT c.relname AS name, c.relrowsecurity AS row_security, c.relforcerowsecurity AS forced,
      (SELECT json_object_agg(a.attname, NOT a.attnotnull) FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
      (SELECT json_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum))
        FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = c.oid AND i.indisprimary) AS key,
      (SELECT json_agg(a.attname) FROM pg_index i
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = i.indkey[0]
        WHERE i.indrelid = c.oid) AS leading
    FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`)
  return new Map(
    rows.map((row) => [
      row.name,
      {
        columns: new Map(Object.entries(row.columns)),
        key: row.key,
        leading: new Set(row.leading),
        rowSecurity: row.row_security,
        forced: row.forced,
      },
    ]),
  )
}
