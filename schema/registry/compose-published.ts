import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql'
import { compose, type Composable, type Composition } from '../compose.ts'
import { readModel } from '../model/read-model.ts'
import type { Problem } from '../problem.ts'
import type { PublishedSubgraph } from './published-subgraph.ts'

/** The identity by which a Federation 2 subgraph says what it is. */
const federationLink = 'https://specs.apollo.dev/federation/'

/**
 * Composes what is published. Annotated SDL is read and expanded; SDL that links the federation specification itself
 * is taken as it is. The problems of all come back together, under the file `NAME.graphql`.
 */
export function composePublished(subgraphs: readonly PublishedSubgraph[]): Composition {
  const parts: Composable[] = []
  const problems: Problem[] = []
  for (const { name, sdl, url } of subgraphs) {
    const file = `${name}.graphql`
    const plain = federationSubgraph(sdl, file)
    if (plain !== undefined && 'code' in plain) problems.push(plain)
    else if (plain !== undefined) parts.push({ name, url, typeDefs: plain })
    else {
      const read = readModel(name, sdl, file)
      if (read.ok) parts.push({ model: read.model, url })
      else problems.push(...read.problems)
    }
  }
  return problems.length === 0 ? compose(parts) : { ok: false, problems }
}

/** The document of a subgraph that links the federation itself; undefined for annotated SDL. */
function federationSubgraph(sdl: string, file: string): DocumentNode | Problem | undefined {
  if (!sdl.includes(federationLink)) return undefined
  try {
    const document = parse(sdl)
    return document.definitions.some(linksFederation) ? document : undefined
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    const line = error.locations?.[0]?.line
    return {
      code: 'SDL_SYNTAX',
      message: error.message,
      file,
      ...(line === undefined ? {} : { line }),
    }
  }
}

function linksFederation(node: DocumentNode['definitions'][number]): boolean {
  if (node.kind !== Kind.SCHEMA_EXTENSION && node.kind !== Kind.SCHEMA_DEFINITION) return false
  return (node.directives ?? [])
    .filter(({ name }) => name.value === 'link')
    .flatMap((directive) => directive.arguments ?? [])
    .some(
      ({ name, value }) =>
        name.value === 'url' &&
        value.kind === Kind.STRING &&
        value.value.startsWith(federationLink),
    )
}
