import { persona } from '../../../subgraphs/kit/synthetic/persona.ts'
import { openCatalogue } from '../catalogue.ts'
import type { PlainSql } from '../plain-sql.ts'

/** What docs/reports/pupils-of-a-school.graphql must answer. */
export async function pupilsOfASchool(sql: PlainSql): Promise<unknown> {
  const fillIn = await openCatalogue(sql)
  const [school] = await sql.rows(
    'education',
    `SELECT code, name, level, '$commune/name,province/' || commune_code AS commune
     FROM institution WHERE code = '${persona.institutionCode}'`,
  )
  const staff = await sql.rows(
    'education',
    `SELECT school_year AS "schoolYear", kind, headcount FROM staff_count
     WHERE institution_code = '${persona.institutionCode}' ORDER BY school_year, kind`,
  )
  const pupils = await sql.rows(
    'education',
    `SELECT id, learner_code AS "learnerCode", learner_pin AS "learnerPin", grade, status,
       started_on AS "startedOn"
     FROM enrolment
     WHERE institution_code = '${persona.institutionCode}' AND school_year = '2026-2027'
     ORDER BY grade, id`,
  )
  return {
    institution: fillIn({
      ...school,
      staff,
      enrolmentTotals: { count: pupils.length },
      studying: { count: pupils.filter(({ status }) => status === 'STUDYING').length },
      enrolments: { totalCount: pupils.length, nodes: pupils.slice(0, 200) },
    }),
  }
}
