import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { verifiedExport } from '../audit/verified-export.ts'
import { answersNotRecorded } from '../support/answers-recorded.ts'
import { databaseUrl } from '../support/database.ts'
import { killedGateways } from '../support/killed-gateways.ts'

const rounds = 3

test('a gateway that is killed under load has recorded every answer that it gave', async () => {
  const gatewayName = `killed-${randomUUID()}`
  await using killed = await killedGateways({
    rounds,
    journalUrl: databaseUrl('gateway', 'writer'),
    gatewayName,
    atOnce: 30,
    answersEach: 100,
  })
  expect(killed.answers.length).toBeGreaterThanOrEqual(rounds * 100)
  expect(killed.lost).toBeGreaterThan(0)
  const reader = databaseUrl('gateway', 'reader')
  expect(await answersNotRecorded(reader, gatewayName, killed.answers)).toEqual([])
  const verification = await verifiedExport({ gatewayName, key: killed.key }, reader)
  expect(verification).toMatchObject({ problems: [], chains: rounds })
  // At most what was under way when each was killed.
  expect(verification.unanswered).toBeLessThanOrEqual(rounds * 30)
})
