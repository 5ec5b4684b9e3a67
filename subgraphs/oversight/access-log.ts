import sql from 'sql-template-tag'
import { purposeTable } from '../../auth/purpose-table.ts'
import type { Resolver } from '../kit/resolve/resolver.ts'
import type { Row } from '../kit/sql/select.ts'
import { classNames, journalRows, namesIn, purposeOf, requestOf } from './journal.ts'
import { pageFrom, pageOf } from './page.ts'

const place = 'Person.accessLog'

/**
 * Who read data of a person, for that person. An entry says who asked in which office and why, and what was
 * read of this person; never what else the request was about. Purposes with an embargo show when it ends.
 * Null for anyone else's log.
 */
export const accessLog: Resolver = async (parent, args, context) => {
  const pin = (parent as Row)['pin']
  const { subjects = [] } = context.grants['oversight:log:read'] ?? {}
  if (typeof pin !== 'string' || !subjects.includes(pin)) return null
  context.persons.notePerson(pin, ['Person', 'accessLog'])
  const { size, after } = pageOf(context, place, args)
  const hashes = context.personKeys.everyPerson(pin)
  const rows = await journalRows(
    context,
    entries({ hashes, size, after, from: args['from'], to: args['to'] }),
  )
  const { shown, ...page } = pageFrom(context, rows, { place, size, key: ['at', 'id'] })
  return { nodes: context.budget.count(shown).map((row) => entryOf(row, hashes)), ...page }
}

function entryOf(row: Row, hashes: readonly string[]): Row {
  const { caller, person, roles, agency, client, purpose } = requestOf(row)
  // The name of another citizen is that citizen's matter; an office answers by its credential.
  const isOffice = roles.some((role) => role !== 'citizen')
  return {
    at: row['at'],
    who: isOffice ? caller : null,
    agency,
    client,
    roles,
    purpose: purposeOf(purpose),
    ministries: namesIn(row['ministries']),
    classes: classNames(row['classes']),
    own: person !== undefined && hashes.includes(person),
  }
}

interface Wanted {
  /** The person under every key that was ever in use. */
  readonly hashes: readonly string[]
  readonly size: number
  readonly after: readonly (string | null)[] | undefined
  readonly from: unknown
  readonly to: unknown
}

/** Newest first, by the index of a person's moments; a request's record is looked up by its id. */
function entries({ hashes, size, after, from, to }: Wanted) {
  const [at = null, id = null] = after ?? []
  const hidden = [...purposeTable.values()].flatMap(({ id: purpose, visible }) =>
    visible === 'AT_ONCE' ? [] : [{ purpose, days: visible.afterDays }],
  )
  return sql`
    SELECT e.* FROM unnest(${[...hashes]}::text[]) AS h (person)
    CROSS JOIN LATERAL (
      SELECT p.at, p.id, string_agg(p.ministry, ',') AS ministries,
             string_agg(array_to_string(p.classes, ','), ',') AS classes, min(q.body::text) AS body
      FROM audit.person AS p
      CROSS JOIN LATERAL (
        SELECT r.body FROM audit.record AS r
        WHERE r.id = p.id AND r.kind = 'request'
          AND r.at BETWEEN p.at - interval '1 hour' AND p.at + interval '1 hour'
        LIMIT 1
      ) AS q
      WHERE p.person = h.person
        AND p.at >= coalesce(${from ?? null}::timestamptz, '-infinity')
        AND p.at < coalesce(${to ?? null}::timestamptz, 'infinity')
        AND (p.at, p.id) < (
          coalesce(${at}::timestamptz, 'infinity'),
          coalesce(${id}::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
        )
        AND NOT EXISTS (
          SELECT FROM unnest(${hidden.map(({ purpose }) => purpose)}::text[], ${hidden.map(({ days }) => days)}::int[])
            AS o (purpose, days)
          WHERE o.purpose = q.body ->> 'purpose' AND p.at > now() - make_interval(days => o.days)
        )
      GROUP BY p.at, p.id
      ORDER BY p.at DESC, p.id DESC
      LIMIT ${size + 1}
    ) AS e
    ORDER BY e.at DESC, e.id DESC
    LIMIT ${size + 1}`
}
