import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** The metrics of one process. */
export type Metrics = Registry

/** One metric by its name, with all of its labels. Values of labels are from closed lists, never a caller's text. */
export interface MetricSpec<Label extends string> {
  readonly name: string
  readonly help: string
  readonly labels: readonly Label[]
}

export interface Sample<Label extends string> {
  readonly labels: Readonly<Record<Label, string>>
  readonly value: number
}

/** Seconds: what OpenTelemetry's semantic conventions advise for durations of requests. */
export const requestSeconds: readonly number[] = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
]
/** Seconds: the same, for statements of a database. */
export const statementSeconds: readonly number[] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

/** The counter of that name; made when it is first asked for, since several parts of a process may count into it. */
export function counterOf<Label extends string>(
  metrics: Metrics,
  { name, help, labels }: MetricSpec<Label>,
): Counter<Label> {
  const known = metrics.getSingleMetric(name)
  if (known instanceof Counter) return known
  return new Counter({ name, help, labelNames: labels, registers: [metrics] })
}

/** The histogram of that name, in seconds. */
export function histogramOf<Label extends string>(
  metrics: Metrics,
  { name, help, labels }: MetricSpec<Label>,
  buckets: readonly number[] = requestSeconds,
): Histogram<Label> {
  const known = metrics.getSingleMetric(name)
  if (known instanceof Histogram) return known
  return new Histogram({
    name,
    help,
    labelNames: labels,
    buckets: [...buckets],
    registers: [metrics],
  })
}

type Read<Label extends string> = () => Iterable<Sample<Label>>
type Reads = Map<string, Set<Read<string>>>

const observed = new WeakMap<Metrics, Reads>()

/**
 * Reads a state whenever metrics are asked for, and never otherwise. Several parts may read into one name; answers how
 * one stops. A `counter` is a state that only grows, or begins anew.
 */
export function observe<Label extends string>(
  metrics: Metrics,
  spec: MetricSpec<Label>,
  read: Read<Label>,
  kind: 'gauge' | 'counter' = 'gauge',
): () => void {
  const all: Reads = observed.get(metrics) ?? new Map()
  observed.set(metrics, all)
  // Samples are handed on with the labels that their spec names.
  const reads = (all.get(spec.name) ?? new Set<Read<Label>>()) as Set<Read<Label>>
  if (!all.has(spec.name)) {
    all.set(spec.name, reads)
    open(metrics, spec, reads, kind)
  }
  reads.add(read)
  return () => void reads.delete(read)
}

function open<Label extends string>(
  metrics: Metrics,
  { name, help, labels }: MetricSpec<Label>,
  reads: ReadonlySet<Read<Label>>,
  kind: 'gauge' | 'counter',
): void {
  const options = { name, help, labelNames: labels, registers: [metrics] }
  const samples = (): readonly Sample<Label>[] => [...reads].flatMap((read) => [...read()])
  if (kind === 'gauge') {
    const gauge: Gauge<Label> = new Gauge({
      ...options,
      collect: () => {
        gauge.reset()
        for (const one of samples()) gauge.inc(one.labels, one.value)
      },
    })
    return
  }
  const counter: Counter<Label> = new Counter({
    ...options,
    collect: () => {
      counter.reset()
      for (const one of samples()) counter.inc(one.labels, one.value)
    },
  })
}
