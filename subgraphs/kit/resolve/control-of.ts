import type { DisclosureProfile } from '../../../auth/disclosure-profile.ts'
import type { TableType } from '../../../schema/model/model.ts'
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

/** The control that a question is under; undefined for whoever may read every row that it counts. */
export function controlOf(
  context: RequestContext,
  type: TableType,
  question: Question,
): Control | undefined {
  const { recordKey } = type
  if (recordKey === undefined || mayReadCounted(context, type)) return undefined
  const level = questionClass(context.source.model, type, question)
  const profile = context.disclosure.profileOf(context.request.caller.roles, level)
  if (profile === undefined) return undefined
  return { profile, recordKey, filter: canonicalText(question.where ?? {}) }
}
