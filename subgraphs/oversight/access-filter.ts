import sql, { type Sql } from 'sql-template-tag'
import { CodedError } from '../../schema/errors.ts'
import type { Arguments } from '../kit/resolve/resolver.ts'
import { expectPeriod } from './page.ts'

const verdicts: readonly unknown[] = ['allowed', 'refused', 'schema']

/** Conditions on a request's record, named r, that it holds as one of its texts. */
const held: Readonly<Record<string, (value: string) => Sql>> = {
  role: (role) => holds(sql`r.body -> 'roles'`, role),
  agency: (agency) => sql`r.body ->> 'agency' = ${agency}`,
  client: (client) => sql`r.body ->> 'client' = ${client}`,
  dataClass: (name) => holds(sql`r.body -> 'classes'`, name),
  coordinate: (name) =>
    sql`(${holds(sql`r.body -> 'coordinates'`, name)} OR ${holds(sql`r.body -> 'conditions'`, name)})`,
  verdict: (verdict) => sql`r.body ->> 'verdict' = ${verdict}`,
  requestId: (id) => sql`r.body ->> 'requestId' = ${id}`,
}

/** Conditions that look elsewhere. */
const elsewhere: Readonly<Record<string, (value: string) => Sql>> = {
  gateway: (name) => sql`r.chain IN (
    SELECT s.chain FROM audit.record AS s WHERE s.kind = 'start' AND s.gateway = ${name})`,
  code: (code) => sql`EXISTS (
    SELECT FROM audit.record AS c
    WHERE c.id = r.id AND c.kind = 'outcome'
      AND c.at BETWEEN r.at - interval '1 hour' AND r.at + interval '1 hour'
      AND ${holds(sql`c.body -> 'codes'`, code)})`,
}

/**
 * No index serves these: the records of the period are read for them. A record is text, as JSON.stringify writes it
 * (gateway/audit/chain.ts): one without the value's own text is passed over before it is read as JSON.
 */
const readThrough: Readonly<Record<string, (value: string) => Sql>> = {
  ...elsewhere,
  ...Object.fromEntries(
    Object.entries(held).map(([name, condition]) => [
      name,
      (value: string) =>
        sql`(strpos(r.body::text, ${JSON.stringify(value)}) > 0 AND ${condition(value)})`,
    ]),
  ),
}

function holds(list: Sql, value: string): Sql {
  return sql`EXISTS (SELECT FROM json_array_elements_text(${list}) AS e (value) WHERE e.value = ${value})`
}

/**
 * What narrows a search by reading through its period, which is 31 days at most then. Fails with BAD_USER_INPUT
 * beyond, for a verdict that is none and for text that PostgreSQL does not take.
 */
export function accessFilter(args: Arguments): readonly Sql[] {
  const { verdict, from, to } = args
  if (typeof verdict === 'string' && !verdicts.includes(verdict))
    throw new CodedError('BAD_USER_INPUT', `verdict: expected ${verdicts.join(', ')}.`)
  const found = Object.entries(readThrough).flatMap(([name, condition]) => {
    const value = args[name]
    if (typeof value !== 'string') return []
    // PostgreSQL takes no such text.
    if (value.includes('\0')) throw new CodedError('BAD_USER_INPUT', `${name}: got U+0000.`)
    return [condition(value)]
  })
  if (found.length > 0) expectPeriod(from, to)
  return found
}
