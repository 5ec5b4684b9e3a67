import { readRecord, type RunRecord } from './run-record.ts'
import { secretsIn } from './secrets-in.ts'

/** Something that must not be told, and was; the line without it. */
interface Leak {
  readonly file: string
  /** From 1 on. */
  readonly line: number
  readonly masked: string
}

/** What a search came to. */
export interface Searched {
  readonly lines: number
  readonly secrets: number
  readonly leaks: readonly Leak[]
}

const maxCharacters = 300
/** What a secret may be a part of: a URL, a header, JSON. */
const word = /[\w+/=-]{16,}/g

/** Looks for personal numbers, tokens, and keys and passwords of the run in all that its systems told. */
export function searchRecord(directory: string): Searched {
  const record = readRecord(directory)
  const known = knownOf(record)
  const leaks: Leak[] = []
  let lines = 0
  for (const { name, read } of record.files) {
    for (const [index, line] of read().split('\n').entries()) {
      lines++
      const found = [...secretsIn(line), ...known(line)]
      if (found.length === 0) continue
      const masked = found.reduce((text, secret) => text.replaceAll(secret, '…'), line)
      leaks.push({ file: name, line: index + 1, masked: masked.slice(0, maxCharacters) })
    }
  }
  return { lines, secrets: record.secrets.length, leaks }
}

/** Those that are one word are looked up by it: there are hundreds of them, and many lines. */
function knownOf({ secrets }: RunRecord): (line: string) => readonly string[] {
  const isWord = (secret: string): boolean => secret.match(word)?.[0] === secret
  const words = new Set(secrets.filter(isWord))
  const others = secrets.filter((secret) => !isWord(secret))
  return (line) => [
    ...(line.match(word) ?? []).filter((one) => words.has(one)),
    ...others.filter((secret) => line.includes(secret)),
  ]
}
