import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { landReport } from '../chaos/fault.ts'
import { databaseUrl } from '../support/database.ts'
import { openFaultHouse, timeUntil } from '../support/fault-house.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const deadlineMs = 1200
/** Milliseconds beyond the deadline, and until all is normal, on a machine that does other things too. */
const slackMs = 3000
const normalWithinMs = 6000

const faketime = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketime.so.1`)
  .find((path) => existsSync(path))

if (faketime === undefined)
  process.stderr.write(
    'no libfaketime (Debian: libfaketime): the test of a stepped clock is skipped\n',
  )

test.skipIf(faketime === undefined)(
  'a clock that is set back or forth changes no deadline and no pause',
  async () => {
    await using directory = await temporaryDirectory()
    const clock = join(directory.path, 'clock')
    await writeFile(clock, '+0\n')
    await using house = await openFaultHouse({
      databases: databaseUrl,
      environment: {
        LIEN_THONG_DEADLINE_MS: String(deadlineMs),
        LIEN_THONG_BREAKER_FAILURES: '2',
      },
      everywhere: {
        LD_PRELOAD: faketime ?? '',
        FAKETIME_TIMESTAMP_FILE: clock,
        FAKETIME_CACHE_DURATION: '1',
        FAKETIME_DONT_FAKE_MONOTONIC: '1',
      },
    })
    const normalAgain = (): Promise<number> =>
      timeUntil(async () => (await house.ask(landReport)).errors.length === 0)
    await normalAgain()
    for (const step of ['-300', '+300']) {
      // The breaker is open when the clock is set, and a request is under way.
      house.ministry('land').child.kill('SIGSTOP')
      try {
        for (let i = 0; i < 2; i++) await house.ask(landReport)
        const underWay = house.ask(landReport)
        await writeFile(clock, `${step}\n`)
        expect((await underWay).ms).toBeLessThan(deadlineMs + slackMs)
        expect((await house.ask(landReport)).ms).toBeLessThan(deadlineMs + slackMs)
      } finally {
        house.ministry('land').child.kill('SIGCONT')
      }
      expect(await normalAgain()).toBeLessThan(normalWithinMs)
      // A clock that is read anew each second has been set by now.
      await sleep(1100)
      expect((await house.ask(landReport)).errors).toEqual([])
    }
  },
)
