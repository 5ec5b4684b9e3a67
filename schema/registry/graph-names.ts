import { type DocumentNode, Kind } from 'graphql'

/** From a graph (a value of `join__Graph`) to the name that the ministry was composed by. */
export function graphNames(supergraph: DocumentNode): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const type of supergraph.definitions) {
    if (type.kind !== Kind.ENUM_TYPE_DEFINITION || type.name.value !== 'join__Graph') continue
    for (const { name, directives } of type.values ?? [])
      for (const directive of directives ?? [])
        for (const argument of directive.arguments ?? [])
          if (argument.name.value === 'name' && argument.value.kind === Kind.STRING)
            names.set(name.value, argument.value.value)
  }
  return names
}
