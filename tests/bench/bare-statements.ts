export interface BareStatement {
  readonly ministry: 'population' | 'education'
  readonly text: string
  /** Whether PostgreSQL writes the JSON text, or JSON.stringify does from rows. */
  readonly made: 'by PostgreSQL' | 'from rows'
}

/** The questions of the benches as one hand-written statement each. */
export const bareStatements: Readonly<Record<string, BareStatement>> = {
  batch: {
    ministry: 'population',
    made: 'from rows',
    text: `SELECT pin, full_name AS "fullName", birth_date AS "birthDate", sex,
        province_code AS "provinceCode", commune_code AS "communeCode"
      FROM person WHERE pin = ANY($1)`,
  },
  people: {
    ministry: 'population',
    made: 'by PostgreSQL',
    text: `SELECT json_build_object('people', json_build_object('nodes', json_agg(r)))::text AS json
      FROM (
        SELECT pin, full_name AS "fullName", birth_date AS "birthDate", sex,
          province_code AS "provinceCode", commune_code AS "communeCode"
        FROM person WHERE province_code = $1 ORDER BY birth_date, pin LIMIT 20
      ) AS r`,
  },
  institutions: {
    ministry: 'education',
    made: 'by PostgreSQL',
    text: `SELECT json_build_object('institutions', json_build_object('nodes', json_agg(r)))::text AS json
      FROM (
        SELECT i.code, i.name, i.level, json_build_object('nodes', e.nodes) AS enrolments
        FROM institution AS i
        CROSS JOIN LATERAL (
          SELECT json_agg(n) AS nodes
          FROM (
            SELECT id, learner_code AS "learnerCode", grade, status, started_on AS "startedOn"
            FROM enrolment WHERE institution_code = i.code ORDER BY id LIMIT 10
          ) AS n
        ) AS e
        WHERE i.code = ANY($1) ORDER BY i.code LIMIT 20
      ) AS r`,
  },
}
