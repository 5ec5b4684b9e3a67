import type { Language } from '../../words/language.ts'
import { ministryTitle } from '../../words/ministry-name.ts'

/** Who answers for imported series: offices without a database of this house. */
const offices: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  finance: { vi: 'Tài chính (finance)', en: 'Finance' },
  statistics: { vi: 'Thống kê (statistics)', en: 'Statistics' },
}

/** Who answers for an indicator, as a title. */
export function ownerTitle(language: Language, owner: string): string {
  return offices[owner]?.[language] ?? ministryTitle(language, owner)
}
