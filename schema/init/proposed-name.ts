import { englishWords } from './english-words.ts'
import { valueGlossary } from './value-glossary.ts'
import { asciiLetters, nameTokens } from './name-tokens.ts'

/** A database's name in the conventions of a schema, and how it was found. */
export interface ProposedName {
  readonly words: readonly string[]
  /** `glossary`: translated. `kept`: its own words. `made`: nothing of it could be kept. */
  readonly from: 'glossary' | 'kept' | 'made'
  /** The name in the database has Vietnamese marks, so that it is surely no English. */
  readonly isVietnamese: boolean
}

/** Prefixes that only say what kind of thing the database has. */
const prefixes: ReadonlySet<string> = new Set(['tbl', 'tb', 'dm', 'vw', 'v', 'mv'])

/** Words for a column or a table; never none. A table's technical prefix (`dm_`, `tbl_`, `v_`) is left out. */
export function proposedName(name: string, of: 'column' | 'table'): ProposedName {
  const isVietnamese = asciiLetters(name) !== name.normalize('NFD')
  const all = nameTokens(name)
  const isPrefixed = of === 'table' && all.length > 1 && prefixes.has(all[0] ?? '')
  const tokens = isPrefixed ? all.slice(1) : all
  const translated = englishWords(tokens)
  if (translated !== undefined) return { words: translated, from: 'glossary', isVietnamese }
  if (tokens.length > 0) return { words: tokens, from: 'kept', isVietnamese }
  return { words: [of], from: 'made', isVietnamese }
}

const values = new Map(Object.entries(valueGlossary))

/** Words for a value of a list, which may have none: `nữ` → `female`, `FDI` → `fdi`. */
export function valueWords(text: string): readonly string[] {
  const tokens = nameTokens(text)
  return values.get(tokens.join(' '))?.split(' ') ?? tokens
}

/** `['unit', 'code']` → `unitCode`. */
export function camelCase(words: readonly string[]): string {
  const [first = '', ...rest] = words
  const name = first + rest.map(capital).join('')
  return /^[a-z]/.test(name) ? name : `n${name}`
}

/** `['unit', 'code']` → `UnitCode`. */
export function pascalCase(words: readonly string[]): string {
  const name = words.map(capital).join('')
  return /^[A-Z]/.test(name) ? name : `N${name}`
}

/** `đang đóng` → `DANG_DONG`. */
export function enumCase(words: readonly string[]): string {
  const name = words.join('_').toUpperCase()
  if (name === '') return 'VALUE'
  return /^[A-Z]/.test(name) ? name : `V_${name}`
}

/** `['unit', 'code']` → `Unit code`. */
export function plainText(words: readonly string[]): string {
  const text = words.join(' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
