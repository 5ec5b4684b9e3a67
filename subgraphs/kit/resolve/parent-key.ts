import { defaultReferences } from '../../../schema/model/default-references.ts'
import type { Join, ModelType } from '../../../schema/model/model.ts'
import type { ParentKey } from '../sql/parents.ts'
import type { Row } from '../sql/select.ts'

/** The values of a parent that its joined rows name: columns of a row, or key fields of a stub. */
export function parentKey(type: ModelType, join: Join, parent: Row): ParentKey | undefined {
  const key = (join.references ?? defaultReferences(type)).map((name) => parent[name])
  return key.some((value) => value === null || value === undefined) ? undefined : key
}
