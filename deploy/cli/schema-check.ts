import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SchemaCheck } from '../../schema/check/check-schema.ts'
import type { PublishVerdict } from '../../schema/registry/check-publish.ts'
import type { SubgraphFile } from '../../schema/read-subgraph.ts'
import type { UseReport } from '../../schema/use/field-use.ts'
import type { Call, Command } from './command.ts'
import { askRegistry, registryOptions } from './registry-client.ts'
import { reportFormat, reportOption } from './report-option.ts'
import { UsageError } from './usage-error.ts'

export const schemaCheck: Command = Object.freeze<Command>({
  name: 'schema check',
  line: 'Check schemas, alone and together, and against what is published and used.',
  words: [],
  options: {
    sdl: {
      value: 'FILE',
      what: "one ministry's schema, put among those of this house; otherwise all of them as they are",
    },
    name: { value: 'NAME', what: 'the name of that ministry' },
    against: {
      value: 'FILE or URL',
      what: 'the supergraph that is published: what would break is a problem; or a registry, which judges as at a publish',
    },
    use: {
      value: 'FILE',
      what: 'who uses it (schema use --format json); otherwise everything counts as used',
    },
    days: {
      value: 'N',
      what: 'use of the last N days by which a registry judges, 1 to 400; otherwise as it usually does',
    },
    url: {
      value: 'URL',
      what: 'where the subgraph answers, for a registry; otherwise where the live version does',
    },
    token: registryOptions.token,
    'token-file': registryOptions['token-file'],
    format: reportOption,
  },
  run: async (call) => {
    const { values, print } = call
    const output = reportFormat(call)
    const [{ checkSchema }, { checkReport, reportLines }] = await Promise.all([
      import('../../schema/check/check-schema.ts'),
      import('../../schema/check/check-report.ts'),
    ])
    const only = nameOf(call)
    const against = values['against']
    if (against !== undefined && /^https?:\/\//.test(against)) {
      const judged = await judgedBy(call, against, only)
      if (judged === undefined) return 1
      for (const line of reportLines(checkReport(judged), output)) print(line)
      return judged.problems.length === 0 ? 0 : 1
    }
    for (const option of ['days', 'url', 'token', 'token-file'])
      if (values[option] !== undefined)
        throw new UsageError(`--${option}: expected --against with the address of a registry`)
    const report = checkReport(
      await checkSchema({
        subgraphs: await subgraphsOf(only, values['sdl']),
        only,
        published: against === undefined ? undefined : await textOf('against', against),
        use: await useOf(values['use']),
      }),
    )
    for (const line of reportLines(report, output)) print(line)
    return report.ok ? 0 : 1
  },
})

/** The registry's verdict; undefined where it gives none, for reasons that were printed. */
async function judgedBy(
  call: Call,
  registry: string,
  name: string | undefined,
): Promise<Pick<SchemaCheck, 'problems' | 'notes' | 'changes'> | undefined> {
  const { values } = call
  if (name === undefined)
    throw new UsageError('--name: expected the subgraph that a registry judges')
  if (values['use'] !== undefined) throw new UsageError('--use: a registry knows who uses what')
  const sdl = await textOf('sdl', values['sdl'] ?? '')
  const verdict = await askRegistry(call, {
    method: 'POST',
    path: `subgraphs/${encodeURIComponent(name)}/check`,
    body: { sdl, url: values['url'], days: daysOf(call) },
    agency: name,
    registry,
  })
  if (verdict === undefined) return undefined
  // The registry's own answer.
  return { ...(verdict as PublishVerdict), changes: [] }
}

function daysOf({ values: { days } }: Call): number | undefined {
  if (days === undefined || /^[1-9]\d{0,2}$/.test(days))
    return days === undefined ? days : Number(days)
  throw new UsageError(`--days: expected a whole number, 1 to 400, got ${days}`)
}

function nameOf({ values }: Call): string | undefined {
  const { name, sdl } = values
  if (name === undefined && sdl !== undefined)
    throw new UsageError('--name: expected the name of the ministry whose --sdl this is')
  if (name !== undefined && !/^[a-z][a-z0-9-]{0,62}$/.test(name))
    throw new UsageError(`--name: expected lower-case letters, digits and hyphens, got ${name}`)
  if (name !== undefined && sdl === undefined)
    throw new UsageError('--sdl: expected the file of the ministry that --name names')
  return name
}

/** The ministries of this house, one of them replaced by, or joined by, the file. */
async function subgraphsOf(
  name: string | undefined,
  sdl: string | undefined,
): Promise<readonly SubgraphFile[]> {
  const { ministryFiles } = await import('../ministries.ts')
  const house = await Promise.all(
    ministryFiles
      .filter((ministry) => ministry.name !== name)
      .map(async ({ file, ...rest }) => ({ ...rest, file, text: await readFile(file, 'utf8') })),
  )
  if (name === undefined || sdl === undefined) return house
  const url =
    ministryFiles.find((ministry) => ministry.name === name)?.url ?? `http://${name}/graphql`
  return [...house, { name, url, file: sdl, text: await textOf('sdl', sdl) }]
}

async function useOf(file: string | undefined): Promise<UseReport | undefined> {
  if (file === undefined) return undefined
  const { readUseReport } = await import('../../schema/use/read-use-report.ts')
  const read = readUseReport(await textOf('use', file))
  if (read === undefined)
    throw new UsageError(`--use: expected the answer of schema use in ${file}`)
  return read
}

async function textOf(option: string, file: string): Promise<string> {
  return await readFile(resolve(file), 'utf8').catch(() => {
    throw new UsageError(`--${option}: expected a readable file, got ${JSON.stringify(file)}`)
  })
}
