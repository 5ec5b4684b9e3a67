import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { SubgraphFile } from '../../schema/read-subgraph.ts'
import type { UseReport } from '../../schema/use/field-use.ts'
import type { Call, Command } from './command.ts'
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
      value: 'FILE',
      what: 'the supergraph that is published: what would break is a problem',
    },
    use: {
      value: 'FILE',
      what: 'who uses it (schema use --format json); otherwise everything counts as used',
    },
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
