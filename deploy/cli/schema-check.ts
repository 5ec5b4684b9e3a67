import type { Command } from './command.ts'

export const schemaCheck: Command = Object.freeze<Command>({
  name: 'schema check',
  line: "Check every ministry's schema.graphql, alone and together; problems as file:line: message.",
  words: [],
  options: {},
  run: async ({ print }) => {
    const [{ composeFiles }, { problemText }, { ministryFiles }] = await Promise.all([
      import('../../schema/compose-files.ts'),
      import('../../schema/problem.ts'),
      import('../ministries.ts'),
    ])
    const composed = composeFiles(ministryFiles)
    if (composed.ok) {
      print(`${ministryFiles.length} subgraphs, no problem`)
      return 0
    }
    for (const problem of composed.problems) print(problemText(problem))
    print(`${composed.problems.length} problems`)
    return 1
  },
})
