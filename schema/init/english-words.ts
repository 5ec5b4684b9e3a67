import { glossary } from './glossary.ts'
import { heads, leading } from './heads.ts'

const phrases = new Map(Object.entries(glossary))
const headPhrases = new Map(Object.entries(heads))

/** Longest phrase of the glossary, in words. */
const longest = Math.max(
  ...[...phrases.keys(), ...headPhrases.keys()].map((phrase) => phrase.split(' ').length),
)

/**
 * English words for Vietnamese ones, where the glossary covers them all: `ma don vi` → `unit code`.
 * Undefined where it does not: then no name is invented.
 */
export function englishWords(tokens: readonly string[]): readonly string[] | undefined {
  if (tokens.length === 0) return undefined
  const whole = phrases.get(tokens.join(' '))
  if (whole !== undefined) return whole.split(' ')
  for (let size = Math.min(longest, tokens.length - 1); size > 0; size -= 1) {
    const head = headPhrases.get(tokens.slice(0, size).join(' '))
    const rest = head === undefined ? undefined : englishWords(tokens.slice(size))
    if (head !== undefined && rest !== undefined)
      return leading.has(head) ? [head, ...rest] : [...rest, head]
  }
  // `nguoi tham gia tinh`: a noun, and what tells it apart.
  for (let size = Math.min(longest, tokens.length - 1); size > 0; size -= 1) {
    const first = phrases.get(tokens.slice(0, size).join(' '))
    const rest = first === undefined ? undefined : englishWords(tokens.slice(size))
    if (first !== undefined && rest !== undefined) return [...rest, ...first.split(' ')]
  }
  return undefined
}
