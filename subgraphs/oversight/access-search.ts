import sql, { empty, join, type Sql } from 'sql-template-tag'
import type { Arguments, Resolver } from '../kit/resolve/resolver.ts'
import type { Row } from '../kit/sql/select.ts'
import type { RequestContext } from '../kit/request-context.ts'
import { accessFilter } from './access-filter.ts'
import { callersNamed } from './callers-named.ts'
import { journalRows, outcomeOf, purposeOf, requestOf } from './journal.ts'
import { pageFrom, pageOf } from './page.ts'

const place = 'Query.accessSearch'

/**
 * Requests of a period, narrowed by credential, person and emergency through an index; by the rest by reading the
 * period through, newest first, until the page is full.
 */
export const accessSearch: Resolver = async (_root, args, context) => {
  const { size, after } = pageOf(context, place, args)
  const [at = null, id = null] = after ?? []
  const before = sql`(r.at, r.id) < (
    coalesce(${at}::timestamptz, 'infinity'),
    coalesce(${id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff'))`
  const rows = await journalRows(
    context,
    sql`
    SELECT f.*, o.outcome, coalesce(o.persons, 0) AS persons, s.gateway
    FROM (
      SELECT r.at, r.id, r.chain, r.body::text AS body
      FROM ${sourceOf(context, args)}
      WHERE r.kind = 'request' AND r.at >= ${args['from']} AND r.at < ${args['to']}
        AND ${join([before, ...narrowedBy(context, args), ...accessFilter(args)], ' AND ')}
      ORDER BY r.at DESC, r.id DESC
      LIMIT ${size + 1}
    ) AS f
    LEFT JOIN LATERAL (
      SELECT ${outcomeColumns} AS outcome, (
        SELECT sum(json_array_length(part -> 'persons'))::int
        FROM json_each(o.body -> 'persons') AS m, json_array_elements(m.value) AS part
      ) AS persons
      FROM audit.record AS o
      WHERE o.id = f.id AND o.kind = 'outcome'
        AND o.at BETWEEN f.at - interval '1 hour' AND f.at + interval '1 hour'
      LIMIT 1
    ) AS o ON true
    LEFT JOIN LATERAL (
      SELECT s.gateway FROM audit.record AS s WHERE s.chain = f.chain AND s.seq = 0 LIMIT 1
    ) AS s ON true
    ORDER BY f.at DESC, f.id DESC`,
  )
  const { shown, ...page } = pageFrom(context, rows, { place, size, key: ['at', 'id'] })
  return { nodes: context.budget.count(shown).map(recordOf), ...page }
}

/** Without the persons, who may be thousands. */
const outcomeColumns = sql`json_build_object(
  'status', o.body -> 'status', 'codes', o.body -> 'codes', 'ministries', o.body -> 'ministries',
  'rows', o.body -> 'rows', 'durationMs', o.body -> 'durationMs')::text`

/** Where a person is named, the requests that showed it, by the index of its moments. */
function sourceOf({ personKeys, persons }: RequestContext, { person, from, to }: Arguments): Sql {
  if (typeof person !== 'string') return sql`audit.record AS r`
  persons.notePerson(person, ['AccessRecord', 'id'])
  return sql`(
    SELECT DISTINCT p.id, p.at FROM audit.person AS p
    WHERE p.person = ANY(${[...personKeys.everyPerson(person)]})
      AND p.at >= ${from}::timestamptz - interval '1 hour' AND p.at < ${to}::timestamptz + interval '1 hour'
  ) AS t
  JOIN audit.record AS r
    ON r.id = t.id AND r.at BETWEEN t.at - interval '1 hour' AND t.at + interval '1 hour'`
}

function narrowedBy(
  { personKeys }: RequestContext,
  { caller, purpose, emergency }: Arguments,
): readonly Sql[] {
  return [
    typeof caller === 'string'
      ? sql`r.caller = ANY(${[...callersNamed(caller, personKeys)]})`
      : empty,
    typeof purpose === 'string' ? sql`r.body ->> 'purpose' = ${purpose}` : empty,
    flagged(emergency),
  ].filter((condition) => condition !== empty)
}

/** To the letter that of the index record_emergency; the flag is true or absent. */
function flagged(emergency: unknown): Sql {
  if (typeof emergency !== 'boolean') return empty
  return emergency ? sql`r.body ->> 'emergency' = 'true'` : sql`r.body ->> 'emergency' IS NULL`
}

function recordOf(row: Row): Row {
  const { caller, roles, agency, client, purpose, ...asked } = requestOf(row)
  const { emergency = false, operation, verdict, coordinates, conditions = [], classes } = asked
  const { status, codes, ministries, rows, durationMs } = outcomeOf(row)
  return {
    id: row['id'],
    at: row['at'],
    caller,
    roles,
    agency,
    client,
    purpose: purposeOf(purpose),
    emergency,
    operation,
    verdict,
    coordinates,
    conditions,
    classes,
    personCount: row['persons'],
    requestId: asked.requestId,
    gateway: row['gateway'],
    status,
    codes,
    ministries,
    rows,
    durationMs,
  }
}
