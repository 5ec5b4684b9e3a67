import { readFile, rename, writeFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import type { Command } from './command.ts'

export const schemaCompose: Command = Object.freeze<Command>({
  name: 'schema compose',
  line: 'Compose the ministries into one supergraph; a running gateway takes it over by itself.',
  words: [],
  options: {
    out: {
      value: 'FILE',
      what: 'where to write; otherwise schema/supergraph.graphql of this house',
    },
  },
  run: async ({ values, print }) => {
    const [{ composeFiles }, { problemText }, { ministryFiles }, { committedSupergraph }] =
      await Promise.all([
        import('../../schema/compose-files.ts'),
        import('../../schema/problem.ts'),
        import('../ministries.ts'),
        import('../gateway-config.ts'),
      ])
    const composed = composeFiles(ministryFiles)
    if (!composed.ok) {
      for (const problem of composed.problems) print(problemText(problem))
      print(`${composed.problems.length} problems, nothing written`)
      return 1
    }
    const out = values['out']
    const file = out === undefined ? committedSupergraph : resolve(out)
    const isSame = (await textOf(file)) === composed.supergraphSdl
    if (!isSame) await written(file, composed.supergraphSdl)
    print(`${relative(process.cwd(), file)}: ${isSame ? 'up to date' : 'written'}`)
    return 0
  },
})

async function textOf(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch(() => undefined)
}

/** Whole or not at all: a gateway may be reading it. */
async function written(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}`
  await writeFile(draft, text)
  await rename(draft, file)
}
