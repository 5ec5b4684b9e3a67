import type { Permission } from '../../auth/permission.ts'
import { changesBetween, changesSeen } from '../diff/changes-between.ts'
import { publishedSchema } from '../diff/published-schema.ts'
import type { SchemaChange } from '../diff/schema-change.ts'

/** Two supergraphs, and through whose eyes they are compared. */
export interface Comparison {
  readonly before: string
  readonly after: string
  /** Absent: of everybody together, and who may see what. */
  readonly permissions?: readonly Permission[]
}

/** How the second supergraph differs from the first. Throws where one cannot be read. */
export async function changesOf({
  before,
  after,
  permissions,
}: Comparison): Promise<readonly SchemaChange[]> {
  if (permissions !== undefined) return await changesSeen(before, after, permissions)
  const [old, now] = [before, after].map((supergraphSdl) => ({
    supergraphSdl,
    api: publishedSchema(supergraphSdl),
  }))
  return old === undefined || now === undefined ? [] : await changesBetween(old, now)
}
