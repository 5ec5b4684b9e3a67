import { readFile } from 'node:fs/promises'
import { problemText } from '../../schema/problem.ts'
import type { PublishVerdict } from '../../schema/registry/check-publish.ts'
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
    check: { what: 'say what would become of it, and publish nothing' },
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
    if (call.switches.has('check')) {
      const verdict = await askRegistry(call, {
        method: 'POST',
        path: `${path}/check`,
        body,
        agency: name,
      })
      return printVerdict(call.print, verdict)
    }
    const outcome = await askRegistry(call, { method: 'PUT', path, body, agency: name })
    if (outcome === undefined) return 1
    printOutcome(call.print, outcome)
    return 0
  },
})

function printVerdict(print: (line: string) => void, verdict: unknown): number {
  if (verdict === undefined) return 1
  const { problems, notes } = verdict as PublishVerdict
  for (const problem of problems) print(problemText(problem))
  for (const note of notes) print(`note: ${note}`)
  print(
    problems.length === 0 ? 'it would go live' : `${problems.length} problems, it would be refused`,
  )
  return problems.length === 0 ? 0 : 1
}
