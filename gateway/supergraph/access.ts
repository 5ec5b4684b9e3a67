import type { DocumentNode, GraphQLSchema } from 'graphql'
import { LRUCache } from 'lru-cache'
import { type Authorise, openAuthoriser } from '../../auth/authorise.ts'
import { classesOf } from '../../auth/class-table.ts'
import type { Grants } from '../../auth/grants.ts'
import { permissionKey } from '../../auth/permission-key.ts'
import { requirementsOf } from '../../auth/requirement-table.ts'
import { visibleSchema } from '../../auth/visible-schema.ts'

/** Who may see what in one generation. */
export interface Access {
  readonly authorise: Authorise
  /** The schema that these permissions may query. Fails with FORBIDDEN when none. */
  readonly visible: (grants: Grants) => VisibleSchema
}

/** A schema as some callers see it; `name` tells schemas of one generation apart. */
export interface VisibleSchema {
  readonly name: string
  readonly schema: GraphQLSchema
}

/** Schemas kept; there are as many as sets of permissions that callers hold. */
const maxSchemas = 64

/** Reads the rules of a supergraph. Throws when one cannot be read. */
export function openAccess(supergraph: DocumentNode, schema: GraphQLSchema): Access {
  const table = requirementsOf(supergraph)
  const schemas = new LRUCache<string, VisibleSchema>({ max: maxSchemas })
  return {
    authorise: openAuthoriser({ schema, table, classes: classesOf(supergraph) }),
    visible(grants) {
      const key = permissionKey(grants)
      const known = schemas.get(key)
      if (known) return known
      const visible = Object.freeze({ name: key, schema: visibleSchema(schema, table, grants) })
      schemas.set(key, visible)
      return visible
    },
  }
}
