import { readFile } from 'node:fs/promises'
import { Kind, parse } from 'graphql'
import { rootName } from '../../schema/init/taken-names.ts'
import { committedSupergraph } from '../gateway-config.ts'

/** Types and root fields of the supergraph of this house, which another ministry's must not be called like. */
export async function publishedNames(): Promise<readonly string[]> {
  const document = parse(await readFile(committedSupergraph, 'utf8'), { noLocation: true })
  return document.definitions.flatMap((node) => {
    if (!('name' in node) || node.name === undefined || node.kind === Kind.DIRECTIVE_DEFINITION)
      return []
    const isQuery = node.kind === Kind.OBJECT_TYPE_DEFINITION && node.name.value === 'Query'
    const roots = isQuery ? (node.fields ?? []) : []
    return [node.name.value, ...roots.map(({ name }) => rootName(name.value))]
  })
}
