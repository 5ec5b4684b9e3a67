import { type DocumentNode, GraphQLError, Kind, parse } from 'graphql'
import type { Composable } from './compose.ts'
import { readModel } from './model/read-model.ts'
import type { Problem } from './problem.ts'

/** A ministry's text, as it would be published. */
export interface SubgraphFile {
  readonly name: string
  readonly text: string
  /** As problems name it. */
  readonly file: string
  /** Where the ministry answers unless a setting says otherwise. */
  readonly url: string
}

export type ReadSubgraph =
  | { readonly ok: true; readonly composable: Composable; readonly document: DocumentNode }
  | {
      readonly ok: false
      readonly problems: readonly Problem[]
      /** Absent where the text is no SDL at all. */
      readonly document: DocumentNode | undefined
    }

/** Reads annotated SDL, or Federation 2 SDL of a subgraph that is served by other means than the kit. */
export function readSubgraph({ name, text, file, url }: SubgraphFile): ReadSubgraph {
  const document = parsed(text)
  if (document !== undefined && linksFederation(document))
    return { ok: true, composable: { plain: { name, file, document }, url }, document }
  const read = readModel(name, text, file)
  if (!read.ok) return { ok: false, problems: read.problems, document }
  return { ok: true, composable: { model: read.model, url }, document: read.model.document }
}

function parsed(text: string): DocumentNode | undefined {
  try {
    return parse(text)
  } catch (error) {
    if (error instanceof GraphQLError) return undefined
    throw error
  }
}

/** Annotated SDL never does: the expander adds the link. */
function linksFederation(document: DocumentNode): boolean {
  return document.definitions
    .flatMap((node) =>
      node.kind === Kind.SCHEMA_EXTENSION || node.kind === Kind.SCHEMA_DEFINITION
        ? (node.directives ?? [])
        : [],
    )
    .filter(({ name }) => name.value === 'link')
    .flatMap((directive) => directive.arguments ?? [])
    .some(
      ({ name, value }) =>
        name.value === 'url' &&
        value.kind === Kind.STRING &&
        value.value.startsWith('https://specs.apollo.dev/federation/'),
    )
}
