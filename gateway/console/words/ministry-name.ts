import { logWords } from '../../export/me-words.ts'
import { type Language, inLanguage } from './language.ts'

/** What the database of a ministry is called within a sentence; its id where it is none of the house's. */
export function ministryName(language: Language, id: string): string {
  return inLanguage(language, logWords['ministries']?.(id) ?? { vi: id, en: id })
}

/** The same as a title: Đất đai (land), Land. A ministry that is none of the house's keeps its id as it is. */
export function ministryTitle(language: Language, id: string): string {
  const name = ministryName(language, id)
  if (ministryName('vi', id) === id) return id
  const title = `${name.charAt(0).toLocaleUpperCase('vi')}${name.slice(1)}`
  return name === id ? title : `${title} (${id})`
}
