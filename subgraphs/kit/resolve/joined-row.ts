import type { Join, TableType } from '../../../schema/model/model.ts'
import type { Row } from '../sql/select.ts'
import type { Resolver } from './resolver.ts'
import { rowByKey } from './row-by-key.ts'

/** A row of this ministry that the parent's columns name. */
export function joinedRow(target: TableType, join: Join): Resolver {
  return (parent, _args, context, info) => {
    const key = join.path.columns.map((name) => (parent as Row)[name])
    if (key.some((value) => value === null || value === undefined)) return null
    return rowByKey(context, info, target, { columns: join.references ?? target.key, key })
  }
}
