import { type DocumentNode, Kind } from 'graphql'
import { directiveArguments } from './directive-arguments.ts'

/** The enums of a file: what the database says for each value, which is its name unless `@value` says otherwise. */
export function readEnums(
  document: DocumentNode,
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  return new Map(
    document.definitions.flatMap((node) =>
      node.kind === Kind.ENUM_TYPE_DEFINITION
        ? [
            [
              node.name.value,
              new Map(
                (node.values ?? []).map((value) => {
                  const text = directiveArguments(value, 'value')[0]?.['text']
                  return [value.name.value, typeof text === 'string' ? text : value.name.value]
                }),
              ),
            ] as const,
          ]
        : [],
    ),
  )
}
