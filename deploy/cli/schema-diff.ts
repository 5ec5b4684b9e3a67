import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { GraphQLSchema } from 'graphql'
import type { Command } from './command.ts'
import { UsageError } from './usage-error.ts'

export const schemaDiff: Command = Object.freeze<Command>({
  name: 'schema diff',
  line: 'Say how one supergraph (or plain schema) differs from another, for whoever asks through it.',
  words: ['BEFORE', 'AFTER'],
  options: { format: { value: 'FORMAT', what: 'text or json; otherwise text' } },
  run: async ({ words, values, print }) => {
    const format = values['format'] ?? 'text'
    if (format !== 'text' && format !== 'json')
      throw new UsageError(`--format: expected text or json, got ${format}`)
    const [{ changesBetween }, { publishedSchema }] = await Promise.all([
      import('../../schema/diff/changes-between.ts'),
      import('../../schema/diff/published-schema.ts'),
    ])
    const read = async (file: string) => {
      const supergraphSdl = await readFile(resolve(file), 'utf8').catch(() => {
        throw new UsageError(`expected a readable file, got ${JSON.stringify(file)}`)
      })
      return { supergraphSdl, api: schemaOf(file, () => publishedSchema(supergraphSdl)) }
    }
    const [before, after] = [await read(words[0] ?? ''), await read(words[1] ?? '')]
    const changes = await changesBetween(before, after)
    if (format === 'json') print(JSON.stringify(changes, null, 2))
    else {
      for (const { severity, message } of changes) print(`${severity.padEnd(9)}  ${message}`)
      print(`${changes.length} changes`)
    }
    return changes.some(({ severity }) => severity === 'breaking') ? 1 : 0
  },
})

function schemaOf(file: string, read: () => GraphQLSchema): GraphQLSchema {
  try {
    return read()
  } catch (error) {
    throw new Error(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
