import { chmod, chown, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { reachable } from '../../deploy/local/reachable.ts'
import { type Launched, launch, processesOf, repositoryRoot } from '../support/command-line.ts'
import { copyRepository } from '../support/repository-copy.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const nobody = 65_534
const isRoot = process.getuid?.() === 0
const canSwitch =
  isRoot &&
  (await reachable(join(repositoryRoot, 'package.json'), { uid: nobody, gid: nobody }, 'read')) &&
  (await reachable(process.execPath, { uid: nobody, gid: nobody }, 'read'))
const asOrdinaryUser = test.runIf(canSwitch)

/** Starts, answers, stops, and leaves nothing running. */
async function runsOnce(started: Launched, directory: string): Promise<void> {
  const [, url] = await started.said(/GraphQL +(http:\S+)\/graphql/)
  const response = await fetch(`${url}/ready`)
  expect(await response.json()).toMatchObject({ status: 'ready' })
  started.child.kill('SIGINT')
  expect((await started.ended).code).toBe(0)
  expect(await processesOf(directory)).toEqual([])
}

asOrdinaryUser('an ordinary user starts it (needs root to become one)', async () => {
  await using parent = await temporaryDirectory()
  await chown(parent.path, nobody, nobody)
  const directory = join(parent.path, 'new', 'data')
  await using started = launch(['start'], { directory, uid: nobody })
  await runsOnce(started, directory)
})

asOrdinaryUser('what another account made is not taken over, and that is said', async () => {
  await using parent = await temporaryDirectory()
  const directory = join(parent.path, 'data')
  await mkdir(directory, { mode: 0o777 })
  await chmod(directory, 0o777)
  await writeFile(join(directory, 'cluster.json'), '{}', { mode: 0o600 })
  await using started = launch(['start'], { directory, uid: nobody })
  const { code, err } = await started.ended
  expect(code).toBe(1)
  expect(err).toMatch(
    /cluster\.json cannot be read \(EACCES\): start as the account that made it\n$/,
  )
})

asOrdinaryUser('a data folder that may not be written to is told in one line', async () => {
  await using parent = await temporaryDirectory()
  for (const directory of [parent.path, join(parent.path, 'data')]) {
    await using started = launch(['start'], { directory, uid: nobody })
    const { code, err } = await started.ended
    expect(code).toBe(1)
    expect(err).toBe(
      `lien-thong: ${directory} cannot be the data folder (EACCES); ` +
        'set LIEN_THONG_DATA_DIR to a folder that this account may write to\n',
    )
  }
})

test('a file in place of the data folder is told in one line', async () => {
  await using parent = await temporaryDirectory()
  const file = join(parent.path, 'file')
  await writeFile(file, '')
  for (const [directory, reason] of [
    [file, 'EEXIST'],
    [join(file, 'data'), 'ENOTDIR'],
  ] as const) {
    await using started = launch(['start'], { directory })
    const { code, err } = await started.ended
    expect({ code, lines: err.split('\n').length }).toEqual({ code: 1, lines: 2 })
    expect(err).toContain(`${directory} cannot be the data folder (${reason})`)
  }
})

test.runIf(isRoot)('root starts a clone that no other account can enter', async () => {
  await using parent = await temporaryDirectory()
  await chmod(parent.path, 0o700)
  const root = join(parent.path, 'clone')
  await copyRepository(root, 'embedded-postgres')
  const directory = join(root, '.data')
  for (let start = 0; start < 2; start += 1) {
    await using started = launch(['start'], { directory, root })
    await runsOnce(started, directory)
  }
  const state = await readFile(join(directory, 'cluster.json'), 'utf8')
  const { home } = JSON.parse(state) as { home: string }
  expect(await processesOf(home)).toEqual([])
  expect(home).toMatch(/\/lien-thong-[0-9a-f]{12}$/)
  await rm(home, { recursive: true })
})
