import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { TableType } from '../../../schema/model/model.ts'
import { opens } from '../../../auth/purpose.ts'
import { purposeRequired } from '../../../auth/purpose-required.ts'
import { type Question, questionClass } from '../question-class.ts'
import { mayReadCounted, type RequestContext } from '../request-context.ts'
import { canonicalText } from './canonical-text.ts'

/** Under which rules a question over many rows is answered. */
export interface Control {
  readonly profile: DisclosureProfile
  /** Column of the record key. */
  readonly recordKey: string
  /** The filter, the same text however its parts are ordered: what a budget of filters counts. */
  readonly filter: string
}

/**
 * The control that a question is under; undefined for whoever may read every row that it counts. Fails with
 * PURPOSE_REQUIRED where exact figures would be of a class that the purpose does not open.
 */
export function controlOf(
  context: RequestContext,
  type: TableType,
  question: Question,
): Control | undefined {
  const { recordKey } = type
  if (recordKey === undefined) return undefined
  if (mayReadCounted(context, type)) {
    expectOpened(context, type, question)
    return undefined
  }
  const level = questionClass(context.source.model, type, question)
  const profile = context.disclosure.profileOf(context.request.caller.roles, level)
  if (profile === undefined) return undefined
  return { profile, recordKey, filter: canonicalText(question.where ?? {}) }
}

function expectOpened(context: RequestContext, type: TableType, { measures }: Question): void {
  const fields = measures.flatMap((one) => (one.kind === 'column' ? [one.field] : []))
  const closed = fields.filter((field) => {
    const recordClass = type.columns.get(field)?.recordClass
    return recordClass !== undefined && !opens(context.purpose, [recordClass])
  })
  if (closed.length === 0) return
  const coordinates = [...new Set(closed)].sort().map((field) => `${type.name}.${field}`)
  throw purposeRequired([], { coordinates })
}
