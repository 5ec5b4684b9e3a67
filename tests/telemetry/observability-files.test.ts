import { readFile } from 'node:fs/promises'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { observeSnapshots } from '../../deploy/snapshots/observe-snapshots.ts'
import { buildOf } from '../../telemetry/build.ts'
import { processMetrics } from '../../telemetry/process-metrics.ts'
import { auditConfig } from '../audit/audited-world.ts'
import { promql } from '../support/promql.ts'
import { type System, openSystem } from '../support/system.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

interface Alert {
  readonly alert: string
  readonly expr: string
  readonly for: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly runbook: string }
}

interface Rules {
  readonly groups: readonly { readonly rules: readonly Alert[] }[]
}

interface Dashboard {
  readonly panels: readonly {
    readonly title: string
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[]
  }[]
}

const file = (name: string) => readFile(new URL(`../../${name}`, import.meta.url), 'utf8')
const alerts = (parse(await file('deploy/observability/alerts.yaml')) as Rules).groups.flatMap(
  ({ rules }) => rules,
)
const { panels } = JSON.parse(await file('deploy/observability/dashboard.json')) as Dashboard

/** Of every series; `le` and `kind` are histograms'. */
const general = ['instance', 'job', 'le']
const known = new Map<string, readonly string[]>([['up', []]])
const bases: string[] = []
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
let system: System
beforeAll(async () => {
  directory = await temporaryDirectory()
  const metrics = new Registry()
  processMetrics(metrics, buildOf(undefined))
  system = await openSystem({
    audit: await auditConfig(directory.path),
    live: { maxReaders: 1, maxReadersOfCaller: 1, pollMs: 1000 },
    scenarios: [],
    telemetry: { metrics, tracing: undefined },
  })
  // Of gateways that write for a data store.
  observeSnapshots(metrics, () => [])
  const page = await metrics.metrics()
  for (const { name, type } of await metrics.getMetricsAsJSON()) {
    const metric = metrics.getSingleMetric(name) as { readonly labelNames?: readonly string[] }
    const own = metric.labelNames ?? []
    bases.push(name)
    expect(page).toContain(`# TYPE ${name} `)
    const names = String(type) === 'histogram' ? ['_bucket', '_count', '_sum'] : ['']
    for (const end of names) known.set(`${name}${end}`, own)
  }
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await directory[Symbol.asyncDispose]()
})

const expressions = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)),
]

test.each(expressions)('%s reads metrics and labels that a running system has', (_name, text) => {
  const { metrics, labels } = promql(text.replaceAll('$__rate_interval', '5m'))
  expect(metrics.length).toBeGreaterThan(0)
  for (const metric of metrics) expect([...known.keys()]).toContain(metric)
  const own = [...general, ...metrics.flatMap((metric) => known.get(metric) ?? [])]
  for (const label of labels) expect(own).toContain(label)
})

test('a metric that there is not, and no PromQL, are noticed', () => {
  expect(known.has(promql('rate(lien_thong_nothing_total[5m])').metrics[0] ?? '')).toBe(false)
  expect(() => promql('sum by (rate(x[5m])')).toThrow('no PromQL')
})

test('labels of legends and summaries are labels of the expression', () => {
  const texts = [
    ...alerts.map(({ expr, annotations }) => [expr, annotations.summary] as const),
    ...panels.flatMap(({ targets }) => targets.map((one) => [one.expr, one.legendFormat] as const)),
  ]
  for (const [expr, text] of texts) {
    const { metrics, labels } = promql(expr.replaceAll('$__rate_interval', '5m'))
    const isGrouped = /\bby \(/.test(expr)
    const own = metrics.flatMap((metric) => known.get(metric) ?? [])
    const there = isGrouped ? labels : [...labels, ...own, ...general]
    for (const [, label = ''] of text.matchAll(/\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}/g))
      expect(there, `${expr}: ${text}`).toContain(label)
  }
})

test('docs/runbook.md has a section for each alert, with its expression, and no other', async () => {
  const page = await file('docs/runbook.md')
  expect([...page.matchAll(/^## (.+)$/gm)].map(([, name]) => name)).toEqual(
    alerts.map(({ alert }) => alert),
  )
  for (const { alert, expr, for: time, labels, annotations } of alerts) {
    expect(page).toContain(`## ${alert}\n\n_${labels.severity}_ · \`${expr}\` for ${time}\n`)
    expect(annotations.runbook).toBe(`docs/runbook.md#${alert.toLowerCase()}`)
  }
  for (const word of ['Means', 'Look at', 'Do'])
    expect(page.match(new RegExp(`^\\*\\*${word}\\.\\*\\* .{20,}`, 'gm'))).toHaveLength(
      alerts.length,
    )
})

test('docs/observability.md lists each metric of this program, with its labels', async () => {
  const page = await file('docs/observability.md')
  const names = bases.filter((name) => /^(lien_thong|db_client|http_server)_/.test(name))
  for (const name of names) expect(page).toContain(`\`${name}\``)
  const listed = [...page.matchAll(/^\| `([a-z_]+)`/gm)].map(([, name = '']) => name)
  for (const name of listed) expect(names).toContain(name)
})

/** In no panel and no alert, with the reason. */
const unshown = new Map([
  ['lien_thong_build_info', 'constant; the dashboard takes its choice of instances from it'],
  ['lien_thong_cache_entries', 'caches are limited by bytes, which are shown with their limits'],
])

test('each metric of the house is in a panel or an alert, or says why in neither', () => {
  const read = new Set(
    expressions.flatMap(([, text]) => promql(text.replaceAll('$__rate_interval', '5m')).metrics),
  )
  const names = bases.filter((name) => name.startsWith('lien_thong_'))
  const without = names.filter(
    (name) => !['', '_bucket', '_count', '_sum'].some((end) => read.has(`${name}${end}`)),
  )
  expect(without).toEqual([...unshown.keys()])
})
