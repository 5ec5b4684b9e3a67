import { openCluster } from '../../deploy/local/cluster.ts'
import { ministryNames } from '../../deploy/ministry-name.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import type { Bench } from './bench.ts'
import { startChild } from './child.ts'
import type { LoadReport } from './load-process.ts'
import { spread } from './spread.ts'

export const dataLoad: Bench = {
  name: 'data-load',
  line: 'synthetic people into five empty databases: people a second, processor time, memory',
  usual: { people: 100_000, rounds: 3 },
  run: async ({ people, rounds }) => {
    const reports: LoadReport[] = []
    for (let round = 0; round < rounds; round++) {
      await using directory = await temporaryDirectory()
      const cluster = await openCluster({ directory: directory.path, log: () => undefined })
      try {
        const urls = ministryNames.map((name) => [
          name,
          cluster.url({ database: name, role: 'owner' }),
        ])
        await using child = await startChild({
          args: ['--import', 'tsx', 'tests/bench/load-process.ts'],
          environment: {
            BENCH_TARGETS: JSON.stringify(Object.fromEntries(urls)),
            BENCH_PEOPLE: String(people),
          },
          until: /report (.*)\n/,
        })
        const report = JSON.parse(child.answer) as LoadReport
        console.log(child.answer)
        reports.push(report)
      } finally {
        await cluster.stop()
      }
    }
    const median = (of: (report: LoadReport) => number): number => spread(reports.map(of)).median
    return [
      {
        name: 'data-load-people',
        value: median(({ rowsSeconds }) => people / rowsSeconds),
        unit: 'people/s',
      },
      {
        name: 'data-load-people-with-keys-and-indexes',
        value: median(({ seconds }) => people / seconds),
        unit: 'people/s',
      },
      {
        name: 'data-load-people-a-processor-second',
        value: median(({ processorSeconds }) => people / processorSeconds),
        unit: 'people/s of processor time of the loading process',
        aim: '≥ 20,000 on one core',
      },
      {
        name: 'data-load-memory',
        value: Math.max(...reports.map(({ megabytes }) => megabytes)),
        unit: 'MB at most',
        aim: '≤ 300',
      },
    ]
  },
}
