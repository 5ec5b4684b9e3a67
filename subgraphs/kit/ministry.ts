import { fileURLToPath } from 'node:url'

export interface MinistryDefinition {
  /** Lower-case name: the subgraph's name, its database's name, the prefix of its settings. */
  readonly name: string
  /** The port that `lien-thong subgraph NAME` listens on unless told otherwise. */
  readonly port: number
  /** The folder that holds schema.graphql. */
  readonly folder: URL
}

export interface Ministry extends Omit<MinistryDefinition, 'folder'> {
  readonly schemaFile: string
}

/** A ministry is its annotated schema and a name; everything else the kit makes of them. */
export function ministry({ folder, ...rest }: MinistryDefinition): Ministry {
  return Object.freeze({
    ...rest,
    schemaFile: fileURLToPath(new URL('schema.graphql', folder)),
  })
}
