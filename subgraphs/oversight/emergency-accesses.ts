import sql, { empty, join, type Sql } from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { RequestContext } from '../kit/request-context.ts'
import type { Arguments, Resolver } from '../kit/resolve/resolver.ts'
import type { Row } from '../kit/sql/select.ts'
import { callersNamed } from './callers-named.ts'
import { isConcluded } from './concluded.ts'
import { emergencyOf } from './emergency-of.ts'
import { journalRows } from './journal.ts'
import { pageFrom, pageOf } from './page.ts'

const place = 'Query.emergencyAccesses'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * Emergency accesses, newest first, with what was asked, of how many persons, and what inspectors found. `hours` is the time
 * within which one is to be reviewed. Fails with BAD_USER_INPUT for an id that is none.
 */
export function emergencyAccesses(hours: number): Resolver {
  return async (_root, args, context) => {
    const { size, after } = pageOf(context, place, args)
    const [at = null, id = null] = after ?? []
    const before = sql`(e.at, e.id) < (
      coalesce(${at}::timestamptz, 'infinity'),
      coalesce(${id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))`
    const conditions = join([before, ...narrowedBy(context, args)], ' AND ')
    const rows = await journalRows(context, accesses({ conditions, limit: size + 1 }))
    const { shown, ...page } = pageFrom(context, rows, { place, size, key: ['at', 'id'] })
    const nodes = context.budget.count(shown).map((row: Row) => emergencyOf(row, hours))
    return { nodes, ...page }
  }
}

function narrowedBy(
  { personKeys }: RequestContext,
  { open, caller, id, from, to }: Arguments,
): readonly Sql[] {
  if (typeof id === 'string' && !uuid.test(id))
    throw new CodedError('BAD_USER_INPUT', 'id: expected the id of an emergency access.')
  return [
    typeof caller === 'string'
      ? sql`e.caller = ANY(${[...callersNamed(caller, personKeys)]})`
      : empty,
    typeof id === 'string' ? sql`e.id = ${id}::uuid` : empty,
    typeof from === 'string' ? sql`e.at >= ${from}::timestamptz` : empty,
    typeof to === 'string' ? sql`e.at < ${to}::timestamptz` : empty,
    typeof open === 'boolean' ? sql`${open ? sql`NOT ` : empty}${isConcluded(sql`e.id`)}` : empty,
  ].filter((condition) => condition !== empty)
}

/**
 * A run's requests are those whose records name it; a file's those of its pages. All of one access lie within a day of its
 * beginning, and outcomes within an hour of their requests.
 */
function accesses({
  conditions,
  limit,
}: {
  readonly conditions: Sql
  readonly limit: number
}): Sql {
  return sql`
    SELECT h.at, h.id, h.is_run, h.caller, h.statement, t.*, w.findings
    FROM (
      SELECT e.*, (SELECT s.body::text FROM audit.scenario_run AS s WHERE s.run = e.id) AS statement
      FROM audit.emergency AS e WHERE ${conditions}
      ORDER BY e.at DESC, e.id DESC LIMIT ${limit}
    ) AS h
    LEFT JOIN LATERAL (
      SELECT q.body::text AS body, q.body ->> 'requestId' AS "requestId",
             q.body -> 'export' IS NOT NULL AS is_file
      FROM (
        SELECT r.body FROM audit.record AS r
        WHERE NOT h.is_run AND r.id = h.id AND r.kind = 'request'
      ) AS q LIMIT 1
    ) AS f ON true
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS requests,
             (count(*) FILTER (WHERE r.body ->> 'verdict' = 'refused'))::int AS refused,
             json_agg(r.body::text ORDER BY r.at) AS bodies,
             (SELECT count(DISTINCT x.person)::int
              FROM unnest(array_agg(r.id)) AS one (id)
              JOIN audit.record AS o ON o.id = one.id AND o.kind = 'outcome'
                AND o.at BETWEEN h.at - interval '1 hour' AND h.at + interval '25 hours'
              CROSS JOIN LATERAL json_each(o.body -> 'persons') AS m
              CROSS JOIN LATERAL json_array_elements(m.value) AS part
              CROSS JOIN LATERAL json_array_elements_text(part -> 'persons') AS x (person)) AS persons
      FROM (
        SELECT n.id, n.at, n.body FROM audit.record AS n
        WHERE h.is_run AND n.kind = 'request' AND n.body -> 'scenario' IS NOT NULL
          AND n.body -> 'scenario' ->> 'run' = h.id::text
        UNION ALL
        SELECT n.id, n.at, n.body FROM audit.record AS n
        WHERE NOT h.is_run AND n.kind = 'request' AND n.id = h.id
        UNION ALL
        SELECT n.id, n.at, n.body FROM audit.record AS n
        WHERE NOT h.is_run AND f.is_file AND n.kind = 'request' AND n.caller = h.caller
          AND n.at BETWEEN h.at AND h.at + interval '1 day'
          AND n.body ->> 'emergency' = 'true' AND n.body -> 'scenario' IS NULL
          AND n.body ->> 'requestId' = f."requestId" AND (n.body -> 'export' ->> 'page')::int > 1
      ) AS r
    ) AS t
    CROSS JOIN LATERAL (
      SELECT coalesce(json_agg(json_build_object(
        'version', v.version, 'at', v.at, 'reviewer', v.reviewer, 'finding', v.finding, 'note', v.note)
        ORDER BY v.version), '[]')::text AS findings
      FROM audit.review AS v WHERE v.subject = h.id
    ) AS w
    ORDER BY h.at DESC, h.id DESC`
}
