import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { methodVariables } from '../../deploy/steering/method-variables.ts'
import { observedIn } from '../../deploy/steering/observed-in.ts'
import { periodOf } from '../../deploy/steering/period.ts'
import { definitionRow, indicators } from '../../subgraphs/steering/indicators.ts'
import { methodDocument, methodNames } from '../../subgraphs/steering/method-document.ts'
import { openSystem, type System, type SystemAnswer, withoutControl } from '../support/system.ts'
import { misfits } from './near.ts'
import { openPlainSql, type PlainSql } from './plain-sql.ts'
import { reports } from './reports.ts'

const folder = new URL('../../docs/reports/', import.meta.url)
const files = readdirSync(folder).filter((name) => name.endsWith('.graphql'))

function textOf(name: string): string {
  return readFileSync(new URL(name, folder), 'utf8')
}

/** Header: a sentence in Vietnamese, one in English, the persona who asks, and what for. */
const header =
  /^# (?<vi>[^\n]+\.)\n# (?<en>[A-Z][^\n]+\.)\n# Persona: (?<persona>[a-z-]+)\n(?:# Purpose: (?<purpose>[a-z-]+)\n)?query /

function personaOf(name: string): string {
  return header.exec(textOf(name))?.groups?.['persona'] ?? `no header in ${name}`
}

/** Null where a report names none: the citizen's own is taken by itself, and statistics need none. */
function purposeOf(name: string): string | null {
  return header.exec(textOf(name))?.groups?.['purpose'] ?? null
}

function counts({ statements }: SystemAnswer): Record<string, number> {
  return Object.fromEntries(
    Object.entries(statements)
      .map(([ministry, sent]) => [ministry, sent.length] as const)
      .filter(([, sent]) => sent > 0),
  )
}

describe('the government-wide reports', () => {
  let system: System
  let sql: PlainSql
  beforeAll(async () => {
    system = await openSystem({}, withoutControl)
    sql = await openPlainSql()
  })
  afterAll(async () => {
    await system[Symbol.asyncDispose]()
    await sql[Symbol.asyncDispose]()
  })

  it('are at least eight, each with an expectation, a sentence in two languages and a persona', () => {
    expect(files.length).toBeGreaterThanOrEqual(8)
    expect(files).toEqual(
      Object.keys(reports)
        .map((name) => `${name}.graphql`)
        .sort(),
    )
    for (const name of files) expect(textOf(name), name).toMatch(header)
  })

  it('are all listed by README.md with their persona and the ministries that they ask', () => {
    const rows = textOf('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| ['))
      .map((line) => line.split('|').map((cell) => cell.trim()))
    expect(rows.map((cells) => cells[1])).toEqual(files.map((name) => `[${name}](${name})`))
    expect(rows.map((cells) => cells[2])).toEqual(files.map((name) => `\`${personaOf(name)}\``))
    expect(rows.map((cells) => cells[3]?.split(', ').sort())).toEqual(
      files.map((name) =>
        Object.keys(reports[name.replace('.graphql', '')]?.statements ?? {}).sort(),
      ),
    )
  })

  it.each(Object.entries(reports))(
    '%s says what the databases say, by at most one statement a field',
    async (name, { expected, statements }) => {
      const file = `${name}.graphql`
      const answer = await system.ask(personaOf(file), textOf(file), {}, purposeOf(file))
      const { data, errors, extensions } = answer.body
      expect({ status: answer.status, errors }).toEqual({ status: 200, errors: undefined })
      expect(JSON.parse(JSON.stringify(data))).toEqual(await expected(sql))
      const sent = counts(answer)
      expect(Object.keys(sent).sort()).toEqual(Object.keys(statements).sort())
      for (const [ministry, most] of Object.entries(statements))
        expect(sent[ministry], ministry).toBeLessThanOrEqual(most)
      expect(reported(extensions)).toEqual(sent)
    },
  )

  it('ask each ministry for one statement where they ask one thing of it', async () => {
    const answer = await system.ask('analyst', textOf('land-per-household.graphql'))
    expect(counts(answer)).toEqual({ reference: 1, population: 1, land: 1 })
  })

  it.each(methodNames)(
    'the indicators of %s are answered, of the nation and of provinces',
    async (name) => {
      const { id, document } = methodDocument(name)
      const own = indicators.filter((one) => definitionRow(one)['report'] === id)
      expect(own.length).toBeGreaterThan(0)
      for (const [year, frequency] of [
        ['2026', 'YEAR'],
        ['2026-09', 'MONTH'],
      ] as const) {
        const asked = own.filter((one) => one.frequency === frequency)
        const period = periodOf(year, frequency)
        if (asked.length === 0 || period === undefined) continue
        const { body } = await system.ask('analyst', document, methodVariables(document, period))
        expect(body.errors).toBeUndefined()
        for (const { code, rule, scale, byProvince, method } of asked) {
          if (!('report' in method)) throw new Error('expected a report')
          const { numerator: numeratorPath, denominator: denominatorPath = null } = method
          const reading = { rule, scale, byProvince, numeratorPath, denominatorPath }
          const [nation, ...provinces] = observedIn(body, reading, ['01', '79'])
          expect(nation, code).toMatchObject({ area: 'VN', state: 'KNOWN', reason: null })
          // Among 2,000 people a month may pass without a death.
          expect(nation?.value, code).toBeGreaterThan(code === 'population.deaths' ? -1 : 0)
          const states = provinces.map(({ state }) => state)
          expect(['KNOWN,KNOWN', 'KNOWN,UNDEFINED', 'UNDEFINED,KNOWN'], code).toContain(
            states.join(),
          )
        }
      }
    },
  )

  it('are refused to the other personas before any ministry is asked', async () => {
    const answer = await system.ask('citizen', textOf('land-per-household.graphql'))
    expect(answer.body.errors?.[0]?.extensions['code']).toBe('GRAPHQL_VALIDATION_FAILED')
    expect(counts(answer)).toEqual({})
  })
})

describe('the reports under disclosure control', () => {
  let exact: System
  let controlled: System
  beforeAll(async () => {
    exact = await openSystem({}, withoutControl)
    controlled = await openSystem()
  })
  afterAll(async () => {
    await exact[Symbol.asyncDispose]()
    await controlled[Symbol.asyncDispose]()
  })

  it.each(Object.keys(reports))(
    '%s shows what may be shown, near the exact figures',
    async (name) => {
      const file = `${name}.graphql`
      const ask = (system: System) => system.ask(personaOf(file), textOf(file))
      const [plain, guarded] = [await ask(exact), await ask(controlled)]
      expect(guarded.body.errors).toBeUndefined()
      // Whoever may read the rows sees them counted as they are.
      if (personaOf(file) === 'analyst')
        expect(misfits(plain.body.data, guarded.body.data)).toEqual([])
      else expect(guarded.body.data).toEqual(plain.body.data)
    },
  )
})

/** Statements that the ministries reported in the answer's provenance. */
function reported(extensions: Readonly<Record<string, unknown>> | undefined): unknown {
  const provenance = extensions?.['provenance'] as Record<string, { statements: number }>
  return Object.fromEntries(
    Object.entries(provenance).map(([ministry, { statements }]) => [ministry, statements]),
  )
}
