import { opens } from '../../auth/purpose.ts'
import { purposeRequired } from '../../auth/purpose-required.ts'
import type { Column, Join, TableType } from '../../schema/model/model.ts'
import type { Act, RequestContext } from './request-context.ts'

/** Throws where the request may not filter, order or group by a field of a type: its rows would tell it. */
export type FieldGuard = (type: TableType, own: Column | Join) => void

/**
 * The guard of one act. Narrowing rows by a field reads it: PURPOSE_REQUIRED where the purpose does not
 * open its class. Statistics take no purpose.
 */
export function fieldGuard({ purpose }: Pick<RequestContext, 'purpose'>, act: Act): FieldGuard {
  return ({ name }, { field, dataClass }) => {
    if (act === 'stats' || dataClass === undefined || opens(purpose, [dataClass])) return
    const coordinate = `${name}.${field}`
    throw purposeRequired([], {
      message: `A purpose that opens ${coordinate} is required, to narrow or order rows by it.`,
      coordinates: [coordinate],
    })
  }
}
