import type { Worded } from '../../words/language.ts'

const vi = { title: 'Lược đồ' }

export const schemaPageWords: Worded<typeof vi> = { vi, en: { title: 'Schema' } }
