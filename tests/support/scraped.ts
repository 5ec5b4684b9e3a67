import { recordTold } from './run-record.ts'

/** A page of metrics, read. */
export interface Scraped {
  readonly text: string
  /** The value of the one series with these labels and no others; undefined where there is none. */
  value(name: string, labels: Readonly<Record<string, string>>): number | undefined
  /** Names of series, each with the names of its labels. */
  readonly series: ReadonlyMap<string, ReadonlySet<string>>
}

/** Reads a page of metrics in Prometheus's text format. */
export async function scraped(url: string): Promise<Scraped> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`expected metrics, got ${response.status}`)
  const page = await response.text()
  recordTold('metrics', page)
  const values = new Map<string, number>()
  const series = new Map<string, Set<string>>()
  for (const line of page.split('\n')) {
    const [, name = '', list = '', value = ''] = /^([a-z_]\w*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? []
    if (name === '') continue
    const labels = Object.fromEntries(
      [...list.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key = '', text = '']) => [
        key,
        text,
      ]),
    )
    values.set(keyOf(name, labels), Number(value))
    series.set(name, new Set([...(series.get(name) ?? []), ...Object.keys(labels)]))
  }
  return { text: page, series, value: (name, labels) => values.get(keyOf(name, labels)) }
}

function keyOf(name: string, labels: Readonly<Record<string, string>>): string {
  return JSON.stringify([
    name,
    Object.entries(labels)
      .map(([label, value]) => `${label}=${value}`)
      .sort(),
  ])
}
