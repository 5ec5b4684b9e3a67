import type { Command } from './command.ts'
import { askRegistry, printOutcome, registryOptions, wanted } from './registry-client.ts'

export const schemaRetire: Command = Object.freeze<Command>({
  name: 'schema retire',
  line: "Take a ministry's subgraph out, where nobody uses it and the others compose without it.",
  words: [],
  options: {
    name: {
      value: 'NAME',
      what: "the subgraph; the token's agency is the same, or its role operator",
    },
    message: { value: 'TEXT', what: 'why, for the history' },
    ...registryOptions,
  },
  run: async (call) => {
    const name = wanted(call, 'name', 'the name of the subgraph')
    const outcome = await askRegistry(call, {
      method: 'POST',
      path: `subgraphs/${encodeURIComponent(name)}/retire`,
      body: { message: call.values['message'] },
      agency: name,
    })
    if (outcome === undefined) return 1
    printOutcome(call.print, outcome)
    return 0
  },
})
