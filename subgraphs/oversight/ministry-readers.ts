import sql from 'sql-template-tag'
import { disclosureProfiles } from '../../auth/disclosure-profile.ts'
import { forbidden } from '../../auth/forbidden.ts'
import { CodedError } from '../../schema/errors.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import type { Row } from '../kit/sql/select.ts'
import { journalRows, purposeOf } from './journal.ts'
import { expectPeriod } from './page.ts'

/** Lines of one answer. */
const maxLines = 5000

/** No profile of statistics shows a line about fewer persons (docs/disclosure.md). */
const threshold = Math.max(...disclosureProfiles.map((profile) => profile.threshold))

/**
 * Who reads the data of a ministry, by day, role, agency, application, purpose and class, for its publisher and for who
 * watches the house. Only days that are over, in lines that never change and no sums of them: what two answers have
 * apart is never a few persons. Fails with FORBIDDEN for another ministry, with COST_EXCEEDED beyond 5,000 lines.
 */
export const ministryReaders: Resolver = async (_root, { ministry, from, to }, context) => {
  const { whole = false, agencies = [] } = context.grants['oversight:reader:stats'] ?? {}
  if (!whole && !agencies.includes(String(ministry))) throw forbidden(['Query.ministryReaders'])
  expectPeriod(from, to)
  // Materialised: a request's record is read as JSON once, and not for each of its persons.
  const rows = await journalRows(
    context,
    sql`
    WITH asked AS MATERIALIZED (
      SELECT r.id, (r.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, o.persons,
             (SELECT string_agg(v, ' ' ORDER BY v) FROM json_array_elements_text(r.body -> 'roles') AS v) AS roles,
             r.body ->> 'agency' AS agency, r.body ->> 'client' AS client, r.body ->> 'purpose' AS purpose
      FROM audit.record AS r
      CROSS JOIN LATERAL (
        SELECT o.body -> 'persons' -> ${ministry} AS persons FROM audit.record AS o
        WHERE o.id = r.id AND o.kind = 'outcome' AND o.body -> 'ministries' -> ${ministry} IS NOT NULL
          AND o.at BETWEEN r.at - interval '1 hour' AND r.at + interval '1 hour'
        LIMIT 1
      ) AS o
      WHERE r.kind = 'request'
        AND r.at >= ${from}::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AND r.at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
        AND r.at < date_trunc('day', now(), 'Asia/Ho_Chi_Minh')
    ), line AS (
      SELECT a.day, a.roles, a.agency, a.client, a.purpose, c.class,
             count(DISTINCT a.id)::int AS requests, count(DISTINCT x.person)::int AS persons
      FROM asked AS a
      LEFT JOIN LATERAL json_array_elements(a.persons) AS part ON true
      LEFT JOIN LATERAL json_array_elements_text(part -> 'classes') AS c (class) ON true
      LEFT JOIN LATERAL json_array_elements_text(part -> 'persons') AS x (person) ON true
      GROUP BY 1, 2, 3, 4, 5, 6
    )
    SELECT day, roles, agency, client, purpose, class AS "dataClass",
           CASE WHEN persons = 0 OR persons >= ${threshold} THEN requests END AS requests,
           CASE WHEN persons = 0 OR persons >= ${threshold} THEN persons END AS persons
    FROM line
    WHERE persons = 0 OR persons >= ${threshold} OR class LIKE 'BASIC %'
    ORDER BY day, requests DESC NULLS LAST, roles, agency, client, purpose, class
    LIMIT ${maxLines + 1}`,
  )
  if (rows.length > maxLines)
    throw new CodedError(
      'COST_EXCEEDED',
      `ministryReaders: at most ${maxLines} lines; ask for fewer days.`,
    )
  return context.budget.count(rows).map(readerOf)
}

function readerOf({ roles, purpose, ...line }: Row): Row {
  return {
    ...line,
    roles: typeof roles === 'string' ? roles.split(' ') : [],
    purpose: purposeOf(typeof purpose === 'string' ? purpose : undefined),
  }
}
