import { parseArgs } from 'node:util'
import { audit } from './audit.ts'
import { authorise } from './authorise.ts'
import { auditKilled } from './audit-killed.ts'
import { auditVerify } from './audit-verify.ts'
import type { Bench, Figure } from './bench.ts'
import { check } from './check.ts'
import { consoleBench } from './console.ts'
import { dataLoad } from './data-load.ts'
import { disclosure } from './disclosure.ts'
import { entityBatch } from './entity-batch.ts'
import { exportBench } from './export.ts'
import { flood } from './flood.ts'
import { gateway } from './gateway.ts'
import { groups } from './groups.ts'
import { indicatorsBench } from './indicators.ts'
import { init } from './init.ts'
import { live } from './live.ts'
import { load } from './load.ts'
import { memory } from './memory.ts'
import { oversight } from './oversight.ts'
import { persons } from './persons.ts'
import { provinceReport } from './province-report.ts'
import { quality } from './quality.ts'
import { registry } from './registry.ts'
import { rollup } from './rollup.ts'
import { rows } from './rows.ts'
import { start } from './start.ts'
import { traces } from './traces.ts'
import { use } from './use.ts'

const benches: readonly Bench[] = [
  entityBatch,
  rows,
  provinceReport,
  groups,
  rollup,
  quality,
  start,
  memory,
  load,
  dataLoad,
  audit,
  auditVerify,
  auditKilled,
  traces,
  authorise,
  persons,
  oversight,
  exportBench,
  consoleBench,
  disclosure,
  check,
  use,
  gateway,
  flood,
  init,
  registry,
  indicatorsBench,
  live,
]

const picks = [...new Set(benches.flatMap(({ parts = [] }) => parts))]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    people: { type: 'string' },
    rounds: { type: 'string' },
    ...Object.fromEntries(picks.map((part) => [part, { type: 'boolean' } as const])),
  },
})
const [name, ...more] = positionals
const bench = benches.find((one) => one.name === name)
if (bench === undefined || more.length > 0) {
  if (name !== undefined) process.exitCode = 2
  console.log('npm run bench -- NAME [--people N] [--rounds N] [--PART]...\n')
  for (const { name: known, line, usual, parts = [] } of benches) {
    console.log(`  ${known.padEnd(16)}${line} [${usual.people} people, ${usual.rounds} rounds]`)
    if (parts.length > 0) console.log(`${' '.repeat(18)}--${parts.join(' --')}`)
  }
} else {
  const { parts = [], usualParts = parts } = bench
  const given: Readonly<Record<string, unknown>> = values
  const picked = parts.filter((part) => given[part] === true)
  const figures = await bench.run({
    people: count('people', values.people ?? String(bench.usual.people)),
    rounds: count('rounds', values.rounds ?? String(bench.usual.rounds)),
    parts: picked.length > 0 ? picked : usualParts,
  })
  for (const figure of figures) console.log(lineOf(figure))
}

function lineOf({ name: what, value, unit, aim }: Figure): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : value >= 0.1 ? 2 : 3
  return `figure ${what} = ${value.toFixed(digits)} ${unit} (aim ${aim ?? 'none'})`
}

function count(what: string, text: string): number {
  const value = Number(text)
  if (Number.isInteger(value) && value > 0) return value
  throw new Error(`--${what}: expected a whole number above 0, got ${text}`)
}
