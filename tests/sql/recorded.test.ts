import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { allRows, noRows } from '../../auth/row-scope.ts'
import { ministries } from '../../deploy/ministries.ts'
import { databaseUrl } from '../support/database.ts'
import { servedMinistry, type ServedForTest } from '../support/served-ministry.ts'

const folder = new URL('recorded/', import.meta.url)
const queries = readdirSync(folder)
  .filter((name) => name.endsWith('.graphql'))
  .map((name) => name.replace('.graphql', ''))
const served = new Map<string, ServedForTest>()

afterAll(async () => {
  for (const one of served.values()) await one[Symbol.asyncDispose]()
})

async function serving(name: string, rollups: boolean): Promise<ServedForTest> {
  const ministry = ministries.find((one) => one.name === name)
  if (ministry === undefined) throw new Error(`expected a ministry, got ${name}`)
  const key = `${name} ${rollups}`
  // Rollups are asked by an analyst, whose figures are exact here: control has statements of its own.
  const use = rollups
    ? { rollups: { maxAgeMs: 86_400_000, checkMs: 86_400_000 }, profileOf: () => undefined }
    : {}
  const known =
    served.get(key) ?? (await servedMinistry(ministry, databaseUrl(name, 'reader'), use))
  served.set(key, known)
  return known
}

/** One clause a line, so that a change of the SQL is a change of few lines. */
function laidOut(text: string): string {
  return text.replace(
    / (FROM(?= "| unnest)|WHERE|GROUP BY|HAVING|ORDER BY|LIMIT|CROSS JOIN LATERAL|LEFT JOIN)\b/g,
    '\n$1',
  )
}

test.each(queries)('%s sends the SQL that was reviewed', async (name) => {
  const query = readFileSync(new URL(`${name}.graphql`, folder), 'utf8')
  const [, ministry = ''] = /^# Ministry: (\S+)/.exec(query) ?? []
  const [, province] = /^# Province: (\S+)/m.exec(query) ?? []
  // Statistics alone, so that disclosure control asks what it needs.
  const [, counted] = /^# Counted: (\S+)/m.exec(query) ?? []
  const scope =
    province === undefined
      ? counted === undefined
        ? {}
        : { grants: { [counted]: allRows, 'reference:catalogue:read': allRows } }
      : {
          grants: Object.fromEntries(
            ['land:parcel:read', 'land:parcel:stats', 'reference:catalogue:read'].map((one) => [
              one,
              { ...noRows, provinces: [province] },
            ]),
          ),
        }
  const rollups = /^# Rollups$/m.test(query)
  const reply = await (
    await serving(ministry, rollups)
  ).ask({
    query,
    ...scope,
    // For whom a compartment is open, no rollup answers.
    ...(rollups ? { as: { role: 'analyst' } as const } : {}),
  })
  expect(reply.errors).toEqual([])
  const recorded = reply.statements
    .map(({ text, values }) => `${laidOut(text)};\n-- ${JSON.stringify(values)}\n`)
    .join('\n')
  await expect(recorded).toMatchFileSnapshot(`recorded/${name}.sql`)
})
