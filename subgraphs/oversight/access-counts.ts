import sql, { empty, type Sql } from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { journalRows } from './journal.ts'
import { expectPeriod } from './page.ts'

/** Lines of one answer. */
const maxLines = 5000

interface Consumer {
  readonly named: Sql
  /** What is joined to a request's record, named r, to name it. */
  readonly joined?: Sql
}

const consumers: Readonly<Record<string, Consumer>> = {
  CALLER: { named: sql`r.caller` },
  CLIENT: { named: sql`r.body ->> 'client'` },
  AGENCY: { named: sql`r.body ->> 'agency'` },
  PURPOSE: { named: sql`r.body ->> 'purpose'` },
  ROLE: { named: sql`e.value`, joined: eachOf(sql`r.body -> 'roles'`) },
  CLASS: { named: sql`e.value`, joined: eachOf(sql`r.body -> 'classes'`) },
  CODE: {
    named: sql`e.value`,
    joined: sql`LEFT JOIN LATERAL (
      SELECT o.body -> 'codes' AS codes FROM audit.record AS o
      WHERE o.id = r.id AND o.kind = 'outcome'
        AND o.at BETWEEN r.at - interval '1 hour' AND r.at + interval '1 hour'
      LIMIT 1
    ) AS o ON true ${eachOf(sql`o.codes`)}`,
  },
  GATEWAY: {
    named: sql`s.gateway`,
    joined: sql`LEFT JOIN (
      SELECT chain, gateway FROM audit.record WHERE kind = 'start'
    ) AS s ON s.chain = r.chain`,
  },
}

/** A request counts once for each; one that names none counts for none named. */
function eachOf(list: Sql): Sql {
  return sql`LEFT JOIN LATERAL json_array_elements_text(${list}) AS e (value) ON true`
}

/** Requests by consumer and day, most first within a day. Fails with COST_EXCEEDED beyond 5,000 lines. */
export const accessCounts: Resolver = async (_root, { by, from, to }, context) => {
  expectPeriod(from, to)
  const consumer = consumers[String(by)]
  if (consumer === undefined) throw new Error('expected a known consumer')
  const rows = await journalRows(
    context,
    sql`
    SELECT (r.at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS day, ${consumer.named} AS consumer,
           count(*)::int AS requests, (count(*) FILTER (WHERE r.body ->> 'verdict' = 'refused'))::int AS refused
    FROM audit.record AS r ${consumer.joined ?? empty}
    WHERE r.kind = 'request'
      AND r.at >= ${from}::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
      AND r.at < (${to}::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh'
    GROUP BY 1, 2
    ORDER BY 1, 3 DESC, 2
    LIMIT ${maxLines + 1}`,
  )
  if (rows.length > maxLines)
    throw new CodedError(
      'COST_EXCEEDED',
      `accessCounts: at most ${maxLines} lines; ask for fewer days.`,
    )
  return context.budget.count(rows)
}
