import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { portToKeep } from '../support/port-to-keep.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import type { Bench } from './bench.ts'
import { startChild } from './child.ts'
import { postgresProcesses } from './postgres-processes.ts'
import { residentMegabytes } from './resident-megabytes.ts'
import { spread } from './spread.ts'

const settle = 10_000

export const start: Bench = {
  name: 'start',
  line: 'first and later starts of everything, and its memory at rest',
  usual: { people: 20_000, rounds: 3 },
  run: async ({ people, rounds }) => {
    const first: number[] = []
    const later: number[] = []
    const memory: number[] = []
    const database: number[] = []
    for (let round = 0; round < rounds; round++) {
      await using directory = await temporaryDirectory()
      first.push((await started(directory.path, people)).seconds)
      const again = await started(directory.path, people, settle)
      later.push(again.seconds)
      memory.push(again.memory)
      database.push(again.database)
    }
    for (const [name, values] of Object.entries({ first, later }))
      console.log(`${name}: ${values.map((value) => value.toFixed(1)).join(', ')} s`)
    return [
      { name: 'start-first', value: spread(first).median, unit: 's', aim: '≤ 30' },
      { name: 'start-later', value: spread(later).median, unit: 's', aim: '≤ 8' },
      { name: 'memory-start', value: spread(memory).median, unit: 'MB' },
      { name: 'memory-start-postgresql', value: spread(database).median, unit: 'MB' },
    ]
  },
}

async function started(directory: string, people: number, rest = 0) {
  const began = performance.now()
  await using child = await startChild({
    args: ['deploy/lien-thong.mjs', 'start'],
    environment: {
      LIEN_THONG_DATA_DIR: directory,
      LIEN_THONG_CONSOLE: 'off',
      LIEN_THONG_PEOPLE: String(people),
      LIEN_THONG_LOG_LEVEL: 'error',
      PORT: String(await portToKeep()),
    },
    until: /is ready/,
  })
  const seconds = (performance.now() - began) / 1000
  await after(rest)
  return {
    seconds,
    memory: residentMegabytes([child.pid]),
    database: residentMegabytes(postgresProcesses(postmasterIn(directory))),
  }
}

function postmasterIn(directory: string): number {
  const { home = directory } = JSON.parse(
    readFileSync(join(directory, 'cluster.json'), 'utf8'),
  ) as { home?: string }
  return Number(readFileSync(join(home, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
}
