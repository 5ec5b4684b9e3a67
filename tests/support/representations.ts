import type { ModelType } from '../../schema/model/model.ts'
import type { PlainSql } from '../truth/plain-sql.ts'

export type Representation = Readonly<Record<string, unknown>>

/** Where the keys of entities that several ministries share are found. */
const owners: Readonly<Record<string, readonly [ministry: string, table: string]>> = {
  Person: ['population', 'person'],
  Province: ['reference', 'province'],
  Commune: ['reference', 'commune'],
}

/** Representations of an entity with keys that exist, at most `limit`, in no special order. */
export async function representations(
  sql: PlainSql,
  { ministry, type }: { ministry: string; type: ModelType },
  limit: number,
): Promise<Representation[]> {
  const [home, table] =
    type.kind === 'table' ? [ministry, type.table] : (owners[type.name] ?? [ministry, ''])
  const fields = type.entityKeys[0] ?? []
  const columns = fields.map((field) => type.columns.get(field)?.column ?? field)
  const list = columns.map((column, i) => `${column} AS "${fields[i]}"`)
  const rows = await sql.rows(
    home,
    `SELECT ${list.join()} FROM ${table} ORDER BY md5(concat(${columns.join()})) LIMIT ${limit}`,
  )
  return rows.map((row) => ({ __typename: type.name, ...row }))
}
