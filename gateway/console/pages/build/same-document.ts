import { Kind, visit } from 'graphql'
import { parsedDocument } from '../../editor/operations-of.ts'

/** Whether two texts ask the same, in whatever order what is asked stands, and hold the same number of comments. */
export function sameDocument(one: string, other: string): boolean {
  return canonical(one) === canonical(other) && commentsIn(one) === commentsIn(other)
}

function canonical(text: string): string | undefined {
  const document = parsedDocument(text)
  if (document === undefined) return undefined
  const plain = visit(document, {
    leave: (node) => {
      const { loc: _loc, ...rest } = node
      if (rest.kind === Kind.SELECTION_SET) return { ...rest, selections: sorted(rest.selections) }
      if (rest.kind === Kind.OBJECT) return { ...rest, fields: sorted(rest.fields) }
      if (rest.kind === Kind.FIELD && rest.arguments)
        return { ...rest, arguments: sorted(rest.arguments) }
      if (rest.kind === Kind.STRING) return { kind: rest.kind, value: rest.value }
      return rest
    },
  })
  return JSON.stringify(plain)
}

function sorted<T>(nodes: readonly T[]): readonly T[] {
  return nodes
    .map((node) => [JSON.stringify(node), node] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, node]) => node)
}

function commentsIn(text: string): number {
  const bare = text.replaceAll(/"""[^]*?"""|"(?:\\.|[^"\\\n])*"/g, '')
  return bare.match(/#/g)?.length ?? 0
}
