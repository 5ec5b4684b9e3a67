import { readFile } from 'node:fs/promises'
import type { Command } from './command.ts'
import { askRegistry, printOutcome, registryOptions, wanted } from './registry-client.ts'
import { UsageError } from './usage-error.ts'

export const schemaPublish: Command = Object.freeze<Command>({
  name: 'schema publish',
  line: "Publish a ministry's schema to the registry; gateways take it live by themselves.",
  words: [],
  options: {
    name: { value: 'NAME', what: "the subgraph; the token's agency is the same" },
    sdl: { value: 'FILE', what: 'annotated SDL, or the SDL of any Federation 2 subgraph' },
    url: { value: 'URL', what: 'where it answers; otherwise where the live version does' },
    message: { value: 'TEXT', what: 'what changed, for the history' },
    ...registryOptions,
  },
  run: async (call) => {
    const name = wanted(call, 'name', 'the name of the subgraph')
    const file = wanted(call, 'sdl', 'a file with its SDL')
    const { url, message } = call.values
    const sdl = await readFile(file, 'utf8').catch(() => {
      throw new UsageError(`--sdl: expected a readable file, got ${file}`)
    })
    const body = { sdl, url, message }
    const path = `subgraphs/${encodeURIComponent(name)}`
    const outcome = await askRegistry(call, { method: 'PUT', path, body, agency: name })
    if (outcome === undefined) return 1
    printOutcome(call.print, outcome)
    return 0
  },
})
