import sql from 'sql-template-tag'
import type { Resolver } from '../kit/resolve/resolver.ts'
import { callersNamed } from './callers-named.ts'
import { classNames, journalRows, namesIn } from './journal.ts'
import { pageFrom, pageOf } from './page.ts'

const place = 'Query.accessedPersons'

/**
 * Whose data a credential touched between two moments: its requests by the index of callers, and the persons
 * out of their outcomes, so that the work grows with the credential's own requests alone.
 */
export const accessedPersons: Resolver = async (_root, args, context) => {
  const { size, after } = pageOf(context, place, args)
  const [last = null] = after ?? []
  const rows = await journalRows(
    context,
    sql`
    WITH touched AS (
      SELECT x.person, string_agg(DISTINCT m.key, ',') AS ministries,
             string_agg(DISTINCT c.class, ',') AS classes
      FROM audit.record AS r
      CROSS JOIN LATERAL (
        SELECT o.body FROM audit.record AS o
        WHERE o.id = r.id AND o.kind = 'outcome'
          AND o.at BETWEEN r.at - interval '1 hour' AND r.at + interval '1 hour'
        LIMIT 1
      ) AS o
      CROSS JOIN LATERAL json_each(o.body -> 'persons') AS m
      CROSS JOIN LATERAL json_array_elements(m.value) AS part
      CROSS JOIN LATERAL json_array_elements_text(part -> 'persons') AS x (person)
      LEFT JOIN LATERAL json_array_elements_text(part -> 'classes') AS c (class) ON true
      WHERE r.kind = 'request'
        AND r.caller = ANY(${[...callersNamed(String(args['caller']), context.personKeys)]})
        AND r.at >= ${args['from']} AND r.at < ${args['to']}
      GROUP BY x.person
    )
    SELECT n.total, t.*
    FROM (SELECT count(*)::int AS total FROM touched) AS n
    LEFT JOIN LATERAL (
      SELECT * FROM touched WHERE person > coalesce(${last}, '') ORDER BY person LIMIT ${size + 1}
    ) AS t ON true`,
  )
  const found = rows.filter(({ person }) => person !== null)
  const { shown, ...page } = pageFrom(context, found, { place, size, key: ['person'] })
  for (const { person } of shown)
    context.persons.noteHash(String(person), ['AccessedPerson', 'person'])
  return {
    nodes: context.budget.count(shown).map(({ person, ministries, classes }) => ({
      person,
      ministries: namesIn(ministries),
      classes: classNames(classes),
    })),
    totalCount: rows[0]?.['total'] ?? 0,
    ...page,
  }
}
