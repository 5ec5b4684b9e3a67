import { type DocumentNode, Kind, valueFromASTUntyped } from 'graphql'

/** Where each ministry answers as a supergraph says, by name (`@join__graph(name:, url:)`). */
export function ministryAddresses(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.ENUM_TYPE_DEFINITION || type.name.value !== 'join__Graph') continue
    for (const { directives } of type.values ?? [])
      for (const directive of directives ?? []) {
        const given = new Map(
          (directive.arguments ?? []).map(({ name, value }) => [
            name.value,
            String(valueFromASTUntyped(value)),
          ]),
        )
        const [name, url] = [given.get('name'), given.get('url')]
        if (name !== undefined && url !== undefined) found.set(name, url)
      }
  }
  return found
}
