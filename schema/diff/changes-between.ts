import { parse } from 'graphql'
import { requirementsOf } from '../../auth/requirement-table.ts'
import type { Grants } from '../../auth/grants.ts'
import type { Permission } from '../../auth/permission.ts'
import { allRows } from '../../auth/row-scope.ts'
import { visibleSchema } from '../../auth/visible-schema.ts'
import { accessChanges, type Published } from './access-changes.ts'
import { publishedSchema } from './published-schema.ts'
import type { SchemaChange } from './schema-change.ts'
import { bySeverity, schemaChanges } from './schema-changes.ts'

/** How a supergraph differs from the one before for those who ask through it: what they see, and who may. */
export async function changesBetween(
  before: Published,
  after: Published,
): Promise<readonly SchemaChange[]> {
  const seen = await schemaChanges(before.api, after.api)
  return [...seen, ...accessChanges(before, after)].sort(bySeverity)
}

/**
 * The same for holders of these permissions alone: what they cannot query is not told of, and what is closed to them
 * is removed. Nothing where they could query nothing on one of the sides.
 */
export async function changesSeen(
  before: string,
  after: string,
  permissions: readonly Permission[],
): Promise<readonly SchemaChange[]> {
  const grants: Grants = Object.fromEntries(permissions.map((name) => [name, allRows]))
  try {
    return await schemaChanges(seenOf(before, grants), seenOf(after, grants))
  } catch {
    return []
  }
}

function seenOf(supergraphSdl: string, grants: Grants) {
  const table = requirementsOf(parse(supergraphSdl, { noLocation: true }))
  return visibleSchema(publishedSchema(supergraphSdl), table, grants)
}
