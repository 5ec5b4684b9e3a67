import type { Command } from './command.ts'
import {
  askRegistry,
  printOutcome,
  registryOptions,
  wanted,
  wantedVersion,
} from './registry-client.ts'

export const schemaApprove: Command = Object.freeze<Command>({
  name: 'schema approve',
  line: 'Let a version go live that another publisher of the ministry handed in.',
  words: [],
  options: {
    name: { value: 'NAME', what: "the subgraph; the token's agency is the same" },
    version: { value: 'N', what: 'the version that waits' },
    ...registryOptions,
  },
  run: async (call) => {
    const name = wanted(call, 'name', 'the name of the subgraph')
    const version = wantedVersion(call)
    const path = `subgraphs/${encodeURIComponent(name)}/versions/${version}/approve`
    const outcome = await askRegistry(call, { method: 'POST', path, body: {}, agency: name })
    if (outcome === undefined) return 1
    printOutcome(call.print, outcome)
    return 0
  },
})
