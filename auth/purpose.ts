import type { ReadClass } from './class-table.ts'
import type { RecordClass } from './record-class.ts'
import type { Role } from './role.ts'

/** Why a caller reads records of persons: what the header `X-Purpose` names. */
export interface Purpose {
  readonly id: string
  readonly title: { readonly vi: string; readonly en: string }
  /** Why the law lets this be read, and the article that says so. */
  readonly basis: { readonly vi: string; readonly en: string }
  readonly reference: string
  readonly roles: readonly Role[]
  /** Classes of data that it opens; none: it says why statistics are asked for, and opens no record of a person. */
  readonly classes: readonly RecordClass[]
  /** When the person sees the access: at once, or after so many days. */
  readonly visible: 'AT_ONCE' | { readonly afterDays: number }
  /** May be used without anybody's leave, and every use is looked at afterwards. */
  readonly emergency: boolean
  /** Taken without being named, for callers who hold no other role than its own. */
  readonly automatic: boolean
}

/** What a caller is told with every answer under a purpose for emergencies. */
export const emergencyNotice = Object.freeze({
  vi: 'Truy cập khẩn cấp: lượt này đã được ghi vào nhật ký và đánh dấu để thanh tra rà soát.',
  en: 'Emergency access: it is recorded, and flagged for review by an inspector.',
})

/** Whether a purpose opens every one of the classes; none opens none. */
export function opens(purpose: Purpose | undefined, touched: readonly ReadClass[]): boolean {
  const classes: readonly string[] = purpose?.classes ?? []
  return touched.every((one) => classes.includes(one))
}
