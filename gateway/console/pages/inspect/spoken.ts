import { logWords } from '../../../export/me-words.ts'
import { type Language, inLanguage } from '../../words/language.ts'

/** Names of roles or classes of data as the reader's language has them; others as they are. */
export function spoken(
  language: Language,
  key: string,
  names: readonly string[],
): readonly string[] {
  return names.map((name) => inLanguage(language, logWords[key]?.(name) ?? { vi: name, en: name }))
}
