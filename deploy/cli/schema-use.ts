import { markdownTable } from '../../schema/markdown-table.ts'
import type { DeprecatedUse, MinistryUse } from '../../schema/use/ministry-use.ts'
import type { Command } from './command.ts'
import { askRegistry, registryOptions, wanted } from './registry-client.ts'
import { UsageError } from './usage-error.ts'

export const schemaUse: Command = Object.freeze<Command>({
  name: 'schema use',
  line: "Say who uses what of a ministry's schema, and who still uses what is deprecated; for its publisher.",
  words: [],
  options: {
    name: { value: 'NAME', what: "the subgraph; the token's agency is the same" },
    days: { value: 'N', what: 'the last N days, 1 to 400; otherwise as the registry judges by' },
    format: { value: 'FORMAT', what: 'text or json (for schema check --use); otherwise text' },
    ...registryOptions,
  },
  run: async (call) => {
    const name = wanted(call, 'name', 'the name of the subgraph')
    const { days, format = 'text' } = call.values
    if (format !== 'text' && format !== 'json')
      throw new UsageError(`--format: expected text or json, got ${format}`)
    if (days !== undefined && !/^[1-9]\d{0,2}$/.test(days))
      throw new UsageError(`--days: expected a whole number, 1 to 400, got ${days}`)
    const answer = await askRegistry(call, {
      method: 'GET',
      path: `subgraphs/${encodeURIComponent(name)}/use${days === undefined ? '' : `?days=${days}`}`,
      agency: name,
    })
    if (answer === undefined) return 1
    // The registry's own answer; a word that it does not have reads as undefined.
    const use = answer as MinistryUse
    if (format === 'json') call.print(JSON.stringify(use, null, 2))
    else for (const line of linesOf(use)) call.print(line)
    return 0
  },
})

function linesOf({ days, uses, deprecated }: MinistryUse): readonly string[] {
  const rows = uses.map(({ coordinate, consumer, requests, lastDay }) => [
    coordinate,
    consumer,
    String(requests),
    lastDay,
  ])
  const table =
    rows.length === 0
      ? []
      : [markdownTable([['coordinate', 'consumer', 'requests', 'last on'], ...rows]).trimEnd(), '']
  return [...table, ...deprecated.map(deprecatedLine), `${rows.length} uses in ${days} days`]
}

function deprecatedLine({ coordinate, until, uses }: DeprecatedUse): string {
  const who = uses.map(({ consumer, requests }) => `${consumer} (${requests})`).join(', ')
  const when = until === undefined ? '' : ` until ${until}`
  return `${coordinate} is deprecated${when}: ${who === '' ? 'nobody uses it' : `still used by ${who}`}`
}
