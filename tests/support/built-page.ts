import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { pageHome } from '../../deploy/console/open-page.ts'
import { readPage } from '../../deploy/console/read-page.ts'
import { sourceHash } from '../../deploy/console/source-hash.ts'
import type { ConsolePage } from '../../gateway/http/console-page.ts'
import { repositoryRoot } from './command-line.ts'

const dataDir = join(repositoryRoot, '.data')

/** Where `builtPage` builds: a folder for each state of the source. */
export const builtPages = pageHome({ consoleDir: join(dataDir, 'console') })

/** The page as users get it; built in this checkout's own state folder where it is not there yet. */
export async function builtPage(): Promise<ConsolePage> {
  await promisify(execFile)(process.execPath, ['deploy/lien-thong.mjs', 'console', 'build'], {
    cwd: repositoryRoot,
    env: { PATH: process.env['PATH'], LIEN_THONG_DATA_DIR: dataDir },
  })
  const page = await readPage(join(builtPages, (await sourceHash()) ?? ''))
  return { current: () => page }
}
