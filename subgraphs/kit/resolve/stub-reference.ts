import type { Join, ModelType } from '../../../schema/model/model.ts'
import type { Row } from '../sql/select.ts'
import type { Resolver } from './resolver.ts'

/** Another ministry's entity: its key is here, nothing else is fetched. */
export function stubReference(target: ModelType, join: Join): Resolver {
  const keys = target.entityKeys[0] ?? []
  const { columns } = join.path
  return (parent) => {
    const row = parent as Row
    const stub: Record<string, unknown> = { __typename: target.name }
    for (const [i, key] of keys.entries()) {
      const value = row[columns[i] ?? '']
      if (value === null || value === undefined) return null
      stub[key] = value
    }
    return stub
  }
}
