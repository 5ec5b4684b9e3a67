import { parser } from '@prometheus-io/lezer-promql'

/** What an expression of PromQL reads. */
export interface ReadByExpression {
  readonly metrics: readonly string[]
  /** Labels that it selects or groups by. */
  readonly labels: readonly string[]
}

/** Reads an expression by Prometheus's own grammar. Throws where it is none. */
export function promql(expression: string): ReadByExpression {
  const metrics = new Set<string>()
  const labels = new Set<string>()
  parser.parse(expression).iterate({
    enter({ type, name, from, to }) {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expression}`)
      const text = expression.slice(from, to)
      if (name === 'Identifier') metrics.add(text)
      if (name === 'LabelName') labels.add(text)
    },
  })
  return { metrics: [...metrics], labels: [...labels] }
}
