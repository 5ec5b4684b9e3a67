import sql, { raw } from 'sql-template-tag'
import type { Model, TableType } from '../schema/model/model.ts'
import { openModel } from '../subgraphs/kit/open-source.ts'
import type { CodePeriod, ValidCodes } from '../subgraphs/kit/quality/rule-conditions.ts'
import { sourceName } from '../subgraphs/kit/quality/quality-tables.ts'
import { identifier } from '../subgraphs/kit/sql/identifier.ts'
import { today } from '../subgraphs/kit/sql/today.ts'
import { reference } from '../subgraphs/reference/subgraph.ts'
import { connected } from './connected.ts'

/**
 * The codes of shared lists that a ministry's rules name, each with the time in which it is valid. Lists are read from
 * the reference database; none are known where there is no way to it, and then a rule about them has no evidence.
 */
export async function qualityCodes(
  model: Model,
  referenceUrl: string | undefined,
): Promise<ValidCodes> {
  const named = new Set(
    [...model.types.values()].flatMap((type) =>
      type.kind === 'table' ? type.quality.flatMap(({ catalogue }) => catalogue ?? []) : [],
    ),
  )
  const codes = new Map<string, readonly CodePeriod[]>()
  if (named.size === 0 || referenceUrl === undefined) return codes
  const lists = openModel(reference.name, reference.schemaFile)
  await using client = await connected(referenceUrl)
  for (const name of named) {
    const list = lists.types.get(name)
    if (list?.kind !== 'table') continue
    const { text, values } = codesOf(list)
    const { rows } = await client.query<CodePeriod>(text, values)
    codes.set(name, rows)
  }
  return codes
}

function codesOf(list: TableType) {
  const key = list.columns.get(list.entityKeys[0]?.[0] ?? '')?.column ?? list.key[0] ?? ''
  const { from, to } = list.validity ?? {}
  const [since, until] =
    from === undefined || to === undefined
      ? [raw('NULL::date'), raw('NULL::date')]
      : [identifier(from), identifier(to)]
  return sql`SELECT array_agg(DISTINCT ${identifier(key)}::text) AS codes, ${since}::text AS "from", ${until}::text AS "to",
      coalesce(${since} <= ${today}, true) AND coalesce(${until} > ${today}, true) AS "isNow"
    FROM ${raw(sourceName(list))} GROUP BY ${since}, ${until}`
}
