import type { Command } from './command.ts'
import {
  askRegistry,
  printOutcome,
  registryOptions,
  wanted,
  wantedVersion,
} from './registry-client.ts'

export const schemaRollback: Command = Object.freeze<Command>({
  name: 'schema rollback',
  line: "Make an earlier version of a ministry's schema live again.",
  words: [],
  options: {
    name: {
      value: 'NAME',
      what: "the subgraph; the token's agency is the same, or its role operator",
    },
    version: { value: 'N', what: 'a version that was live once (schema history)' },
    message: { value: 'TEXT', what: 'why, for the history' },
    ...registryOptions,
  },
  run: async (call) => {
    const name = wanted(call, 'name', 'the name of the subgraph')
    const version = wantedVersion(call)
    const outcome = await askRegistry(call, {
      method: 'POST',
      path: `subgraphs/${encodeURIComponent(name)}/rollback`,
      body: { version, message: call.values['message'] },
      agency: name,
    })
    if (outcome === undefined) return 1
    printOutcome(call.print, outcome)
    return 0
  },
})
