import { setImmediate as nextTurn } from 'node:timers/promises'
import type { DocumentNode, GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import { type Authorise, openAuthoriser } from '../../auth/authorise.ts'
import { type ClassTable, classesOf } from '../../auth/class-table.ts'
import type { Grants } from '../../auth/grants.ts'
import { permissionKey } from '../../auth/permission-key.ts'
import { requirementsOf } from '../../auth/requirement-table.ts'
import { visibleSchema } from '../../auth/visible-schema.ts'

/** Who may see what in one generation. */
export interface Access {
  readonly authorise: Authorise
  /** Which classes of personal data each field touches. */
  readonly classes: ClassTable
  /** The schema that these permissions may query. Fails with FORBIDDEN when none. */
  readonly visible: (grants: Grants) => VisibleSchema
  /** Those whose schemas were asked for, one of each set of permissions, the last first. */
  readonly known: () => readonly Grants[]
}

/** A schema as some callers see it; `name` tells schemas of one generation apart. */
export interface VisibleSchema {
  readonly name: string
  readonly schema: GraphQLSchema
}

interface Seen {
  readonly grants: Grants
  readonly visible: VisibleSchema
}

/** Schemas kept; there are as many as sets of permissions that callers hold. */
const maxSchemas = 64

/** Reads the rules of a supergraph; requests go on between two steps. Throws when a rule cannot be read. */
export async function openAccess(supergraph: DocumentNode, schema: GraphQLSchema): Promise<Access> {
  const table = requirementsOf(supergraph)
  await nextTurn()
  const classes = classesOf(supergraph)
  await nextTurn()
  const authorise = openAuthoriser({ schema, table, classes })
  await nextTurn()
  const schemas = new LRUCache<string, Seen>({ max: maxSchemas })
  return {
    authorise,
    classes,
    known: () => [...schemas.values()].map(({ grants }) => grants),
    visible(grants) {
      const key = permissionKey(grants)
      const known = schemas.get(key)
      if (known) return known.visible
      const visible = Object.freeze({ name: key, schema: visibleSchema(schema, table, grants) })
      schemas.set(key, { grants, visible })
      return visible
    },
  }
}
