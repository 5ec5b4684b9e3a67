import { fileURLToPath } from 'node:url'

import type { Resolver } from './resolve/resolver.ts'

/** Fields that a ministry answers in code. Each guards its own rows: no model stands behind it. */
export type OwnResolvers = Readonly<Record<string, Readonly<Record<string, Resolver>>>>

export interface MinistryDefinition {
  /** Lower-case name: the subgraph's name, its database's name, the prefix of its settings. */
  readonly name: string
  /** The port that `lien-thong subgraph NAME` listens on unless told otherwise. */
  readonly port: number
  /** The folder that holds schema.graphql. */
  readonly folder: URL
  /** Answers of fields with `@resolved`, by type and field. */
  readonly resolvers?: OwnResolvers
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
