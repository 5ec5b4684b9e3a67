import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openCluster } from '../../deploy/local/cluster.ts'
import { ensureJournal } from '../../gateway/audit/ensure-journal.ts'
import { verifiedExport } from '../audit/verified-export.ts'
import { answersNotRecorded } from '../support/answers-recorded.ts'
import { killedGateways } from '../support/killed-gateways.ts'
import type { Bench } from './bench.ts'

export const auditKilled: Bench = {
  name: 'audit-killed',
  line: 'kill -9 the gateway under load: does every answer have its two records, and does the chain verify?',
  usual: { people: 50, rounds: 20 },
  run: async ({ people: atOnce, rounds }) => {
    const cluster = await openCluster({
      directory: join('.data', 'bench', 'killed'),
      log: () => undefined,
    })
    try {
      await ensureJournal(cluster.url({ database: 'gateway', role: 'owner' }))
      const gatewayName = `killed-${randomUUID()}`
      const reader = cluster.url({ database: 'gateway', role: 'reader' })
      await using killed = await killedGateways({
        rounds,
        journalUrl: cluster.url({ database: 'gateway', role: 'writer' }),
        gatewayName,
        atOnce,
        answersEach: 500,
      })
      const missing = await answersNotRecorded(reader, gatewayName, killed.answers)
      const result = await verifiedExport({ gatewayName, key: killed.key }, reader)
      console.log(
        `${rounds} times killed, ${atOnce} at once: ${killed.answers.length} answers, ` +
          `${killed.lost} requests lost; ${result.records} records in ${result.chains} chains, ` +
          `${result.checkpoints} checkpoints, ${result.unanswered} requests without an outcome`,
      )
      for (const problem of result.problems) console.log(JSON.stringify(problem))
      return [
        { name: 'audit-killed-answers', value: killed.answers.length, unit: 'answers' },
        { name: 'audit-killed-unrecorded', value: missing.length, unit: 'answers', aim: '0' },
        { name: 'audit-killed-problems', value: result.problemCount, unit: 'problems', aim: '0' },
      ]
    } finally {
      await cluster.stop()
    }
  },
}
