import type { Language } from '../../words/language.ts'
import type { AccessRecord } from './records.ts'

/** A purpose of the journal as the reader's language has it; one that is registered no more by its id. */
export function purposeWords(
  language: Language,
  purpose: AccessRecord['purpose'],
): string | undefined {
  if (purpose === null) return undefined
  return (language === 'vi' ? purpose.title : purpose.titleEn) ?? purpose.id
}
