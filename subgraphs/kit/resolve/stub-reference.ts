import type { Join, ModelType } from '../../../schema/model/model.ts'
import type { Row } from '../sql/select.ts'
import type { Resolver } from './resolver.ts'

/** Another ministry's entity: its key is here, nothing else is fetched. */
export function stubReference(target: ModelType, join: Join): Resolver {
  const keys = target.entityKeys[0] ?? []
  return (parent) => {
    const row = parent as Row
    const values = join.path.columns.map((name) => row[name])
    if (values.some((value) => value === null || value === undefined)) return null
    return Object.fromEntries([
      ['__typename', target.name],
      ...keys.map((key, i) => [key, values[i]] as const),
    ])
  }
}
