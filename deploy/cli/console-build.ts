import { resolve } from 'node:path'
import { pageHome } from '../console/open-page.ts'
import { stateDirectory } from '../local/state-directory.ts'
import type { Command } from './command.ts'

export const consoleBuild: Command = Object.freeze<Command>({
  name: 'console build',
  line: 'Build the page that the gateway serves, where it is missing or stale; start and gateway do so themselves.',
  words: [],
  options: {},
  run: async ({ settings, print }) => {
    const begun = performance.now()
    const { buildPage } = await import('../console/build-page.ts')
    // Of the same mode whether this or the start of PostgreSQL comes first.
    await stateDirectory(resolve(settings.dataDir))
    const { isNew } = await buildPage(pageHome(settings))
    const seconds = ((performance.now() - begun) / 1000).toFixed(1)
    print(isNew ? `console: the page was built in ${seconds} s` : 'console: the page is up to date')
    return 0
  },
})
