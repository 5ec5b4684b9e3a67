import type { TableType } from '../../../schema/model/model.ts'
import { fieldGuard } from '../field-guard.ts'
import { type Act, mayReadCounted, type RequestContext, rowAccess } from '../request-context.ts'
import { isPersonal, personalAccess } from '../personal-access.ts'
import type { Rows } from '../sql/prepare.ts'

/** The rows of a type that the request may see, narrowed by a `where` argument. */
export function rowsOf(context: RequestContext, type: TableType, act: Act, where?: unknown): Rows {
  const access = rowAccess(context, type, act)
  return {
    source: context.source,
    type,
    access,
    settings: isPersonal(type) ? access : personalAccess(context, act),
    accessTo: (joined) => rowAccess(context, joined, act),
    mayIdentify: (one) => act === 'read' || mayReadCounted(context, one),
    guard: fieldGuard(context, act),
    where,
  }
}
