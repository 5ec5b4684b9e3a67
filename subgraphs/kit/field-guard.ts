import { forbidden } from '../../auth/forbidden.ts'
import { opens } from '../../auth/purpose.ts'
import { purposeRequired } from '../../auth/purpose-required.ts'
import type { Column, Join, TableType } from '../../schema/model/model.ts'
import { type Act, mayReadCounted, type RequestContext } from './request-context.ts'

/** Throws where the request may not filter, order or group by a field of a type: its rows would tell it. */
export type FieldGuard = (type: TableType, own: Column | Join) => void

/**
 * The guard of one act. Narrowing rows by a field reads it: PURPOSE_REQUIRED where the purpose does not
 * open its class (statistics take none), FORBIDDEN where the caller sees it masked. Statistics of those who
 * may not read what they count single nobody out, and may use all.
 */
export function fieldGuard(context: RequestContext, act: Act): FieldGuard {
  return (type, own) => {
    const coordinate = `${type.name}.${own.field}`
    if (
      act === 'read' &&
      own.recordClass !== undefined &&
      !opens(context.purpose, [own.recordClass])
    )
      throw purposeRequired([], {
        message: `A purpose that opens ${coordinate} is required, to narrow or order rows by it.`,
        coordinates: [coordinate],
      })
    const kind = 'masked' in own ? own.masked : undefined
    if (kind === undefined || context.masks[kind] === 'WHOLE') return
    if (act === 'read' || mayReadCounted(context, type)) throw forbidden([coordinate])
  }
}
