import { type ASTNode, type DocumentNode, Kind } from 'graphql'

/**
 * A supergraph's text without `for: SECURITY` on its links. ApolloGateway refuses to load a supergraph
 * with links that it cannot enforce; this gateway enforces them itself, by the rules that it reads from
 * the text as it was. The rest of the text stays untouched.
 */
export function withoutSecurityLinks(text: string, supergraph: DocumentNode): string {
  const marks = supergraph.definitions
    .flatMap((node) =>
      node.kind === Kind.SCHEMA_DEFINITION || node.kind === Kind.SCHEMA_EXTENSION
        ? (node.directives ?? [])
        : [],
    )
    .flatMap((directive) => directive.arguments ?? [])
    .filter(
      ({ name, value }) =>
        name.value === 'for' && value.kind === Kind.ENUM && value.value === 'SECURITY',
    )
    .map((node: ASTNode) => node.loc)
    .filter((loc) => loc !== undefined)
  return marks.reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text)
}
