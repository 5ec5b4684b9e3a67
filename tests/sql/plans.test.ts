import { readFileSync } from 'node:fs'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { databaseUrl } from '../support/database.ts'
import type { TappedStatement } from '../support/statement-tap.ts'
import { openSystem, type System } from '../support/system.ts'

/** Reports with a selective filter, and the tables that they must not read from end to end. */
const reports: Readonly<Record<string, readonly string[]>> = {
  'prescriptions-for-the-old': ['person', 'prescription'],
  'prescriptions-by-month': ['prescription'],
  'prescription-chain': ['prescription', 'prescription_item', 'dispense', 'dispense_item'],
  'prescriptions-of-a-hospital': ['prescription', 'prescription_item', 'dispense'],
  'certificates-of-a-province': ['land_registration', 'parcel', 'person'],
  'households-of-a-province': ['household', 'person'],
  'pupils-of-a-school': ['enrolment'],
  'my-record': ['person', 'household', 'parcel', 'prescription', 'enrolment'],
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Plans?: readonly Plan[]
}

let system: System
const readers = new Map<string, Client>()
beforeAll(async () => {
  system = await openSystem()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  for (const reader of readers.values()) await reader.end()
})

/** A reader who may see everything and has no use for a scan from end to end: tables of tests are small. */
async function readerOf(ministry: string): Promise<Client> {
  const known = readers.get(ministry)
  if (known !== undefined) return known
  const reader = new Client({ connectionString: databaseUrl(ministry, 'reader') })
  await reader.connect()
  await reader.query(`SELECT set_config('lien_thong.whole', 'on', false)`)
  await reader.query('SET enable_seqscan = off')
  readers.set(ministry, reader)
  return reader
}

async function planOf(ministry: string, { text, values }: TappedStatement): Promise<Plan> {
  const reader = await readerOf(ministry)
  const { rows } = await reader.query<{ 'QUERY PLAN': readonly { Plan: Plan }[] }>(
    `EXPLAIN (FORMAT JSON) ${text}`,
    [...values],
  )
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan
  if (plan === undefined) throw new Error('expected a plan')
  return plan
}

function scanned(plan: Plan): readonly string[] {
  const own =
    plan['Node Type'] === 'Seq Scan' && plan['Relation Name'] !== undefined
      ? [plan['Relation Name']]
      : []
  return [...own, ...(plan.Plans ?? []).flatMap(scanned)]
}

it.each(Object.entries(reports))('%s reads by index or from a rollup', async (name, tables) => {
  const query = readFileSync(new URL(`../../docs/reports/${name}.graphql`, import.meta.url), 'utf8')
  const persona = /^# Persona: (\S+)/m.exec(query)?.[1] ?? ''
  // What is counted of whole tables, every ten minutes, is counted by the first question.
  await system.ask(persona, query)
  const { body, statements } = await system.ask(persona, query)
  expect(body.errors).toBeUndefined()
  const found: string[] = []
  for (const [ministry, sent] of Object.entries(statements))
    for (const statement of sent)
      for (const table of scanned(await planOf(ministry, statement)))
        if (tables.includes(table)) found.push(`${table}: ${statement.text}`)
  expect(found).toEqual([])
})

it('a scan from end to end is seen where it happens', async () => {
  const text = 'SELECT count(*) FROM person WHERE other_name = $1'
  expect(scanned(await planOf('population', { text, values: ['Tí'] }))).toEqual(['person'])
})
