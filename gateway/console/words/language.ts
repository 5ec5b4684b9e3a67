import { useSyncExternalStore } from 'react'

/** Vietnamese comes first: it is the language of the data and of most who read it. */
export const languages = ['vi', 'en'] as const

export type Language = (typeof languages)[number]

/** The same words in every language. */
export type Worded<W> = Readonly<Record<Language, W>>

const key = 'lien-thong.language'
const listeners = new Set<() => void>()
let current: Language = storedLanguage()

/** What was chosen on this machine; else what the browser asks for; else Vietnamese. */
export function storedLanguage(): Language {
  const chosen = readStored(key)
  if (chosen === 'vi' || chosen === 'en') return chosen
  const asked = navigator.languages.find((tag) => /^(vi|en)\b/i.test(tag))
  return asked?.toLowerCase().startsWith('en') ? 'en' : 'vi'
}

export function applyLanguage(language: Language): void {
  current = language
  document.documentElement.lang = language
  for (const listener of listeners) listener()
}

export function chooseLanguage(language: Language): void {
  try {
    localStorage.setItem(key, language)
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  applyLanguage(language)
}

export function useLanguage(): Language {
  return useSyncExternalStore(subscribe, () => current)
}

/** The words of a page in the language that the reader chose. */
export function useWords<W>(words: Worded<W>): W {
  return words[useLanguage()]
}

/** For texts that come as data in both languages. */
export function inLanguage(language: Language, text: { readonly vi: string; readonly en: string }) {
  return text[language] || text.vi
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function readStored(name: string): string | null {
  try {
    return localStorage.getItem(name)
  } catch {
    return null
  }
}
