import type { Call, Command } from './command.ts'
import { askRegistry, registryOptions } from './registry-client.ts'
import { UsageError } from './usage-error.ts'

export const schemaHistory: Command = Object.freeze<Command>({
  name: 'schema history',
  line: 'List what went live, newest first; of one subgraph its versions, or the difference of two.',
  words: [],
  options: {
    name: { value: 'NAME', what: 'one subgraph; otherwise the releases of all' },
    diff: {
      value: 'A..B',
      what: "two of its versions: the difference, for its own publisher's token",
    },
    limit: { value: 'N', what: 'lines, 1 to 100; otherwise 20' },
    ...registryOptions,
  },
  run: async (call) => {
    const { name, diff, limit = '20' } = call.values
    if (name === undefined) {
      if (diff !== undefined) throw new UsageError('--diff: expected --name too')
      return await printed(call, `releases?limit=${encodeURIComponent(limit)}`, releaseLines)
    }
    const path = `subgraphs/${encodeURIComponent(name)}`
    if (diff === undefined)
      return await printed(
        call,
        `${path}/versions?limit=${encodeURIComponent(limit)}`,
        versionLines,
      )
    const [, from, to] = /^(\d+)\.\.(\d+)$/.exec(diff) ?? []
    if (from === undefined || to === undefined)
      throw new UsageError(`--diff: expected two versions as 3..4, got ${diff}`)
    return await printed(call, `${path}/diff?from=${from}&to=${to}`, (text) =>
      text === '' ? ['no difference'] : [String(text).trimEnd()],
    )
  },
})

async function printed(
  call: Call,
  path: string,
  linesOf: (body: unknown) => readonly string[],
): Promise<number> {
  const { name } = call.values
  const agency = name === undefined ? {} : { agency: name }
  const body = await askRegistry(call, { method: 'GET', path, ...agency })
  if (body === undefined) return 1
  for (const line of linesOf(body)) call.print(line)
  return 0
}

interface Release {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly subgraph: string
  readonly version: number
  readonly actor: string
  readonly message: string | null
}

function releaseLines(body: unknown): readonly string[] {
  const { releases } = body as { readonly releases: readonly Release[] }
  if (releases.length === 0) return ['nothing was published yet']
  return releases.map(({ seq, at, kind, subgraph, version, actor, message }) =>
    [`release ${seq}`, at, kind, `${subgraph} ${version}`, `by ${actor}`, ...said(message)].join(
      '  ',
    ),
  )
}

interface Version {
  readonly version: number
  readonly at: string
  readonly publisher: string
  /** Absent for whoever may not know it. */
  readonly url?: string
  readonly hash: string
  readonly approvers: readonly string[]
  readonly released: boolean
  readonly message: string | null
}

function versionLines(body: unknown): readonly string[] {
  const { versions } = body as { readonly versions: readonly Version[] }
  if (versions.length === 0) return ['no version was published yet']
  return versions.map(({ version, at, publisher, url, hash, approvers, released, message }) =>
    [
      `version ${version}`,
      at,
      `by ${publisher}`,
      ...(approvers.length === 0 ? [] : [`approved by ${approvers.join(', ')}`]),
      [url ?? '(address not shown)', ...(released ? [] : ['(waits for approval)'])].join(' '),
      hash.slice(0, 12),
      ...said(message),
    ].join('  '),
  )
}

function said(message: string | null): readonly string[] {
  return message === null ? [] : [JSON.stringify(message)]
}
