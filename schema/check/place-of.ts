import { type DefinitionNode, type DocumentNode, Kind } from 'graphql'

/** A ministry's text, read. */
export interface SubgraphText {
  readonly name: string
  /** As problems name it. */
  readonly file: string
  readonly document: DocumentNode
}

export interface PlaceInFile {
  readonly file: string
  readonly line: number
}

/**
 * Where a coordinate is written: the first of the texts that has the field, else the one that has its type.
 * Undefined for what no ministry wrote (generated types).
 */
export function placeOf(
  coordinate: string,
  texts: readonly SubgraphText[],
): PlaceInFile | undefined {
  const [typeName = '', member = ''] = coordinate.split(/[.(]/)
  const found = texts.flatMap(({ file, document }) =>
    document.definitions.flatMap((node) => placesIn(node, typeName, member, file)),
  )
  return (found.find(({ isMember }) => isMember) ?? found[0])?.place
}

interface Found {
  readonly place: PlaceInFile
  readonly isMember: boolean
}

function placesIn(
  node: DefinitionNode,
  typeName: string,
  member: string,
  file: string,
): readonly Found[] {
  if (!('name' in node) || node.name?.value !== typeName) return []
  const field = membersOf(node).find(({ name }) => name.value === member)
  const line = (field ?? node).name?.loc?.startToken.line
  return line === undefined
    ? []
    : [{ place: { file, line }, isMember: field !== undefined || member === '' }]
}

function membersOf(node: DefinitionNode) {
  if (node.kind === Kind.ENUM_TYPE_DEFINITION || node.kind === Kind.ENUM_TYPE_EXTENSION)
    return node.values ?? []
  return 'fields' in node ? (node.fields ?? []) : []
}
