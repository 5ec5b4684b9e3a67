import { forbidden } from '../../auth/forbidden.ts'
import { opens } from '../../auth/purpose.ts'
import { purposeRequired } from '../../auth/purpose-required.ts'
import type { Column, Join, TableType } from '../../schema/model/model.ts'
import { targetTable } from '../../schema/model/walk-path.ts'
import { isPersonal } from './personal-access.ts'
import { type Act, holdsCounted, mayReadCounted, type RequestContext } from './request-context.ts'

/** Throws where the request may not filter, order or group by a field of a type: its rows would tell it. */
export type FieldGuard = (type: TableType, own: Column | Join) => void

/**
 * The guard of one act. Narrowing rows by a field reads it: PURPOSE_REQUIRED where the purpose does not
 * open its class, FORBIDDEN where the caller sees it masked. So do statistics of those who may read what they
 * count, since theirs are exact; those of others single nobody out, and may use all. Exact figures (also
 * those of a catalogue) are narrowed by no records that the caller may only count.
 */
export function fieldGuard(context: RequestContext, act: Act): FieldGuard {
  return (type, own) => {
    const coordinate = `${type.name}.${own.field}`
    const isExact = act === 'read' || mayReadCounted(context, type)
    if (isExact) guardRead(context, own, coordinate)
    if (act === 'stats' && 'target' in own && (isExact || !isPersonal(type)))
      guardCounted(context, own, coordinate)
  }
}

function guardRead(context: RequestContext, own: Column | Join, coordinate: string): void {
  if (own.recordClass !== undefined && !opens(context.purpose, [own.recordClass]))
    throw purposeOf(coordinate)
  const kind = 'masked' in own ? own.masked : undefined
  if (kind !== undefined && context.masks[kind] !== 'WHOLE') throw forbidden([coordinate])
}

function guardCounted(context: RequestContext, { target }: Join, coordinate: string): void {
  const type = targetTable(context.source.model, target)
  if (type === undefined || !isPersonal(type) || mayReadCounted(context, type)) return
  throw holdsCounted(context, type) ? purposeOf(coordinate) : forbidden([coordinate])
}

function purposeOf(coordinate: string) {
  return purposeRequired([], {
    message: `A purpose that opens ${coordinate} is required, to narrow or order rows by it.`,
    coordinates: [coordinate],
  })
}
