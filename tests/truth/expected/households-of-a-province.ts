import { persona } from '../../../subgraphs/kit/synthetic/persona.ts'
import { openCatalogue } from '../catalogue.ts'
import type { PlainSql } from '../plain-sql.ts'

const where = `province_code = '${persona.provinceCode}'`

/** What docs/reports/households-of-a-province.graphql must answer. */
export async function householdsOfAProvince(sql: PlainSql): Promise<unknown> {
  const fillIn = await openCatalogue(sql)
  const [whole] = await sql.rows(
    'population',
    `SELECT count(*) AS count, sum(member_count) AS sum, avg(member_count) AS avg,
       max(member_count) AS max
     FROM household WHERE ${where}`,
  )
  const households = await sql.rows(
    'population',
    `SELECT h.id, h.file_number AS "fileNumber", h.member_count AS "memberCount",
       '$commune/name,kind/' || h.commune_code AS commune,
       (SELECT json_build_object('pin', p.pin, 'fullName', p.full_name)
        FROM person p WHERE p.pin = h.head_pin AND p.${where}) AS head,
       (SELECT coalesce(json_agg(json_build_object('pin', p.pin, 'fullName', p.full_name,
          'birthDate', p.birth_date, 'relationToHead', p.relation_to_head,
          'ethnicity', '$ethnic_group/name/' || p.ethnicity_code) ORDER BY p.pin), '[]')
        FROM person p WHERE p.household_id = h.id AND p.${where}) AS members
     FROM household h WHERE h.${where} ORDER BY h.member_count DESC, h.id LIMIT 40`,
  )
  const { count, ...memberCount } = whole ?? {}
  return {
    householdTotals: { count, memberCount },
    households: {
      totalCount: count,
      pageInfo: { hasNextPage: Number(count) > 40 },
      nodes: fillIn(households),
    },
  }
}
