import { collectDefaultMetrics } from 'prom-client'
import type { Build } from './build.ts'
import { type Metrics, observe } from './instruments.ts'

/**
 * Metrics of the process itself: processor time, memory, descriptors, event loop and garbage collection, by the names
 * that every dashboard of Node knows; and which build runs. Opened once a process, since the watches have no end.
 */
export function processMetrics(metrics: Metrics, { version, commit, node }: Build): void {
  collectDefaultMetrics({ register: metrics })
  observe(
    metrics,
    {
      name: 'lien_thong_build_info',
      help: 'Which program runs; always 1.',
      labels: ['version', 'commit', 'node'],
    },
    () => [{ labels: { version, commit, node }, value: 1 }],
  )
}
